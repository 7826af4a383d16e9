/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* AES in GCM mode (NIST SP 800-38D), with whole tags only. A nonce must not be used twice under
 * one key. Pointers with a length of 0 may be NULL. */

#define MOTUS_AES_GCM_KEY_SIZE 32       /* AES-256, what Motus itself uses */
#define MOTUS_AES_GCM_NONCE_SIZE 12     /* what Motus itself uses; others may be longer */
#define MOTUS_AES_GCM_TAG_SIZE 16

/* Encrypts @len bytes at @text to as many at @ciphertext, which may be the same address, and
 * authenticates them together with @ad_len bytes of associated data at @ad. FALSE, with nothing
 * written, unless @key_len is 16, 24 or 32 and @nonce_len at least 1. */
gboolean motus_aes_gcm_seal (const void *key, gsize key_len, const void *nonce, gsize nonce_len,
                             const void *ad, gsize ad_len, const void *text, gsize len,
                             void *ciphertext, guint8 tag[MOTUS_AES_GCM_TAG_SIZE]);

/* TRUE if all is as it was sealed; only then, and after the tag was compared in constant time, are
 * the @len bytes at @text written. @text may be the same address as @ciphertext. */
gboolean motus_aes_gcm_open (const void *key, gsize key_len, const void *nonce, gsize nonce_len,
                             const void *ad, gsize ad_len, const void *ciphertext, gsize len,
                             const guint8 tag[MOTUS_AES_GCM_TAG_SIZE],
                             void *text) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
