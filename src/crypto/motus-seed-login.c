/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-seed-login.h"

#include <string.h>

MotusSecret *
motus_seed_login_key (const char *password, const void *salt, gsize salt_len)
{
  MotusSecret *key = motus_secret_new (MOTUS_SEED_KEY_SIZE);
  motus_pbkdf2_sha256 (password, strlen (password), salt, salt_len, MOTUS_SEED_ITERATIONS,
                       motus_secret_data (key), MOTUS_SEED_KEY_SIZE);
  return key;
}

void
motus_seed_login_answer (const guint8 key[MOTUS_SEED_KEY_SIZE], const char *nonce_text,
                         guint8 out[MOTUS_SHA256_SIZE])
{
  motus_hmac_sha256 (key, MOTUS_SEED_KEY_SIZE, nonce_text, strlen (nonce_text), out);
}
