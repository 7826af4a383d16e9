/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-login.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "motus-base64.h"
#include "motus-client-error.h"
#include "motus-random.h"
#include "motus-refusal.h"

#define MECHANISM "scram-sha-256-plus"
#define CNONCE_BYTES 18
#define PROTOCOL 1

struct _MotusLogin {
  char *name;
  char *cnonce;
  guint8 binding[MOTUS_CONNECTION_BINDING_SIZE];
  MotusMessage *challenge;
  GBytes *salt;
  guint iterations;
  gboolean answered;
  guint8 server_signature[MOTUS_SCRAM_KEY_SIZE];
};

MotusLogin *
motus_login_new (const char *name, const guint8 binding[MOTUS_CONNECTION_BINDING_SIZE])
{
  MotusLogin *login = g_new0 (MotusLogin, 1);
  guint8 cnonce[CNONCE_BYTES];

  motus_random_nonce (cnonce, sizeof cnonce);
  login->name = g_strdup (name);
  login->cnonce = motus_base64_encode (cnonce, sizeof cnonce);
  memcpy (login->binding, binding, sizeof login->binding);
  return login;
}

void
motus_login_free (MotusLogin *login)
{
  if (login == NULL)
    return;
  g_free (login->name);
  g_free (login->cnonce);
  g_clear_pointer (&login->challenge, motus_message_unref);
  g_clear_pointer (&login->salt, g_bytes_unref);
  motus_wipe (login->server_signature, sizeof login->server_signature);
  g_free (login);
}

static MotusMessage *
new_request (const char *type, const char *name, const MotusPeerKeys *keys)
{
  MotusMessage *message = motus_message_new (MOTUS_MESSAGE_AUTH_REQUEST);

  motus_message_set_int (message, "protocol", PROTOCOL);
  motus_message_set_text (message, "auth_type", type);
  motus_message_set_text (message, "username", name);
  motus_message_set_bytes (message, "pubkey", g_bytes_get_data (keys->spki, NULL),
                           g_bytes_get_size (keys->spki));
  motus_message_set_bytes (message, "signing_key", keys->signing, sizeof keys->signing);
  motus_message_set_text (message, "mech", MECHANISM);
  return message;
}

MotusMessage *
motus_login_make_request (MotusLogin *login, const MotusPeerKeys *keys,
                          const MotusAccountRecord *account)
{
  MotusMessage *message = new_request ("login", login->name, keys);

  motus_message_set_text (message, "cnonce", login->cnonce);
  motus_message_set_bytes (message, "cb", login->binding, sizeof login->binding);
  if (account->has_device_token)
    motus_message_set_bytes (message, "device_token", account->device_token,
                             sizeof account->device_token);
  return message;
}

gboolean
motus_login_take_challenge (MotusLogin *login, MotusMessage *challenge,
                            const MotusAccountRecord *account, GBytes **salt, guint *iterations,
                            GError **error)
{
  gint64 count = 0;

  motus_message_get_int (challenge, "iterations", &count);
  if (login->challenge != NULL)
    {
      g_set_error_literal (error, MOTUS_CLIENT_ERROR, MOTUS_CLIENT_ERROR_PROTOCOL,
                           _("The relay broke the rules of signing in. Try again, and tell its "
                             "operator if it happens again."));
      return FALSE;
    }
  if (count < MAX (MOTUS_SCRAM_ITERATIONS, account->iterations))
    {
      g_set_error_literal (error, MOTUS_CLIENT_ERROR, MOTUS_CLIENT_ERROR_DOWNGRADE,
                           _("The relay asks for less protection of the password than before. "
                             "Nothing was sent. Tell its operator."));
      return FALSE;
    }
  login->challenge = motus_message_ref (challenge);
  login->salt = motus_message_get_bytes (challenge, "salt");
  login->iterations = (guint) count;
  *salt = g_bytes_ref (login->salt);
  *iterations = login->iterations;
  return TRUE;
}

MotusMessage *
motus_login_make_response (MotusLogin *login, const MotusSecret *salted)
{
  g_return_val_if_fail (login->challenge != NULL, NULL);

  guint8 proof[MOTUS_SCRAM_KEY_SIZE];
  gsize salt_len;
  const void *salt = g_bytes_get_data (login->salt, &salt_len);
  g_autofree char *auth_message = motus_scram_auth_message (
    login->name, login->cnonce, motus_message_get_text (login->challenge, "nonce"), salt, salt_len,
    login->iterations, login->binding, sizeof login->binding);
  motus_scram_client_proof (salted, auth_message, proof, login->server_signature);
  login->answered = TRUE;

  MotusMessage *message = motus_message_new (MOTUS_MESSAGE_AUTH_RESPONSE);
  motus_message_set_bytes (message, "response", proof, sizeof proof);
  return message;
}

static gboolean
check_signature (MotusLogin *login, MotusMessage *result, GError **error)
{
  guint8 signature[MOTUS_SCRAM_KEY_SIZE];

  if (login->answered
      && motus_message_get_exact (result, "server_signature", signature, sizeof signature)
      && motus_equal_secret (signature, login->server_signature, sizeof signature))
    return TRUE;
  g_set_error_literal (error, MOTUS_CLIENT_ERROR, MOTUS_CLIENT_ERROR_CHANNEL_BINDING,
                       _("The relay could not prove that it knows this account: it is not the "
                         "relay "
                         "you signed up at, or somebody stands between. Motus does not go on."));
  return FALSE;
}

gboolean
motus_login_take_result (MotusLogin *login, MotusMessage *result, MotusAccountRecord *account,
                         GError **error)
{
  if (!motus_message_get_bool (result, "ok"))
    {
      g_propagate_error (error, motus_refusal_new (result));
      return FALSE;
    }
  if (!check_signature (login, result, error))
    return FALSE;
  if (motus_message_get_exact (result, "device_token", account->device_token,
                               sizeof account->device_token))
    account->has_device_token = TRUE;
  account->iterations = MAX (account->iterations, login->iterations);
  return TRUE;
}

MotusMessage *
motus_login_make_sign_up (const char *name, const MotusPeerKeys *keys, GBytes *salt,
                          const MotusSecret *salted, const guint8 *invite)
{
  MotusMessage *message = new_request ("register", name, keys);
  MotusScramVerifier verifier;

  motus_scram_verifier (salted, &verifier);
  motus_message_set_bytes (message, "salt", g_bytes_get_data (salt, NULL), g_bytes_get_size (salt));
  motus_message_set_int (message, "iterations", MOTUS_SCRAM_ITERATIONS);
  motus_message_set_bytes (message, "stored_key", verifier.stored_key, sizeof verifier.stored_key);
  motus_message_set_bytes (message, "server_key", verifier.server_key, sizeof verifier.server_key);
  if (invite != NULL)
    motus_message_set_bytes (message, "invite", invite, MOTUS_ACCOUNT_HASH_SIZE);
  motus_wipe (&verifier, sizeof verifier);
  return message;
}
