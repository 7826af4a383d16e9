/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-scram.h"

#include "motus-base64.h"

#include <string.h>

/* The GS2 headers of RFC 5802, section 7: what was bound, and no authorisation identity. */
#define GS2_BOUND "p=tls-exporter,,"
#define GS2_UNBOUND "n,,"

static void
hmac_text (const void *key, gsize key_len, const char *text, guint8 out[MOTUS_SCRAM_KEY_SIZE])
{
  motus_hmac_sha256 (key, key_len, text, strlen (text), out);
}

MotusSecret *
motus_scram_salt_password (const MotusSecret *password, const void *salt, gsize salt_len,
                           guint iterations)
{
  if (iterations < MOTUS_SCRAM_ITERATIONS_MIN || iterations > MOTUS_SCRAM_ITERATIONS_MAX)
    return NULL;

  MotusSecret *salted = motus_secret_new (MOTUS_SCRAM_KEY_SIZE);
  motus_pbkdf2_sha256 (motus_secret_peek (password), motus_secret_length (password), salt, salt_len,
                       iterations, motus_secret_data (salted), MOTUS_SCRAM_KEY_SIZE);
  return salted;
}

/* ClientKey := HMAC (SaltedPassword, "Client Key"): whoever has it can log in. */
static MotusSecret *
derive_client_key (const MotusSecret *salted_password)
{
  MotusSecret *key = motus_secret_new (MOTUS_SCRAM_KEY_SIZE);
  hmac_text (motus_secret_peek (salted_password), motus_secret_length (salted_password),
             "Client Key", motus_secret_data (key));
  return key;
}

void
motus_scram_verifier (const MotusSecret *salted_password, MotusScramVerifier *out)
{
  g_autoptr (MotusSecret) client_key = derive_client_key (salted_password);
  motus_sha256 (motus_secret_peek (client_key), MOTUS_SCRAM_KEY_SIZE, out->stored_key);
  hmac_text (motus_secret_peek (salted_password), motus_secret_length (salted_password),
             "Server Key", out->server_key);
}

/* The saslname of RFC 5802, section 5.1: a name cannot end its field and begin another. */
static void
append_name (GString *message, const char *name)
{
  for (const char *c = name; *c != '\0'; c++)
    {
      if (*c == ',')
        g_string_append (message, "=2C");
      else if (*c == '=')
        g_string_append (message, "=3D");
      else
        g_string_append_c (message, *c);
    }
}

static char *
encode_binding (const void *binding, gsize binding_len)
{
  const char *header = binding != NULL ? GS2_BOUND : GS2_UNBOUND;
  g_autoptr (GByteArray) input = g_byte_array_new ();
  g_byte_array_append (input, (const guint8 *) header, (guint) strlen (header));
  if (binding != NULL)
    g_byte_array_append (input, binding, (guint) binding_len);
  return motus_base64_encode (input->data, input->len);
}

char *
motus_scram_auth_message (const char *name, const char *cnonce, const char *snonce,
                          const void *salt, gsize salt_len, guint iterations,
                          const void *binding, gsize binding_len)
{
  g_autofree char *salt_text = motus_base64_encode (salt, salt_len);
  g_autofree char *binding_text = encode_binding (binding, binding_len);
  GString *message = g_string_new ("n=");

  append_name (message, name);
  g_string_append_printf (message, ",r=%s,r=%s%s,s=%s,i=%u,c=%s,r=%s%s", cnonce, cnonce, snonce,
                          salt_text, iterations, binding_text, cnonce, snonce);
  return g_string_free (message, FALSE);
}

static void
xor_key (const guint8 a[MOTUS_SCRAM_KEY_SIZE], const guint8 b[MOTUS_SCRAM_KEY_SIZE],
         guint8 out[MOTUS_SCRAM_KEY_SIZE])
{
  for (gsize i = 0; i < MOTUS_SCRAM_KEY_SIZE; i++)
    out[i] = a[i] ^ b[i];
}

void
motus_scram_client_proof (const MotusSecret *salted_password, const char *auth_message,
                          guint8 proof[MOTUS_SCRAM_KEY_SIZE],
                          guint8 server_signature[MOTUS_SCRAM_KEY_SIZE])
{
  g_autoptr (MotusSecret) client_key = derive_client_key (salted_password);
  MotusScramVerifier verifier;
  guint8 client_signature[MOTUS_SCRAM_KEY_SIZE];

  motus_scram_verifier (salted_password, &verifier);
  hmac_text (verifier.stored_key, MOTUS_SCRAM_KEY_SIZE, auth_message, client_signature);
  xor_key (motus_secret_peek (client_key), client_signature, proof);
  hmac_text (verifier.server_key, MOTUS_SCRAM_KEY_SIZE, auth_message, server_signature);

  motus_wipe (&verifier, sizeof verifier);
  motus_wipe (client_signature, sizeof client_signature);
}

gboolean
motus_scram_verify (const MotusScramVerifier *verifier, const char *auth_message,
                    const guint8 proof[MOTUS_SCRAM_KEY_SIZE],
                    guint8 server_signature[MOTUS_SCRAM_KEY_SIZE])
{
  guint8 client_signature[MOTUS_SCRAM_KEY_SIZE];
  guint8 client_key[MOTUS_SCRAM_KEY_SIZE];
  guint8 stored_key[MOTUS_SCRAM_KEY_SIZE];
  guint8 signature[MOTUS_SCRAM_KEY_SIZE];

  hmac_text (verifier->stored_key, MOTUS_SCRAM_KEY_SIZE, auth_message, client_signature);
  xor_key (proof, client_signature, client_key);
  motus_sha256 (client_key, sizeof client_key, stored_key);
  hmac_text (verifier->server_key, MOTUS_SCRAM_KEY_SIZE, auth_message, signature);

  gboolean right = motus_equal_secret (stored_key, verifier->stored_key, MOTUS_SCRAM_KEY_SIZE);
  if (right)
    memcpy (server_signature, signature, MOTUS_SCRAM_KEY_SIZE);

  motus_wipe (client_signature, sizeof client_signature);
  motus_wipe (client_key, sizeof client_key);
  motus_wipe (signature, sizeof signature);
  return right;
}
