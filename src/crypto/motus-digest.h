/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define MOTUS_SHA1_SIZE 20
#define MOTUS_SHA256_SIZE 32
#define MOTUS_SHA512_SIZE 64

/* The only file that calls Nettle's digest functions, whose signature changed in Nettle 4.
 * Data of length 0 may be NULL everywhere. */

/* Writes the SHA-256 (FIPS 180-4) of @len bytes at @data to @out. */
void motus_sha256 (const void *data, gsize len, guint8 out[MOTUS_SHA256_SIZE]);

/* The SHA-512 (FIPS 180-4) of @len bytes at @data. */
void motus_sha512 (const void *data, gsize len, guint8 out[MOTUS_SHA512_SIZE]);

/* The SHA-1 (FIPS 180-4) of @len bytes at @data. It is broken where collisions matter; RSA-OAEP,
 * its only user here, does not need it to resist them. */
void motus_sha1 (const void *data, gsize len, guint8 out[MOTUS_SHA1_SIZE]);

/* The HMAC-SHA-256 (RFC 2104) of @len bytes at @data under @key_len bytes at @key. */
void motus_hmac_sha256 (const void *key, gsize key_len, const void *data, gsize len,
                        guint8 out[MOTUS_SHA256_SIZE]);

/* Derives @out_len bytes with PBKDF2-HMAC-SHA-256 (RFC 8018, section 5.2). @iterations is at
 * least 1. The cost grows with @iterations: call it off the main loop. */
void motus_pbkdf2_sha256 (const void *password, gsize password_len, const void *salt,
                          gsize salt_len, guint iterations, void *out, gsize out_len);

/* TRUE if the @len bytes at @a and @b are equal, in a time that does not depend on them. */
gboolean motus_equal_secret (const void *a, const void *b, gsize len);

G_END_DECLS
