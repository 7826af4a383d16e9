/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-relay-engine-private.h"

#include "motus-name.h"
#include "motus-rsa.h"

MotusRelayMech
motus_relay_mech_of (const MotusMessage *message)
{
  const char *mech = motus_message_get_text (message, "mech");

  return g_strcmp0 (mech, "scram-sha-256-plus") == 0 ? MOTUS_RELAY_MECH_SCRAM
                                                     : MOTUS_RELAY_MECH_SEED;
}

gboolean
motus_relay_read_pubkey (const MotusMessage *message, GBytes **spki)
{
  g_autoptr (GBytes) given = motus_message_get_bytes (message, "pubkey");

  if (given == NULL)
    {
      *spki = NULL;
      return TRUE;
    }

  gsize len;
  const void *data = g_bytes_get_data (given, &len);
  g_autoptr (MotusRsaPublicKey) key = motus_rsa_public_key_new (data, len, NULL);
  if (key == NULL)
    return FALSE;
  *spki = g_bytes_ref (motus_rsa_public_key_get_spki (key));
  return TRUE;
}

/* A connection serves one account, and one login at a time. */
static gboolean
may_ask (const MotusRelayClient *client, const char *name, gboolean is_login)
{
  if (client->finishing)
    return FALSE;
  return client->account == NULL
         || (is_login && g_str_equal (client->account->record.name, name));
}

void
motus_relay_handle_auth_request (MotusRelayEngine *engine, MotusRelayClient *client,
                                 MotusMessage *message)
{
  const char *tag = motus_message_get_text (message, "id");
  const char *name = motus_message_get_text (message, "username");
  gboolean is_login = g_str_equal (motus_message_get_text (message, "auth_type"), "login");
  gint64 protocol = MOTUS_RELAY_PROTOCOL;

  motus_message_get_int (message, "protocol", &protocol);
  if (!may_ask (client, name, is_login))
    motus_relay_reply_error_saying (engine, client, tag, MOTUS_RELAY_CODE_BAD_MESSAGE,
                                    "This connection is signed in, or about to be; use another.");
  else if (!motus_name_is_valid (name))
    motus_relay_reply_refused (engine, client, tag, MOTUS_RELAY_CODE_NAME_INVALID, 0);
  else if (protocol != MOTUS_RELAY_PROTOCOL)
    motus_relay_reply_refused (engine, client, tag, MOTUS_RELAY_CODE_PROTOCOL_UNSUPPORTED, 0);
  else if (motus_relay_mech_of (message) == MOTUS_RELAY_MECH_SEED && !engine->config->seed_login)
    motus_relay_reply_refused (engine, client, tag, MOTUS_RELAY_CODE_MECHANISM_UNAVAILABLE,
                               0);
  else if (is_login)
    motus_relay_handle_login (engine, client, message);
  else
    motus_relay_handle_sign_up (engine, client, message);
}
