/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-relay-engine-private.h"

#include "motus-digest.h"
#include "motus-relay-log.h"
#include "motus-secret.h"
#include "motus-seed-login.h"

#include <string.h>

/* Who may sign up at all is decided first, then how often, and only then whether the name is
 * free: whoever may not sign up does not learn which names exist. */

typedef struct {
  MotusRelayEngine *engine;
  MotusRelayClient *client;
  MotusMessage *message;
  const char *tag;
  gboolean invited;
  guint8 invite_hash[MOTUS_RELAY_HASH_SIZE];
  MotusRelayAccountRecord record;
} SignUp;

static gboolean
refuse (const SignUp *sign_up, MotusRelayCode code, guint retry_after)
{
  motus_relay_reply_refused (sign_up->engine, sign_up->client, sign_up->tag, code,
                             retry_after);
  return FALSE;
}

static char *
invite_key (const guint8 hash[MOTUS_RELAY_HASH_SIZE])
{
  GString *key = g_string_new ("invite ");

  for (guint i = 0; i < MOTUS_RELAY_HASH_SIZE; i++)
    g_string_append_printf (key, "%02x", hash[i]);
  return g_string_free (key, FALSE);
}

static char *
name_key (const char *name)
{
  return g_strconcat ("name ", name, NULL);
}

static gboolean
invite_stands (const SignUp *sign_up)
{
  const MotusRelayEngine *engine = sign_up->engine;
  const MotusRelayAccountInviteRecord *invite
      = motus_relay_account_invites_find (engine->account_invites, sign_up->invite_hash);
  g_autofree char *key = invite_key (sign_up->invite_hash);

  return invite != NULL && invite->expires_at > motus_relay_engine_calendar (engine)
         && motus_relay_reservations_count (engine->reservations, key) < invite->uses;
}

static gboolean
check_invite (SignUp *sign_up)
{
  guint8 token[MOTUS_RELAY_TOKEN_SIZE];

  if (!motus_message_get_exact (sign_up->message, "invite", token, sizeof token))
    return sign_up->engine->config->registration == MOTUS_RELAY_REGISTRATION_OPEN
           || refuse (sign_up, MOTUS_RELAY_CODE_INVITE_REQUIRED, 0);
  motus_sha256 (token, sizeof token, sign_up->invite_hash);
  if (invite_stands (sign_up))
    {
      sign_up->invited = TRUE;
      return TRUE;
    }
  motus_relay_log (MOTUS_RELAY_LOG_NOTICE, "invite-refused", "source",
                   sign_up->client->source, NULL);
  return refuse (sign_up, MOTUS_RELAY_CODE_INVITE_INVALID, 0);
}

static gboolean
check_permission (SignUp *sign_up)
{
  const MotusRelayEngine *engine = sign_up->engine;

  if (engine->config->registration == MOTUS_RELAY_REGISTRATION_CLOSED
      || motus_relay_accounts_count (engine->accounts) >= engine->config->limits.accounts)
    return refuse (sign_up, MOTUS_RELAY_CODE_REGISTRATION_CLOSED, 0);
  return check_invite (sign_up);
}

static gboolean
read_scram (SignUp *sign_up)
{
  MotusRelayAccountRecord *record = &sign_up->record;
  const MotusMessage *message = sign_up->message;
  gint64 iterations;

  if (!motus_message_get_int (message, "iterations", &iterations)
      || !motus_message_get_exact (message, "stored_key", record->stored_key,
                                   sizeof record->stored_key)
      || !motus_message_get_exact (message, "server_key", record->server_key,
                                   sizeof record->server_key))
    return FALSE;
  record->iterations = iterations;
  return TRUE;
}

static gboolean
read_seed (SignUp *sign_up)
{
  sign_up->record.iterations = MOTUS_SEED_ITERATIONS;
  return motus_message_get_exact (sign_up->message, "password_key", sign_up->record.stored_key,
                                  sizeof sign_up->record.stored_key);
}

static gboolean
read_password (SignUp *sign_up)
{
  MotusRelayAccountRecord *record = &sign_up->record;
  g_autoptr (GBytes) salt = motus_message_get_bytes (sign_up->message, "salt");

  if (salt == NULL)
    return FALSE;
  record->salt_len = g_bytes_get_size (salt);
  memcpy (record->salt, g_bytes_get_data (salt, NULL), record->salt_len);
  return record->mech == MOTUS_RELAY_MECH_SCRAM ? read_scram (sign_up) : read_seed (sign_up);
}

static gboolean
read_keys (SignUp *sign_up)
{
  MotusRelayAccountRecord *record = &sign_up->record;

  record->has_signing_key
      = motus_message_get_exact (sign_up->message, "signing_key", record->signing_key,
                                 sizeof record->signing_key);
  return motus_relay_read_pubkey (sign_up->message, &record->pubkey) && record->pubkey != NULL
         && (record->has_signing_key || record->mech == MOTUS_RELAY_MECH_SEED);
}

static gboolean
read_record (SignUp *sign_up)
{
  MotusRelayAccountRecord *record = &sign_up->record;

  g_strlcpy (record->name, motus_message_get_text (sign_up->message, "username"),
             sizeof record->name);
  record->mech = motus_relay_mech_of (sign_up->message);
  record->created_at = motus_relay_engine_calendar (sign_up->engine);
  if (!read_password (sign_up))
    {
      motus_relay_reply_violation (sign_up->engine, sign_up->client, sign_up->tag,
                                   motus_relay_code_word (MOTUS_RELAY_CODE_BAD_MESSAGE),
                                   "A sign-up needs the fields of its “mech”.");
      return FALSE;
    }
  return read_keys (sign_up) || refuse (sign_up, MOTUS_RELAY_CODE_KEY_INVALID, 0);
}

/* An invitation is a budget of its own. */
static gboolean
check_budget (const SignUp *sign_up)
{
  guint retry_after;

  return sign_up->invited
         || motus_relay_sources_take_sign_up (sign_up->engine->sources,
                                              sign_up->client->source,
                                              motus_relay_engine_now (sign_up->engine),
                                              &retry_after)
         || refuse (sign_up, MOTUS_RELAY_CODE_RATE_LIMITED, retry_after);
}

static gboolean
check_name (const SignUp *sign_up)
{
  const MotusRelayEngine *engine = sign_up->engine;
  const char *name = sign_up->record.name;
  g_autofree char *key = name_key (name);

  return (motus_relay_accounts_find (engine->accounts, name) == NULL
          && motus_relay_reservations_count (engine->reservations, key) == 0)
         || refuse (sign_up, MOTUS_RELAY_CODE_NAME_TAKEN, 0);
}

static void
signed_up (MotusRelayEngine *engine, MotusRelayClient *client, const char *tag,
           gboolean durable, gpointer user_data)
{
  if (durable)
    motus_relay_log (MOTUS_RELAY_LOG_NOTICE, "signed-up", "account", user_data, NULL);
  if (client == NULL)
    return;
  if (!durable)
    {
      motus_relay_reply_refused (engine, client, tag, MOTUS_RELAY_CODE_STORAGE, 0);
      return;
    }
  g_autoptr (MotusMessage) result = motus_relay_accepted_message (engine, tag);
  motus_relay_send (engine, client, result);
}

static void
store_account (SignUp *sign_up)
{
  MotusRelayCommit *commit
      = motus_relay_commit_new (sign_up->engine, sign_up->client, sign_up->tag);
  g_autofree char *reserved_name = name_key (sign_up->record.name);

  motus_relay_commit_add (commit, MOTUS_RELAY_CHANGE_ACCOUNT_ADD)->account = sign_up->record;
  sign_up->record.pubkey = NULL;
  motus_relay_commit_reserve (commit, reserved_name);
  if (sign_up->invited)
    {
      g_autofree char *reserved_invite = invite_key (sign_up->invite_hash);
      MotusRelayChange *use
          = motus_relay_commit_add (commit, MOTUS_RELAY_CHANGE_ACCOUNT_INVITE_USE);

      memcpy (use->account_invite.token_hash, sign_up->invite_hash, MOTUS_RELAY_HASH_SIZE);
      motus_relay_commit_reserve (commit, reserved_invite);
    }
  motus_relay_commit_submit (commit, signed_up, g_strdup (sign_up->record.name), g_free);
}

void
motus_relay_handle_sign_up (MotusRelayEngine *engine, MotusRelayClient *client,
                            MotusMessage *message)
{
  SignUp sign_up = { engine, client, message, motus_message_get_text (message, "id") };

  if (check_permission (&sign_up) && read_record (&sign_up) && check_budget (&sign_up)
      && check_name (&sign_up))
    store_account (&sign_up);
  g_clear_pointer (&sign_up.record.pubkey, g_bytes_unref);
  motus_wipe (&sign_up.record, sizeof sign_up.record);
}
