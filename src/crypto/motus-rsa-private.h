/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "motus-montgomery.h"
#include "motus-rsa.h"

G_BEGIN_DECLS

/* The bare operations of RSA, for motus-rsa-oaep.c alone: without padding they encrypt nothing. */

#define MOTUS_RSA_LIMBS (MOTUS_RSA_BITS / MOTUS_LIMB_BITS)
#define MOTUS_RSA_HALF_LIMBS (MOTUS_RSA_LIMBS / 2)
#define MOTUS_RSA_REJECTION_SIZE 32

struct _MotusRsaPublicKey {
  gatomicrefcount refs;
  MotusMontgomery modulus;
  guint32 exponent;
  GBytes *spki;
};

/* The secret numbers of a key n = p q, in memory that is wiped. @blind is r^e and @unblind 1/r for
 * a random r, both in Montgomery form modulo n; each operation squares them, and after @uses_left
 * more there is a new r. @rejection is what the result of a failed decryption is derived from. */
typedef struct {
  MotusMontgomery p, q;
  mp_limb_t dp[MOTUS_RSA_HALF_LIMBS];           /* 1/e mod p - 1 */
  mp_limb_t dq[MOTUS_RSA_HALF_LIMBS];           /* 1/e mod q - 1 */
  mp_limb_t coefficient[MOTUS_RSA_HALF_LIMBS];  /* 1/q mod p in Montgomery form */
  mp_limb_t blind[MOTUS_RSA_LIMBS];
  mp_limb_t unblind[MOTUS_RSA_LIMBS];
  guint uses_left;
  guint8 rejection[MOTUS_RSA_REJECTION_SIZE];
} MotusRsaNumbers;

struct _MotusRsaKey {
  MotusRsaPublicKey *public_key;
  MotusSecret *memory;          /* holds @numbers */
  MotusRsaNumbers *numbers;
  MotusSecret *pkcs8;
};

/* A key from its numbers, highest byte first. NULL unless @modulus has MOTUS_RSA_BITS bits and is
 * odd, and @exponent is odd and at least 3. */
MotusRsaPublicKey *motus_rsa_public_key_new_raw (const guint8 modulus[MOTUS_RSA_SIZE],
                                                 guint32 exponent);

/* @out = @in ^ e mod n. FALSE, with @out untouched, unless @in is below n. */
gboolean motus_rsa_public_key_apply (const MotusRsaPublicKey *key,
                                     const guint8 in[MOTUS_RSA_SIZE], guint8 out[MOTUS_RSA_SIZE]);

/* @out = @in ^ d mod n, with everything but the size of @in hidden from those who watch time,
 * branches and addresses. FALSE, with @out untouched, if @in is not below n, or if the result does
 * not stand the test with the public key: then the machine failed, and the result, were it let
 * out, could betray the key (Boneh, DeMillo, Lipton, 1997). */
gboolean motus_rsa_key_apply (MotusRsaKey *key, const guint8 in[MOTUS_RSA_SIZE],
                              guint8 out[MOTUS_RSA_SIZE]);

G_END_DECLS
