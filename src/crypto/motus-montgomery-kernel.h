/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <gmp.h>

G_BEGIN_DECLS

/* The steps in which RSA spends its time, for x86-64 processors that have the instructions MULX,
 * ADCX and ADOX (since 2014): two carry chains at once, which a GMP that was built for all x86-64
 * processors does without. */

/* The number of limbs is a multiple of this. */
#define MOTUS_MONTGOMERY_KERNEL_LIMBS 16

/* TRUE if this processor has the instructions. */
gboolean motus_montgomery_kernel_available (void);

/* @out = @a @b / R mod @modulus, below R, where R is 2 to the power of the bits in @limbs limbs and
 * @inverse is minus the inverse of the lowest limb of @modulus. @a and @b are below R; @out may be
 * either. @scratch has room for twice as many limbs. The time depends on @limbs alone. */
void motus_montgomery_kernel (mp_limb_t *out, const mp_limb_t *a, const mp_limb_t *b,
                              const mp_limb_t *modulus, mp_limb_t inverse, gsize limbs,
                              mp_limb_t *scratch);

/* The second half of the same: @out = @product / R mod @modulus, below R, for a @product below R^2,
 * of twice as many limbs, which is overwritten. */
void motus_montgomery_kernel_reduce (mp_limb_t *out, mp_limb_t *product,
                                     const mp_limb_t *modulus, mp_limb_t inverse, gsize limbs);

G_END_DECLS
