/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-montgomery.h"
#include "motus-montgomery-kernel.h"

#include <string.h>

#define LIMBS_MAX MOTUS_MONTGOMERY_LIMBS_MAX

/* Against GMP's own arithmetic, on numbers with long runs of ones and zeros, where carries go
 * wrong; with the kernel, if the processor can, and without. */
typedef struct {
  gsize limbs;
  gboolean use_kernel;
} Row;

static void
to_limbs (mp_limb_t *out, const mpz_t number)
{
  memset (out, 0, LIMBS_MAX * sizeof *out);
  mpn_copyi (out, mpz_limbs_read (number), (mp_size_t) mpz_size (number));
}

static void
assert_number (const mp_limb_t *found, gsize limbs, const mpz_t expected)
{
  mpz_t number;
  g_assert_cmpint (mpz_cmp (mpz_roinit_n (number, found, (mp_size_t) limbs), expected), ==, 0);
}

static void
pick_modulus (mpz_t m, gmp_randstate_t random, guint round, mp_bitcnt_t bits)
{
  mpz_rrandomb (m, random, bits);
  if (round == 0)
    mpz_set_ui (m, 1);
  else if (round == 1)
    mpz_ui_pow_ui (m, 2, bits);
  if (round == 1)
    mpz_sub_ui (m, m, 1);
  mpz_setbit (m, bits - 1);
  mpz_setbit (m, 0);
}

/* 0, 1, m - 1 and others. */
static void
pick_base (mpz_t base, gmp_randstate_t random, guint round, const mpz_t m, mp_bitcnt_t bits)
{
  mpz_rrandomb (base, random, bits);
  if (round % 7 == 2)
    mpz_set_ui (base, 0);
  else if (round % 7 == 3)
    mpz_set_ui (base, 1);
  else if (round % 7 == 4)
    mpz_sub_ui (base, m, 1);
  mpz_mod (base, base, m);
}

typedef struct {
  mpz_t m, base, exponent, wide, expected;
  MotusMontgomery montgomery;
  mp_limb_t a[LIMBS_MAX], b[LIMBS_MAX], out[LIMBS_MAX];
} Numbers;

static void
check_power (Numbers *n)
{
  gsize limbs = n->montgomery.limbs;
  motus_montgomery_power (&n->montgomery, n->out, n->a, n->b);
  mpz_powm (n->expected, n->base, n->exponent, n->m);
  assert_number (n->out, limbs, n->expected);

  motus_montgomery_power_public (&n->montgomery, n->out, n->a, 65537);
  mpz_powm_ui (n->expected, n->base, 65537, n->m);
  assert_number (n->out, limbs, n->expected);
}

static void
check_multiply (Numbers *n)
{
  gsize limbs = n->montgomery.limbs;
  motus_montgomery_enter (&n->montgomery, n->out, n->a);
  motus_montgomery_multiply (&n->montgomery, n->out, n->out, n->b);
  mpz_mul (n->expected, n->base, n->exponent);
  mpz_mod (n->expected, n->expected, n->m);
  assert_number (n->out, limbs, n->expected);
}

static void
check_reduce (Numbers *n, gmp_randstate_t random)
{
  gsize limbs = n->montgomery.limbs;
  mp_limb_t wide[2 * LIMBS_MAX] = { 0 };
  mpz_rrandomb (n->wide, random, 2 * limbs * MOTUS_LIMB_BITS);
  mpn_copyi (wide, mpz_limbs_read (n->wide), (mp_size_t) mpz_size (n->wide));
  motus_montgomery_reduce (&n->montgomery, n->out, wide);
  mpz_mod (n->expected, n->wide, n->m);
  assert_number (n->out, limbs, n->expected);
}

static void
test_against_gmp (gconstpointer data)
{
  const Row *row = data;
  mp_bitcnt_t bits = row->limbs * MOTUS_LIMB_BITS;
  gmp_randstate_t random;
  Numbers n;
  if (row->use_kernel && !motus_montgomery_kernel_available ())
    {
      g_test_skip ("this processor has not got the instructions");
      return;
    }

  gmp_randinit_default (random);
  gmp_randseed_ui (random, (gulong) g_test_rand_int ());
  mpz_inits (n.m, n.base, n.exponent, n.wide, n.expected, NULL);
  for (guint round = 0; round < 40; round++)
    {
      pick_modulus (n.m, random, round, bits);
      pick_base (n.base, random, round, n.m, bits);
      mpz_rrandomb (n.exponent, random, bits - round);
      mpz_mod (n.exponent, n.exponent, n.m);
      to_limbs (n.a, n.m);
      motus_montgomery_init (&n.montgomery, n.a, row->limbs);
      n.montgomery.use_kernel = row->use_kernel;
      to_limbs (n.a, n.base);
      to_limbs (n.b, n.exponent);
      check_power (&n);
      check_multiply (&n);
      check_reduce (&n, random);
    }
  mpz_clears (n.m, n.base, n.exponent, n.wide, n.expected, NULL);
  gmp_randclear (random);
}

static void
test_bytes (void)
{
  guint8 bytes[4 * MOTUS_LIMB_BYTES], back[sizeof bytes];
  mp_limb_t number[4];
  for (gsize i = 0; i < sizeof bytes; i++)
    bytes[i] = (guint8) (i * 29 + 1);
  motus_limbs_read (number, bytes, 4);
  g_assert_cmpuint (number[0] & 0xff, ==, bytes[sizeof bytes - 1]);
  g_assert_cmpuint (number[3] >> (MOTUS_LIMB_BITS - 8), ==, bytes[0]);
  motus_limbs_write (back, number, 4);
  g_assert_cmpmem (back, sizeof back, bytes, sizeof bytes);
}

int
main (int argc, char **argv)
{
  static const Row rows[] = {
    { LIMBS_MAX / 2, FALSE }, { LIMBS_MAX, FALSE }, { LIMBS_MAX / 2, TRUE }, { LIMBS_MAX, TRUE },
  };
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/montgomery/portable/half", &rows[0], test_against_gmp);
  g_test_add_data_func ("/montgomery/portable/full", &rows[1], test_against_gmp);
  g_test_add_data_func ("/montgomery/kernel/half", &rows[2], test_against_gmp);
  g_test_add_data_func ("/montgomery/kernel/full", &rows[3], test_against_gmp);
  g_test_add_func ("/montgomery/bytes", test_bytes);
  return g_test_run ();
}
