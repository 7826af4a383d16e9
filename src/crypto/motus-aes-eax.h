/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* AES-256 in EAX mode (Bellare, Rogaway, Wagner: "The EAX Mode of Operation", 2004), with whole
 * tags only. A nonce may have any length, 16 for envelopes, and must not be used twice under one
 * key. Pointers with a length of 0 may be NULL. */

#define MOTUS_AES_EAX_KEY_SIZE 32
#define MOTUS_AES_EAX_TAG_SIZE 16

/* Encrypts @len bytes at @text to as many at @ciphertext, which may be the same address, and
 * authenticates them together with @ad_len bytes of associated data at @ad. */
void motus_aes_eax_seal (const guint8 key[MOTUS_AES_EAX_KEY_SIZE], const void *nonce,
                         gsize nonce_len, const void *ad, gsize ad_len, const void *text,
                         gsize len, void *ciphertext, guint8 tag[MOTUS_AES_EAX_TAG_SIZE]);

/* TRUE if all is as it was sealed; only then, and after the tag was compared in constant time, are
 * the @len bytes at @text written. @text may be the same address as @ciphertext. */
gboolean motus_aes_eax_open (const guint8 key[MOTUS_AES_EAX_KEY_SIZE], const void *nonce,
                             gsize nonce_len, const void *ad, gsize ad_len,
                             const void *ciphertext, gsize len,
                             const guint8 tag[MOTUS_AES_EAX_TAG_SIZE],
                             void *text) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
