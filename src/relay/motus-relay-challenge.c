/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-relay-challenge.h"

#include "motus-base64.h"
#include "motus-random.h"
#include "motus-relay-engine.h"
#include "motus-scram.h"
#include "motus-secret.h"
#include "motus-seed-login.h"

#include <string.h>

/* A value for @name that nobody can tell from a real one without @secret. */
static void
derive (const guint8 *secret, const char *what, MotusRelayMech mech, const char *name,
        guint8 out[MOTUS_SHA256_SIZE])
{
  g_autofree char *text = g_strdup_printf ("%s %d %s", what, (int) mech, name);

  motus_hmac_sha256 (secret, MOTUS_RELAY_HASH_SIZE, text, strlen (text), out);
}

/* The fields of an account that does not exist. */
static void
imagine (MotusRelayAccountRecord *record, const char *name, MotusRelayMech mech,
         const guint8 *secret)
{
  guint8 salt[MOTUS_SHA256_SIZE];

  derive (secret, "salt", mech, name, salt);
  memcpy (record->salt, salt, MOTUS_SCRAM_SALT_SIZE);
  record->salt_len = MOTUS_SCRAM_SALT_SIZE;
  record->iterations
      = mech == MOTUS_RELAY_MECH_SCRAM ? MOTUS_SCRAM_ITERATIONS : MOTUS_SEED_ITERATIONS;
  derive (secret, "stored key", mech, name, record->stored_key);
  derive (secret, "server key", mech, name, record->server_key);
}

MotusRelayChallenge *
motus_relay_challenge_new (const char *name, MotusRelayMech mech,
                           const MotusRelayAccountRecord *record,
                           const guint8 secret[MOTUS_RELAY_HASH_SIZE])
{
  MotusRelayChallenge *challenge = g_new0 (MotusRelayChallenge, 1);
  MotusRelayAccountRecord imagined = { 0 };

  /* Made in every case, so that it costs the same. */
  imagine (&imagined, name, mech, secret);
  challenge->exists = record != NULL;
  if (record == NULL)
    record = &imagined;
  challenge->mech = mech;
  g_strlcpy (challenge->name, name, sizeof challenge->name);
  motus_random_nonce (challenge->nonce, sizeof challenge->nonce);
  memcpy (challenge->salt, record->salt, sizeof challenge->salt);
  challenge->salt_len = record->salt_len;
  challenge->iterations = record->iterations;
  memcpy (challenge->stored_key, record->stored_key, sizeof challenge->stored_key);
  memcpy (challenge->server_key, record->server_key, sizeof challenge->server_key);
  motus_wipe (&imagined, sizeof imagined);
  return challenge;
}

void
motus_relay_challenge_free (MotusRelayChallenge *challenge)
{
  if (challenge == NULL)
    return;
  g_free (challenge->cnonce);
  g_clear_pointer (&challenge->pubkey, g_bytes_unref);
  motus_wipe (challenge, sizeof *challenge);
  g_free (challenge);
}

static gboolean
verify_scram (const MotusRelayChallenge *challenge, const char *nonce, const guint8 *binding,
              const guint8 *response, guint8 *server_signature)
{
  MotusScramVerifier verifier;
  g_autofree char *auth_message
      = motus_scram_auth_message (challenge->name, challenge->cnonce, nonce, challenge->salt,
                                  challenge->salt_len, challenge->iterations, binding,
                                  MOTUS_RELAY_BINDING_SIZE);

  memcpy (verifier.stored_key, challenge->stored_key, sizeof verifier.stored_key);
  memcpy (verifier.server_key, challenge->server_key, sizeof verifier.server_key);
  gboolean right = motus_scram_verify (&verifier, auth_message, response, server_signature);
  motus_wipe (&verifier, sizeof verifier);
  return right;
}

static gboolean
verify_seed (const MotusRelayChallenge *challenge, const char *nonce, const guint8 *response)
{
  guint8 expected[MOTUS_SHA256_SIZE];

  motus_seed_login_answer (challenge->stored_key, nonce, expected);
  gboolean right = motus_equal_secret (expected, response, sizeof expected);
  motus_wipe (expected, sizeof expected);
  return right;
}

gboolean
motus_relay_challenge_verify (const MotusRelayChallenge *challenge, const guint8 *binding,
                              const guint8 response[32], guint8 server_signature[32])
{
  g_autofree char *nonce = motus_base64_encode (challenge->nonce, sizeof challenge->nonce);
  gboolean right = challenge->mech == MOTUS_RELAY_MECH_SCRAM
                       ? verify_scram (challenge, nonce, binding, response, server_signature)
                       : verify_seed (challenge, nonce, response);

  return right & challenge->exists;
}
