/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-random.h"

#include <string.h>

typedef void (*Fill) (void *out, gsize len);

static guint
count_set_bits (const guint8 *bytes, gsize len)
{
  guint bits = 0;
  for (gsize i = 0; i < len; i++)
    bits += (guint) __builtin_popcount (bytes[i]);
  return bits;
}

/* Half of 524,288 bits, give or take ten standard deviations (362 each). */
static void
test_balanced (gconstpointer data)
{
  Fill fill = *(const Fill *) data;
  g_autofree guint8 *bytes = g_malloc0 (65536);
  fill (bytes, 65536);
  guint bits = count_set_bits (bytes, 65536);
  g_assert_cmpuint (bits, >, 262144 - 3620);
  g_assert_cmpuint (bits, <, 262144 + 3620);
}

static void
test_distinct (gconstpointer data)
{
  Fill fill = *(const Fill *) data;
  guint8 first[32], second[32];
  fill (first, sizeof first);
  fill (second, sizeof second);
  g_assert_cmpint (memcmp (first, second, sizeof first), !=, 0);
}

static void
test_stays_inside (gconstpointer data)
{
  Fill fill = *(const Fill *) data;
  guint8 bytes[64] = { 0 };
  const guint8 zeros[64] = { 0 };
  fill (bytes + 16, 0);
  fill (bytes + 16, 32);
  g_assert_cmpmem (bytes, 16, zeros, 16);
  g_assert_cmpmem (bytes + 48, 16, zeros, 16);
}

int
main (int argc, char **argv)
{
  static const Fill key = motus_random_bytes, nonce = motus_random_nonce;
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/random/key/balanced", &key, test_balanced);
  g_test_add_data_func ("/random/key/distinct", &key, test_distinct);
  g_test_add_data_func ("/random/key/stays-inside", &key, test_stays_inside);
  g_test_add_data_func ("/random/nonce/balanced", &nonce, test_balanced);
  g_test_add_data_func ("/random/nonce/distinct", &nonce, test_distinct);
  g_test_add_data_func ("/random/nonce/stays-inside", &nonce, test_stays_inside);
  return g_test_run ();
}
