/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "motus-digest.h"
#include "motus-secret.h"

G_BEGIN_DECLS

/* The seed's login: an HMAC over the text of a challenge under a key derived from the password,
 * which the relay keeps as it is. Offered only where a relay's operator turned it on. */

#define MOTUS_SEED_ITERATIONS 100000
#define MOTUS_SEED_SALT_SIZE 16
#define MOTUS_SEED_KEY_SIZE 32

/* PBKDF2-HMAC-SHA-256 of the password's bytes as they are (not normalised: the seed does not),
 * MOTUS_SEED_ITERATIONS times. Slow. */
MotusSecret *motus_seed_login_key (const char *password, const void *salt, gsize salt_len);

/* The answer: HMAC-SHA-256 over the characters of @nonce_text, the challenge in base64. */
void motus_seed_login_answer (const guint8 key[MOTUS_SEED_KEY_SIZE], const char *nonce_text,
                              guint8 out[MOTUS_SHA256_SIZE]);

G_END_DECLS
