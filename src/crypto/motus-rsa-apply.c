/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-rsa-private.h"

#include "motus-digest.h"
#include "motus-random.h"

#define FULL MOTUS_RSA_LIMBS
#define HALF MOTUS_RSA_HALF_LIMBS

/* How many operations one random number serves. Making one costs an inversion, about a tenth of
 * an operation; squaring it for the next use costs next to nothing. */
#define BLINDING_USES 64

typedef struct {
  mp_limb_t blinded[FULL];
  mp_limb_t result[FULL];
  mp_limb_t check[FULL];
  mp_limb_t first[HALF];
  mp_limb_t second[HALF];
  mp_limb_t difference[HALF];
  mp_limb_t scratch[2 * FULL];
} Work;

/* A number from 1 to n - 1, each as likely as any other. What is thrown away was never used. */
static void
pick_number (const MotusMontgomery *modulus, mp_limb_t *out)
{
  do
    motus_random_bytes (out, FULL * sizeof (mp_limb_t));
  while (mpn_cmp (out, modulus->modulus, FULL) >= 0 || mpn_zero_p (out, FULL));
}

/* @out = 1 / @number mod n; FALSE if there is none, which would give away a factor of n. GMP's
 * inversion is not constant in time: @number must not be secret. */
static gboolean
invert (const MotusMontgomery *modulus, mp_limb_t *out, const mp_limb_t *number)
{
  mpz_t inverse, value, n;
  mpz_init2 (inverse, MOTUS_RSA_BITS);
  gboolean found = mpz_invert (inverse, mpz_roinit_n (value, number, FULL),
                               mpz_roinit_n (n, modulus->modulus, FULL)) != 0;
  mpn_zero (out, FULL);
  mpn_copyi (out, mpz_limbs_read (inverse), (mp_size_t) mpz_size (inverse));
  mpz_clear (inverse);
  return found;
}

/* Inverts r s instead of r, for a random s that is then multiplied away: an observer of the
 * inversion learns of a product that goes with every r. */
static void
renew_blinding (MotusRsaKey *key)
{
  const MotusMontgomery *modulus = &key->public_key->modulus;
  MotusRsaNumbers *numbers = key->numbers;
  mp_limb_t r[FULL], s[FULL], product[FULL], inverse[FULL];
  do
    {
      pick_number (modulus, r);
      pick_number (modulus, s);
      motus_montgomery_enter (modulus, s, s);
      motus_montgomery_multiply (modulus, product, r, s);
    }
  while (!invert (modulus, inverse, product));

  motus_montgomery_multiply (modulus, numbers->unblind, inverse, s);
  motus_montgomery_enter (modulus, numbers->unblind, numbers->unblind);
  motus_montgomery_power_public (modulus, numbers->blind, r, key->public_key->exponent);
  motus_montgomery_enter (modulus, numbers->blind, numbers->blind);
  numbers->uses_left = BLINDING_USES;
  motus_wipe (r, sizeof r);
  motus_wipe (s, sizeof s);
}

static void
prepare_blinding (MotusRsaKey *key)
{
  const MotusMontgomery *modulus = &key->public_key->modulus;
  MotusRsaNumbers *numbers = key->numbers;
  if (numbers->uses_left == 0)
    renew_blinding (key);
  else
    {
      motus_montgomery_multiply (modulus, numbers->blind, numbers->blind, numbers->blind);
      motus_montgomery_multiply (modulus, numbers->unblind, numbers->unblind, numbers->unblind);
    }
  numbers->uses_left--;
}

static void
power_of_half (const MotusMontgomery *prime, mp_limb_t *out, const mp_limb_t *wide,
               const mp_limb_t *exponent)
{
  motus_montgomery_reduce (prime, out, wide);
  motus_montgomery_power (prime, out, out, exponent);
}

/* The number below n that is @first modulo p and @second modulo q (RFC 8017, section 5.1.2). p and
 * q have as many bits as each other, so that one subtraction brings what is below q below p. */
static void
recombine (const MotusRsaNumbers *numbers, Work *work)
{
  const mp_limb_t *p = numbers->p.modulus;
  mp_limb_t borrow = mpn_sub_n (work->difference, work->second, p, HALF);
  mpn_cnd_add_n (borrow, work->difference, work->difference, p, HALF);
  borrow = mpn_sub_n (work->difference, work->first, work->difference, HALF);
  mpn_cnd_add_n (borrow, work->difference, work->difference, p, HALF);

  motus_montgomery_multiply (&numbers->p, work->difference, work->difference,
                             numbers->coefficient);
  mpn_sec_mul (work->result, numbers->q.modulus, HALF, work->difference, HALF, work->scratch);
  mp_limb_t carry = mpn_add_n (work->result, work->result, work->second, HALF);
  mpn_sec_add_1 (work->result + HALF, work->result + HALF, HALF, carry, work->scratch);
}

static gboolean
apply (MotusRsaKey *key, const guint8 *in, guint8 *out, Work *work)
{
  const MotusMontgomery *modulus = &key->public_key->modulus;
  MotusRsaNumbers *numbers = key->numbers;
  motus_limbs_read (work->result, in, FULL);
  if (mpn_cmp (work->result, modulus->modulus, FULL) >= 0)
    return FALSE;

  prepare_blinding (key);
  motus_montgomery_multiply (modulus, work->blinded, work->result, numbers->blind);
  power_of_half (&numbers->p, work->first, work->blinded, numbers->dp);
  power_of_half (&numbers->q, work->second, work->blinded, numbers->dq);
  recombine (numbers, work);

  motus_montgomery_power_public (modulus, work->check, work->result, key->public_key->exponent);
  if (!motus_equal_secret (work->check, work->blinded, sizeof work->check))
    {
      numbers->uses_left = 0;
      return FALSE;
    }
  motus_montgomery_multiply (modulus, work->result, work->result, numbers->unblind);
  motus_limbs_write (out, work->result, FULL);
  return TRUE;
}

gboolean
motus_rsa_key_apply (MotusRsaKey *key, const guint8 in[MOTUS_RSA_SIZE], guint8 out[MOTUS_RSA_SIZE])
{
  Work work;
  gboolean done = apply (key, in, out, &work);
  motus_wipe (&work, sizeof work);
  return done;
}
