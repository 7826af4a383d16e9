/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Ed25519 (RFC 8032, section 5.1). */

#define MOTUS_ED25519_SEED_SIZE 32
#define MOTUS_ED25519_PUBLIC_SIZE 32
#define MOTUS_ED25519_SIGNATURE_SIZE 64

/* The public key that belongs to the private @seed. */
void motus_ed25519_public (const guint8 seed[MOTUS_ED25519_SEED_SIZE],
                           guint8 out[MOTUS_ED25519_PUBLIC_SIZE]);

/* Signs @len bytes at @message. @public_key must belong to @seed. */
void motus_ed25519_sign (const guint8 seed[MOTUS_ED25519_SEED_SIZE],
                         const guint8 public_key[MOTUS_ED25519_PUBLIC_SIZE], const void *message,
                         gsize len, guint8 out[MOTUS_ED25519_SIGNATURE_SIZE]);

/* TRUE if @signature is @public_key's over exactly the @len bytes at @message. Keys of small order
 * and signatures whose scalar is not reduced are refused. */
gboolean motus_ed25519_verify (const guint8 public_key[MOTUS_ED25519_PUBLIC_SIZE],
                               const void *message, gsize len,
                               const guint8 signature[MOTUS_ED25519_SIGNATURE_SIZE]);

G_END_DECLS
