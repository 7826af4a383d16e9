/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-montgomery.h"

#include "motus-montgomery-kernel.h"
#include "motus-secret.h"

#include <string.h>

#define LIMBS_MAX MOTUS_MONTGOMERY_LIMBS_MAX
#define WINDOW_BITS 5
#define WINDOW_SIZE (1 << WINDOW_BITS)
#define SELECT_LIMBS 8

/* Two limbs, wherever limbs may stand. */
typedef mp_limb_t Pair __attribute__ ((vector_size (2 * sizeof (mp_limb_t)),
                                       aligned (sizeof (mp_limb_t)), may_alias));

G_STATIC_ASSERT (GMP_NAIL_BITS == 0);

/* Between the steps of a longer computation numbers are kept below R and not below m: that saves a
 * subtraction a step, and every step takes such numbers. */

/* Brings a number below R, and so below 2 m, below m. */
static void
reduce (const MotusMontgomery *self, mp_limb_t *number)
{
  gsize n = self->limbs;
  mp_limb_t borrow = mpn_sub_n (number, number, self->modulus, n);
  mpn_cnd_add_n (borrow, number, number, self->modulus, n);
}

/* @out = @product / R mod m, below R, for a @product below R^2, which is overwritten. Each round
 * adds the multiple of m that clears one limb; the limb keeps the carry until the end. */
static void
divide_by_r (const MotusMontgomery *self, mp_limb_t *out, mp_limb_t *product)
{
  gsize n = self->limbs;
  if (self->use_kernel)
    {
      motus_montgomery_kernel_reduce (out, product, self->modulus, self->inverse, n);
      return;
    }
  for (gsize i = 0; i < n; i++)
    product[i] = mpn_addmul_1 (product + i, self->modulus, n, product[i] * self->inverse);
  mp_limb_t carry = mpn_add_n (out, product + n, product, n);
  mpn_cnd_sub_n (carry, out, out, self->modulus, n);
}

static void
multiply (const MotusMontgomery *self, mp_limb_t *out, const mp_limb_t *a, const mp_limb_t *b,
          mp_limb_t *scratch)
{
  if (self->use_kernel)
    {
      motus_montgomery_kernel (out, a, b, self->modulus, self->inverse, self->limbs, scratch);
      return;
    }
  mpn_sec_mul (scratch, a, self->limbs, b, self->limbs, scratch + 2 * LIMBS_MAX);
  divide_by_r (self, out, scratch);
}

static void
square (const MotusMontgomery *self, mp_limb_t *out, const mp_limb_t *a, mp_limb_t *scratch)
{
  mpn_sec_sqr (scratch, a, self->limbs, scratch + 2 * LIMBS_MAX);
  divide_by_r (self, out, scratch);
}

/* Out of Montgomery form. */
static void
leave (const MotusMontgomery *self, mp_limb_t *out, const mp_limb_t *a)
{
  mp_limb_t product[2 * LIMBS_MAX] = { 0 };
  mpn_copyi (product, a, self->limbs);
  divide_by_r (self, out, product);
  reduce (self, out);
  motus_wipe (product, sizeof product);
}

/* Newton's iteration, each step of which doubles the number of right bits; three are right to
 * begin with, as the square of an odd number is 1 modulo 8. */
static mp_limb_t
negative_inverse (mp_limb_t odd)
{
  mp_limb_t inverse = odd;
  for (guint bits = 3; bits < MOTUS_LIMB_BITS; bits *= 2)
    inverse *= 2 - odd * inverse;
  return -inverse;
}

void
motus_montgomery_init (MotusMontgomery *self, const mp_limb_t *modulus, gsize limbs)
{
  g_assert (limbs > 0 && limbs <= LIMBS_MAX && limbs % SELECT_LIMBS == 0);
  g_assert (mpn_sec_mul_itch (limbs, limbs) <= 2 * LIMBS_MAX);
  g_assert (mpn_sec_sqr_itch (limbs) <= 2 * LIMBS_MAX);
  self->use_kernel = limbs % MOTUS_MONTGOMERY_KERNEL_LIMBS == 0
                     && motus_montgomery_kernel_available ();
  self->limbs = limbs;
  self->inverse = negative_inverse (modulus[0]);
  mpn_copyi (self->modulus, modulus, limbs);

  mp_limb_t power[2 * LIMBS_MAX + 1] = { 0 };
  power[2 * limbs] = 1;
  gsize scratch_size = sizeof (mp_limb_t) * mpn_sec_div_r_itch (2 * limbs + 1, limbs);
  mp_limb_t *scratch = g_malloc (scratch_size);
  mpn_sec_div_r (power, 2 * limbs + 1, modulus, limbs, scratch);
  mpn_copyi (self->square, power, limbs);
  motus_wipe (scratch, scratch_size);
  motus_wipe (power, sizeof power);
  g_free (scratch);
}

void
motus_montgomery_multiply (const MotusMontgomery *self, mp_limb_t *out, const mp_limb_t *a,
                           const mp_limb_t *b)
{
  mp_limb_t scratch[4 * LIMBS_MAX];
  multiply (self, out, a, b, scratch);
  reduce (self, out);
  motus_wipe (scratch, sizeof scratch);
}

void
motus_montgomery_enter (const MotusMontgomery *self, mp_limb_t *out, const mp_limb_t *a)
{
  motus_montgomery_multiply (self, out, a, self->square);
}

void
motus_montgomery_reduce (const MotusMontgomery *self, mp_limb_t *out, const mp_limb_t *wide)
{
  mp_limb_t product[2 * LIMBS_MAX];
  mpn_copyi (product, wide, 2 * self->limbs);
  divide_by_r (self, out, product);
  motus_montgomery_enter (self, out, out);
  motus_wipe (product, sizeof product);
}

/* The powers 0 to WINDOW_SIZE - 1 of @base in Montgomery form, one after the other. */
static void
fill_table (const MotusMontgomery *self, mp_limb_t *table, const mp_limb_t *base,
            mp_limb_t *scratch)
{
  gsize n = self->limbs;
  leave (self, table, self->square);
  multiply (self, table + n, base, self->square, scratch);
  for (gsize i = 2; i < WINDOW_SIZE; i++)
    multiply (self, table + i * n, table + (i - 1) * n, table + n, scratch);
}

/* @out = the number at @index in @table, all of which is read. Two limbs at a time go through
 * registers that every processor has; mpn_sec_tabselect() takes three times as long. */
static void
select_power (mp_limb_t *out, const mp_limb_t *table, gsize limbs, mp_limb_t index)
{
  Pair masks[WINDOW_SIZE];
  for (mp_limb_t i = 0; i < WINDOW_SIZE; i++)
    {
      mp_limb_t wanted = -(((i ^ index) - 1) >> (MOTUS_LIMB_BITS - 1));
      masks[i] = (Pair) { wanted, wanted };
    }
  for (gsize i = 0; i < limbs; i += SELECT_LIMBS)
    {
      const Pair *row = (const Pair *) (gconstpointer) (table + i);
      Pair a = { 0 }, b = { 0 }, c = { 0 }, d = { 0 };
      for (gsize j = 0; j < WINDOW_SIZE; j++, row += limbs / 2)
        {
          a |= row[0] & masks[j];
          b |= row[1] & masks[j];
          c |= row[2] & masks[j];
          d |= row[3] & masks[j];
        }
      Pair *to = (Pair *) (gpointer) (out + i);
      to[0] = a;
      to[1] = b;
      to[2] = c;
      to[3] = d;
    }
}

/* The WINDOW_BITS bits of @exponent from @position on; those above the highest are zero. */
static mp_limb_t
get_window (const mp_limb_t *exponent, gsize limbs, gsize position)
{
  gsize limb = position / MOTUS_LIMB_BITS, shift = position % MOTUS_LIMB_BITS;
  mp_limb_t bits = exponent[limb] >> shift;
  if (shift > MOTUS_LIMB_BITS - WINDOW_BITS && limb + 1 < limbs)
    bits |= exponent[limb + 1] << (MOTUS_LIMB_BITS - shift);
  return bits % WINDOW_SIZE;
}

void
motus_montgomery_power (const MotusMontgomery *self, mp_limb_t *out, const mp_limb_t *base,
                        const mp_limb_t *exponent)
{
  gsize n = self->limbs;
  mp_limb_t table[WINDOW_SIZE * LIMBS_MAX], scratch[4 * LIMBS_MAX];
  mp_limb_t power[LIMBS_MAX], factor[LIMBS_MAX];
  fill_table (self, table, base, scratch);

  gsize windows = (n * MOTUS_LIMB_BITS + WINDOW_BITS - 1) / WINDOW_BITS;
  select_power (power, table, n,
                get_window (exponent, n, (windows - 1) * WINDOW_BITS));
  for (gsize i = windows - 1; i-- > 0;)
    {
      for (gsize j = 0; j < WINDOW_BITS; j++)
        square (self, power, power, scratch);
      select_power (factor, table, n, get_window (exponent, n, i * WINDOW_BITS));
      multiply (self, power, power, factor, scratch);
    }
  leave (self, out, power);

  motus_wipe (table, sizeof table);
  motus_wipe (scratch, sizeof scratch);
  motus_wipe (power, sizeof power);
  motus_wipe (factor, sizeof factor);
}

void
motus_montgomery_power_public (const MotusMontgomery *self, mp_limb_t *out, const mp_limb_t *base,
                               guint32 exponent)
{
  mp_limb_t scratch[4 * LIMBS_MAX], power[LIMBS_MAX], factor[LIMBS_MAX];
  multiply (self, factor, base, self->square, scratch);
  mpn_copyi (power, factor, self->limbs);

  for (guint bit = g_bit_storage (exponent) - 1; bit-- > 0;)
    {
      square (self, power, power, scratch);
      if (exponent >> bit & 1)
        multiply (self, power, power, factor, scratch);
    }
  leave (self, out, power);

  motus_wipe (scratch, sizeof scratch);
  motus_wipe (power, sizeof power);
  motus_wipe (factor, sizeof factor);
}

void
motus_limbs_read (mp_limb_t *out, const guint8 *bytes, gsize limbs)
{
  for (gsize i = 0; i < limbs; i++)
    {
      const guint8 *from = bytes + (limbs - 1 - i) * MOTUS_LIMB_BYTES;
      mp_limb_t limb = 0;
      for (gsize j = 0; j < MOTUS_LIMB_BYTES; j++)
        limb = limb << 8 | from[j];
      out[i] = limb;
    }
}

void
motus_limbs_write (guint8 *out, const mp_limb_t *number, gsize limbs)
{
  for (gsize i = 0; i < limbs * MOTUS_LIMB_BYTES; i++)
    out[limbs * MOTUS_LIMB_BYTES - 1 - i]
      = (guint8) (number[i / MOTUS_LIMB_BYTES] >> 8 * (i % MOTUS_LIMB_BYTES));
}
