/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-relay-engine-private.h"

#include "motus-digest.h"

#include <string.h>

static char *
invites_key (const MotusRelayAccount *account)
{
  return g_strconcat ("account-invites ", account->record.name, NULL);
}

static void
acknowledge (MotusRelayEngine *engine, MotusRelayClient *client, const char *tag,
             gint64 expires_at)
{
  if (tag == NULL)
    return;

  g_autoptr (MotusMessage) ack = motus_message_new (MOTUS_MESSAGE_ACK);
  motus_message_set_text (ack, "re", tag);
  motus_message_set_int (ack, "expires_at", expires_at);
  motus_relay_send (engine, client, ack);
}

static void
tell (MotusRelayEngine *engine, MotusRelayClient *client, const char *tag,
      gboolean durable, gpointer user_data)
{
  const gint64 *expires_at = user_data;

  if (client == NULL)
    return;
  if (durable)
    acknowledge (engine, client, tag, *expires_at);
  else
    motus_relay_reply_error (engine, client, tag, MOTUS_RELAY_CODE_STORAGE);
}

static void
store_invite (MotusRelayEngine *engine, MotusRelayClient *client, const char *tag,
              const guint8 hash[MOTUS_RELAY_HASH_SIZE])
{
  MotusRelayCommit *commit = motus_relay_commit_new (engine, client, tag);
  MotusRelayAccountInviteRecord *record
      = &motus_relay_commit_add (commit, MOTUS_RELAY_CHANGE_ACCOUNT_INVITE_SET)->account_invite;
  g_autofree char *key = invites_key (client->account);

  memcpy (record->token_hash, hash, sizeof record->token_hash);
  g_strlcpy (record->inviter, client->account->record.name, sizeof record->inviter);
  record->uses = 1;
  record->expires_at
      = motus_relay_engine_calendar (engine)
        + engine->config->limits.account_invite_seconds * G_GINT64_CONSTANT (1000);
  motus_relay_commit_reserve (commit, key);
  motus_relay_commit_submit (commit, tell,
                             g_memdup2 (&record->expires_at, sizeof record->expires_at), g_free);
}

static gboolean
check_allowed (MotusRelayEngine *engine, MotusRelayClient *client, const char *tag)
{
  const MotusRelayConfig *config = engine->config;
  g_autofree char *key = invites_key (client->account);

  if (!config->user_invites || config->registration == MOTUS_RELAY_REGISTRATION_CLOSED)
    motus_relay_reply_error_saying (engine, client, tag,
                                    MOTUS_RELAY_CODE_REGISTRATION_CLOSED,
                                    "Only the operator of this relay can invite people.");
  else if (client->account->account_invites_made
               + motus_relay_reservations_count (engine->reservations, key)
           >= config->limits.account_invites_per_account)
    motus_relay_reply_error_saying (engine, client, tag, MOTUS_RELAY_CODE_TOO_MANY,
                                    "You have too many open invitation links.");
  else
    return TRUE;
  return FALSE;
}

void
motus_relay_handle_account_invite (MotusRelayEngine *engine, MotusRelayClient *client,
                                   MotusMessage *message)
{
  const char *tag = motus_message_get_text (message, "id");
  guint8 token[MOTUS_RELAY_TOKEN_SIZE], hash[MOTUS_RELAY_HASH_SIZE];

  motus_message_get_exact (message, "token", token, sizeof token);
  motus_sha256 (token, sizeof token, hash);
  const MotusRelayAccountInviteRecord *earlier
      = motus_relay_account_invites_find (engine->account_invites, hash);
  if (earlier != NULL && g_str_equal (earlier->inviter, client->account->record.name))
    acknowledge (engine, client, tag, earlier->expires_at);
  else if (earlier != NULL)
    motus_relay_reply_error (engine, client, tag, MOTUS_RELAY_CODE_INVITE_INVALID);
  else if (check_allowed (engine, client, tag))
    store_invite (engine, client, tag, hash);
}
