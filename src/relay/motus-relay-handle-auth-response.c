/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-relay-engine-private.h"

#include "motus-digest.h"
#include "motus-random.h"
#include "motus-relay-log.h"
#include "motus-secret.h"

#include <string.h>

/* The second half of a login. */

/* What a login that succeeded waits for its commit with. */
typedef struct {
  MotusRelayAccount *account;
  MotusRelayMech mech;
  guint protocol;
  guint8 server_signature[32];
  guint8 token[MOTUS_RELAY_TOKEN_SIZE];
  gboolean new_token;
  gboolean new_keys;
} Login;

static void
login_free (gpointer data)
{
  motus_wipe (data, sizeof (Login));
  g_free (data);
}

static void
tell_failure (MotusRelayEngine *engine, MotusRelayClient *client, const char *tag,
              gboolean durable, gpointer user_data)
{
  /* It counts in memory, whatever became of the disk. */
  if (client != NULL)
    motus_relay_reply_refused (engine, client, tag, MOTUS_RELAY_CODE_LOGIN_FAILED, 0);
}

static void
log_failure (const MotusRelayClient *client, const MotusRelayChallenge *challenge,
             guint count, gboolean locks)
{
  char text[16];

  g_snprintf (text, sizeof text, "%u", count);
  motus_relay_log (MOTUS_RELAY_LOG_NOTICE, "login-failed", "account", challenge->name, "source",
                   client->source, "count", text, NULL);
  if (locks)
    motus_relay_log (MOTUS_RELAY_LOG_NOTICE, "locked", "account", challenge->name, "source",
                     client->source, NULL);
}

static void
fail (MotusRelayEngine *engine, MotusRelayClient *client,
      const MotusRelayChallenge *challenge, const char *tag)
{
  MotusRelayCommit *commit = motus_relay_commit_new (engine, client, tag);
  guint count;
  gboolean locks = motus_relay_lockout_fail (engine->lockout, challenge->bucket,
                                             motus_relay_engine_now (engine), &count);
  MotusRelayChange *change = motus_relay_commit_add (commit, MOTUS_RELAY_CHANGE_BUCKET_SET);

  motus_relay_lockout_save (engine->lockout, challenge->bucket, &change->bucket);
  log_failure (client, challenge, count, locks);
  motus_relay_commit_submit (commit, tell_failure, NULL, NULL);
}

static void
accept_login (MotusRelayEngine *engine, MotusRelayClient *client, const char *tag,
              const Login *login, gboolean with_token)
{
  g_autoptr (MotusMessage) result = motus_relay_accepted_message (engine, tag);

  if (login->mech == MOTUS_RELAY_MECH_SCRAM)
    motus_message_set_bytes (result, "server_signature", login->server_signature,
                             sizeof login->server_signature);
  if (with_token)
    motus_message_set_bytes (result, "device_token", login->token, sizeof login->token);
  motus_relay_log (MOTUS_RELAY_LOG_NOTICE, "signed-in", "account", login->account->record.name,
                   "source", client->source, NULL);
  motus_relay_send (engine, client, result);
  motus_relay_sign_in (engine, client, login->account, login->protocol);
}

/* A disk that cannot be written does not keep people out who bring nothing new; they only
 * get no token. */
static void
finish (MotusRelayEngine *engine, MotusRelayClient *client, const char *tag,
        gboolean durable, gpointer user_data)
{
  const Login *login = user_data;

  if (client == NULL)
    return;
  client->finishing = FALSE;
  if (client->closing)
    return;
  if (!durable && login->new_keys)
    motus_relay_reply_refused (engine, client, tag, MOTUS_RELAY_CODE_STORAGE, 0);
  else
    accept_login (engine, client, tag, login, durable || !login->new_token);
}

static void
clear_bucket (MotusRelayEngine *engine, MotusRelayCommit *commit, const char *key)
{
  if (!motus_relay_lockout_clear (engine->lockout, key))
    return;
  MotusRelayChange *change = motus_relay_commit_add (commit, MOTUS_RELAY_CHANGE_BUCKET_REMOVE);
  g_strlcpy (change->bucket.key, key, sizeof change->bucket.key);
}

/* Makes room for one more. */
static void
drop_oldest_devices (const MotusRelayAccount *account, MotusRelayCommit *commit)
{
  for (guint i = 0; i + MOTUS_RELAY_DEVICES_MAX <= account->devices->len; i++)
    motus_relay_commit_add (commit, MOTUS_RELAY_CHANGE_DEVICE_REMOVE)->device
        = g_array_index (account->devices, MotusRelayDeviceRecord, i);
}

static void
give_token (MotusRelayEngine *engine, MotusRelayCommit *commit, Login *login,
            const MotusRelayChallenge *challenge)
{
  if (challenge->knows_device)
    {
      memcpy (login->token, challenge->token, sizeof login->token);
      return;
    }
  login->new_token = TRUE;
  motus_random_bytes (login->token, sizeof login->token);
  drop_oldest_devices (login->account, commit);

  MotusRelayChange *change = motus_relay_commit_add (commit, MOTUS_RELAY_CHANGE_DEVICE_ADD);
  g_strlcpy (change->device.account, challenge->name, sizeof change->device.account);
  motus_sha256 (login->token, sizeof login->token, change->device.token_hash);
  change->device.created_at = motus_relay_engine_calendar (engine);
}

static gboolean
keys_differ (const MotusRelayChallenge *challenge, const MotusRelayAccountRecord *record)
{
  if (challenge->pubkey != NULL && !g_bytes_equal (challenge->pubkey, record->pubkey))
    return TRUE;
  return challenge->has_signing_key
         && (!record->has_signing_key
             || memcmp (challenge->signing_key, record->signing_key,
                        sizeof record->signing_key) != 0);
}

static void
take_keys (MotusRelayCommit *commit, Login *login, const MotusRelayChallenge *challenge)
{
  const MotusRelayAccountRecord *record = &login->account->record;

  if (!keys_differ (challenge, record))
    return;
  login->new_keys = TRUE;
  MotusRelayAccountRecord *keys
      = &motus_relay_commit_add (commit, MOTUS_RELAY_CHANGE_ACCOUNT_KEYS)->account;
  g_strlcpy (keys->name, record->name, sizeof keys->name);
  keys->pubkey
      = g_bytes_ref (challenge->pubkey != NULL ? challenge->pubkey : record->pubkey);
  keys->has_signing_key = challenge->has_signing_key || record->has_signing_key;
  memcpy (keys->signing_key,
          challenge->has_signing_key ? challenge->signing_key : record->signing_key,
          sizeof keys->signing_key);
}

static void
succeed (MotusRelayEngine *engine, MotusRelayClient *client,
         const MotusRelayChallenge *challenge, const guint8 *server_signature, const char *tag)
{
  MotusRelayCommit *commit = motus_relay_commit_new (engine, client, tag);
  Login *login = g_new0 (Login, 1);

  login->account = motus_relay_accounts_find (engine->accounts, challenge->name);
  login->mech = challenge->mech;
  login->protocol = challenge->protocol;
  memcpy (login->server_signature, server_signature, sizeof login->server_signature);
  clear_bucket (engine, commit, challenge->bucket);
  give_token (engine, commit, login, challenge);
  take_keys (commit, login, challenge);
  client->finishing = TRUE;
  motus_relay_commit_submit (commit, finish, login, login_free);
}

/* Answers if @challenge cannot be answered any more. */
static gboolean
check_challenge (MotusRelayEngine *engine, MotusRelayClient *client,
                 const MotusRelayChallenge *challenge, const char *tag)
{
  gint64 now = motus_relay_engine_now (engine);
  gint64 life = engine->config->limits.challenge_seconds * MOTUS_CLOCK_SECOND;

  if (challenge == NULL || now - challenge->created_at > life)
    {
      motus_relay_reply_refused (engine, client, tag, MOTUS_RELAY_CODE_CHALLENGE_EXPIRED, 0);
      return FALSE;
    }
  /* Others may have failed since this one was asked. */
  guint left = motus_relay_lockout_left (engine->lockout, challenge->bucket, now);
  if (left > 0)
    motus_relay_reply_refused (engine, client, tag, MOTUS_RELAY_CODE_LOCKED, left);
  return left == 0;
}

void
motus_relay_handle_auth_response (MotusRelayEngine *engine, MotusRelayClient *client,
                                  MotusMessage *message)
{
  g_autoptr (MotusRelayChallenge) challenge = g_steal_pointer (&client->challenge);
  const char *tag = motus_message_get_text (message, "id");
  guint8 response[32], server_signature[32] = { 0 };

  motus_message_get_exact (message, "response", response, sizeof response);
  if (!check_challenge (engine, client, challenge, tag))
    return;
  if (motus_relay_challenge_verify (challenge, client->binding, response, server_signature))
    succeed (engine, client, challenge, server_signature, tag);
  else
    fail (engine, client, challenge, tag);
  motus_wipe (server_signature, sizeof server_signature);
}
