/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <gmp.h>

G_BEGIN_DECLS

/* Arithmetic modulo a number of fixed size by Montgomery's method ("Modular Multiplication
 * Without Trial Division", 1985), for RSA. Operations, branches and addresses depend on the number
 * of limbs alone unless a function says otherwise. */

#define MOTUS_LIMB_BITS GMP_NUMB_BITS
#define MOTUS_LIMB_BYTES (MOTUS_LIMB_BITS / 8)
#define MOTUS_MONTGOMERY_LIMBS_MAX (2048 / MOTUS_LIMB_BITS)

/**
 * MotusMontgomery:
 * @use_kernel: whether motus_montgomery_kernel() is to do the work
 * @limbs: how many limbs the modulus and all numbers have, up to MOTUS_MONTGOMERY_LIMBS_MAX
 * @inverse: minus the inverse of the modulus modulo the size of a limb
 * @modulus: the modulus m, odd, with the highest bit of its highest limb set
 * @square: R^2 mod m, where R is the power of two just above m
 *
 * A modulus. "Montgomery form" of x is x R mod m.
 */
typedef struct {
  gboolean use_kernel;
  gsize limbs;
  mp_limb_t inverse;
  mp_limb_t modulus[MOTUS_MONTGOMERY_LIMBS_MAX];
  mp_limb_t square[MOTUS_MONTGOMERY_LIMBS_MAX];
} MotusMontgomery;

/* Prepares for @modulus, of which it makes a copy. */
void motus_montgomery_init (MotusMontgomery *self, const mp_limb_t *modulus, gsize limbs);

/* @out = @a @b / R mod m, below m if @a and @b are below R. With one factor in Montgomery form,
 * that is their plain product; with both, their product in Montgomery form. @out may be either. */
void motus_montgomery_multiply (const MotusMontgomery *self, mp_limb_t *out, const mp_limb_t *a,
                                const mp_limb_t *b);

/* @out = the Montgomery form of @a. */
void motus_montgomery_enter (const MotusMontgomery *self, mp_limb_t *out, const mp_limb_t *a);

/* @out = @wide mod m for a number below R^2, of twice as many limbs. */
void motus_montgomery_reduce (const MotusMontgomery *self, mp_limb_t *out, const mp_limb_t *wide);

/* @out = @base ^ @exponent mod m for a secret @exponent of as many limbs as the modulus. */
void motus_montgomery_power (const MotusMontgomery *self, mp_limb_t *out, const mp_limb_t *base,
                             const mp_limb_t *exponent);

/* The same for a small @exponent above 0, which everybody may know: the time depends on it. */
void motus_montgomery_power_public (const MotusMontgomery *self, mp_limb_t *out,
                                    const mp_limb_t *base, guint32 exponent);

/* @limbs limbs, the lowest first, from as many bytes as fill them, the highest first; and back. */
void motus_limbs_read (mp_limb_t *out, const guint8 *bytes, gsize limbs);
void motus_limbs_write (guint8 *out, const mp_limb_t *number, gsize limbs);

G_END_DECLS
