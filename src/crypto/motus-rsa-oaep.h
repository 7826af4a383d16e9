/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "motus-oaep.h"
#include "motus-rsa.h"

G_BEGIN_DECLS

/* RSAES-OAEP with RSA-2048 (RFC 8017, section 7.1) and MGF1 over the same hash as the label. With
 * MOTUS_OAEP_SHA1 and no label, it is what the seed does. */

/* Encrypts @len bytes of @message to MOTUS_RSA_SIZE bytes at @out. @label may be NULL, for none.
 * Errors: BAD_ARGUMENT if the message is longer than motus_oaep_message_max(). */
gboolean motus_rsa_oaep_encrypt (const MotusRsaPublicKey *key, MotusOaepHash hash,
                                 const void *label, gsize label_len, const void *message,
                                 gsize len, guint8 out[MOTUS_RSA_SIZE], GError **error);

/* Decrypts @block. Every failure, a wrong length included, is FAILED with one message; but that
 * there was one shows, so this is not for what comes from others: for that,
 * motus_rsa_oaep_decrypt_key(). */
MotusSecret *motus_rsa_oaep_decrypt (MotusRsaKey *key, MotusOaepHash hash, const void *label,
                                     gsize label_len, const void *block, gsize block_len,
                                     GError **error);

/* Decrypts @block, which should hold a key of MOTUS_OAEP_KEY_SIZE bytes, and always gives one:
 * where the block does not hold one, a key that nobody else can know, the same every time for the
 * same block. Neither the caller nor a watcher learns which it was; only what the key should open
 * does not open. FALSE, with @out untouched, for a wrong @block_len alone. */
gboolean motus_rsa_oaep_decrypt_key (MotusRsaKey *key, MotusOaepHash hash, const void *block,
                                     gsize block_len,
                                     guint8 out[MOTUS_OAEP_KEY_SIZE]) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
