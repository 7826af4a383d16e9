/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "motus-rsa.h"

G_BEGIN_DECLS

/* The padding of RSA-OAEP (RFC 8017, section 7.1) for blocks of MOTUS_RSA_SIZE bytes, with MGF1
 * over the same hash. */

typedef enum {
  MOTUS_OAEP_SHA1,              /* the seed's */
  MOTUS_OAEP_SHA256,
} MotusOaepHash;

#define MOTUS_OAEP_KEY_SIZE 32

/* The longest message, in bytes: 214 with SHA-1, 190 with SHA-256. */
gsize motus_oaep_message_max (MotusOaepHash hash);

/* Pads @len bytes of @message, at most motus_oaep_message_max(), into @block. */
void motus_oaep_encode (MotusOaepHash hash, const void *label, gsize label_len,
                        const void *message, gsize len, guint8 block[MOTUS_RSA_SIZE]);

/* Undoes the padding. Neither @block nor anything in it steers a branch or an address: a watcher
 * who could tell a wrong first byte from a wrong hash could open any message (Manger, 2001).
 * Gives all ones if the padding is right and 0 if not. @data is overwritten with bytes that end
 * in the message, *@len of them; all of it and the verdict stay secret until the caller has made
 * them one. */
guint32 motus_oaep_decode (MotusOaepHash hash, const void *label, gsize label_len,
                           const guint8 block[MOTUS_RSA_SIZE], guint8 data[MOTUS_RSA_SIZE],
                           gsize *len);

/* The same for a message that can only be a key: @out is the message if the padding is right and
 * it has MOTUS_OAEP_KEY_SIZE bytes, and @fallback if not, with the same steps for both. */
void motus_oaep_decode_key (MotusOaepHash hash, const guint8 block[MOTUS_RSA_SIZE],
                            const guint8 fallback[MOTUS_OAEP_KEY_SIZE],
                            guint8 out[MOTUS_OAEP_KEY_SIZE]);

G_END_DECLS
