/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-relay-engine-private.h"

#include "motus-digest.h"
#include "motus-relay-log.h"
#include "motus-secret.h"

#include <string.h>

/* The first half of a login. Nothing here may tell a name that exists from one that does
 * not, or one that logs in another way. */

/* A bucket is named by the account and by the device it presents, if the relay knows it, or
 * else by the source. */
static void
name_bucket (MotusRelayChallenge *challenge, const MotusRelayClient *client,
             const guint8 token_hash[MOTUS_RELAY_HASH_SIZE])
{
  GString *key = g_string_new (challenge->name);

  if (challenge->knows_device)
    {
      g_string_append (key, " device ");
      for (guint i = 0; i < MOTUS_RELAY_HASH_SIZE; i++)
        g_string_append_printf (key, "%02x", token_hash[i]);
    }
  else
    g_string_append_printf (key, " source %s", client->source);
  g_strlcpy (challenge->bucket, key->str, sizeof challenge->bucket);
  g_string_free (key, TRUE);
}

static void
read_device (MotusRelayChallenge *challenge, const MotusRelayClient *client,
             const MotusRelayAccount *account, const MotusMessage *message)
{
  guint8 hash[MOTUS_RELAY_HASH_SIZE] = { 0 };

  if (motus_message_get_exact (message, "device_token", challenge->token,
                               sizeof challenge->token))
    {
      motus_sha256 (challenge->token, sizeof challenge->token, hash);
      challenge->knows_device
          = account != NULL && motus_relay_account_knows_device (account, hash);
    }
  name_bucket (challenge, client, hash);
}

/* Answers what is wrong with the channel binding of a SCRAM login, if anything is. */
static gboolean
check_binding (MotusRelayEngine *engine, MotusRelayClient *client,
               const MotusMessage *message, const char *tag)
{
  guint8 binding[MOTUS_RELAY_BINDING_SIZE];

  if (!motus_message_has (message, "cnonce")
      || !motus_message_get_exact (message, "cb", binding, sizeof binding))
    {
      motus_relay_reply_violation (engine, client, tag,
                                   motus_relay_code_word (MOTUS_RELAY_CODE_BAD_MESSAGE),
                                   "A login with SCRAM needs “cnonce” and “cb”.");
      return FALSE;
    }
  if (client->has_binding
      && motus_equal_secret (binding, client->binding, sizeof binding))
    return TRUE;
  motus_relay_log (MOTUS_RELAY_LOG_NOTICE, "login-failed", "reason", "channel-binding", "source",
                   client->source, NULL);
  motus_relay_reply_refused (engine, client, tag, MOTUS_RELAY_CODE_CHANNEL_BINDING, 0);
  return FALSE;
}

static gboolean
check_bucket (MotusRelayEngine *engine, MotusRelayClient *client,
              const MotusRelayChallenge *challenge, const char *tag)
{
  guint left = motus_relay_lockout_left (engine->lockout, challenge->bucket,
                                         motus_relay_engine_now (engine));

  if (left > 0)
    {
      motus_relay_reply_refused (engine, client, tag, MOTUS_RELAY_CODE_LOCKED, left);
      return FALSE;
    }
  if (challenge->knows_device
      || motus_relay_lockout_has_room (engine->lockout, challenge->bucket))
    return TRUE;
  motus_relay_reply_refused (engine, client, tag, MOTUS_RELAY_CODE_RATE_LIMITED,
                             engine->config->limits.login_window_seconds);
  return FALSE;
}

static void
send_challenge (MotusRelayEngine *engine, MotusRelayClient *client, const char *tag)
{
  const MotusRelayChallenge *challenge = client->challenge;
  g_autoptr (MotusMessage) message = motus_message_new (MOTUS_MESSAGE_AUTH_CHALLENGE);

  if (tag != NULL)
    motus_message_set_text (message, "re", tag);
  motus_message_set_bytes (message, "nonce", challenge->nonce, sizeof challenge->nonce);
  motus_message_set_bytes (message, "salt", challenge->salt, challenge->salt_len);
  motus_message_set_int (message, "iterations", challenge->iterations);
  motus_relay_send (engine, client, message);
}

static MotusRelayChallenge *
challenge_for (MotusRelayEngine *engine, const MotusRelayClient *client,
               const MotusMessage *message)
{
  const char *name = motus_message_get_text (message, "username");
  MotusRelayMech mech = motus_relay_mech_of (message);
  MotusRelayAccount *account = motus_relay_accounts_find (engine->accounts, name);
  gint64 protocol = 0;

  if (account != NULL && account->record.mech != mech)
    account = NULL;

  MotusRelayChallenge *challenge
      = motus_relay_challenge_new (name, mech, account == NULL ? NULL : &account->record,
                                   engine->login_secret);
  read_device (challenge, client, account, message);
  motus_message_get_int (message, "protocol", &protocol);
  challenge->protocol = protocol;
  challenge->created_at = motus_relay_engine_now (engine);
  challenge->cnonce = g_strdup (motus_message_get_text (message, "cnonce"));
  challenge->has_signing_key
      = motus_message_get_exact (message, "signing_key", challenge->signing_key,
                                 sizeof challenge->signing_key);
  return challenge;
}

void
motus_relay_handle_login (MotusRelayEngine *engine, MotusRelayClient *client,
                          MotusMessage *message)
{
  const char *tag = motus_message_get_text (message, "id");

  g_clear_pointer (&client->challenge, motus_relay_challenge_free);
  if (motus_relay_mech_of (message) == MOTUS_RELAY_MECH_SCRAM
      && !check_binding (engine, client, message, tag))
    return;

  g_autoptr (MotusRelayChallenge) challenge = challenge_for (engine, client, message);
  if (!motus_relay_read_pubkey (message, &challenge->pubkey))
    motus_relay_reply_refused (engine, client, tag, MOTUS_RELAY_CODE_KEY_INVALID, 0);
  else if (check_bucket (engine, client, challenge, tag))
    {
      client->challenge = g_steal_pointer (&challenge);
      send_challenge (engine, client, tag);
    }
}
