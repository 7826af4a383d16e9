/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-fingerprint-private.h"

#include "motus-random.h"
#include "test-hex.h"

#include <string.h>

#define PAIRS 10000

static void
make_known (guint8 alice[MOTUS_FINGERPRINT_SIZE], guint8 bob[MOTUS_FINGERPRINT_SIZE])
{
  g_autoptr (GBytes) spki_a = g_bytes_new_static ("spki of alice", 13);
  g_autoptr (GBytes) spki_b = g_bytes_new_static ("spki of bob", 11);
  guint8 signing[MOTUS_ED25519_PUBLIC_SIZE];

  for (guint i = 0; i < sizeof signing; i++)
    signing[i] = (guint8) i;
  motus_fingerprint ("alice", spki_a, signing, alice);
  motus_fingerprint ("bob", spki_b, NULL, bob);
}

/* The figures come from an independent computation. */
static void
test_known (void)
{
  guint8 alice[MOTUS_FINGERPRINT_SIZE], bob[MOTUS_FINGERPRINT_SIZE];
  make_known (alice, bob);
  test_assert_hex (alice, sizeof alice,
              "9567bdfb688a904e04f0accf6268ffe056779b7c5d9995b51b9d0bc067cfb6eb");
  test_assert_hex (bob, sizeof bob,
              "c19dbf3298243ea85b21ebbf68e0c8ee535f021c3eb6be650bef4776750c9054");

  g_autofree char *words = motus_fingerprint_words (alice);
  g_autofree char *number = motus_safety_number ("alice", alice, "bob", bob);
  g_autofree char *other_way = motus_safety_number ("bob", bob, "alice", alice);
  g_assert_cmpstr (words, ==, "nijol rulur kofap nadav bigub pugaz kanom zuzob");
  g_assert_cmpstr (number, ==, "21296 03415 76039 83740 82420 35253 "
                               "90925 28153 12722 95651 99033 74549");
  g_assert_cmpstr (other_way, ==, number);
}

/* The examples of arXiv:0901.4016: 127.0.0.1 is lusab-babad. */
static void
test_words (void)
{
  const guint8 fingerprint[MOTUS_FINGERPRINT_SIZE] = { 127, 0, 0, 1, 63, 84, 220, 193,
                                                       63, 118, 7, 35, 0xff, 0xff, 0, 0 };
  g_autofree char *words = motus_fingerprint_words (fingerprint);
  g_assert_cmpstr (words, ==, "lusab babad gutih tugad gutuk bisog zuzuz babab");
}

static void
test_every_field_counts (void)
{
  g_autoptr (GBytes) spki = g_bytes_new_static ("key", 3);
  g_autoptr (GBytes) shorter = g_bytes_new_static ("ke", 2);
  guint8 signing[MOTUS_ED25519_PUBLIC_SIZE] = { 0 };
  guint8 first[MOTUS_FINGERPRINT_SIZE], second[MOTUS_FINGERPRINT_SIZE];

  motus_fingerprint ("a", spki, signing, first);
  motus_fingerprint ("b", spki, signing, second);
  g_assert_cmpint (memcmp (first, second, sizeof first), !=, 0);
  motus_fingerprint ("a", shorter, signing, second);
  g_assert_cmpint (memcmp (first, second, sizeof first), !=, 0);
  motus_fingerprint ("a", spki, NULL, second);
  g_assert_cmpint (memcmp (first, second, sizeof first), !=, 0);
  signing[31] = 1;
  motus_fingerprint ("a", spki, signing, second);
  g_assert_cmpint (memcmp (first, second, sizeof first), !=, 0);
}

static void
assert_shape (const char *number)
{
  gsize group = MOTUS_SAFETY_NUMBER_DIGITS + 1;
  g_assert_cmpuint (strlen (number), ==, MOTUS_SAFETY_NUMBER_GROUPS * group - 1);
  for (gsize i = 0; number[i] != '\0'; i++)
    g_assert_true (i % group == group - 1 ? number[i] == ' ' : g_ascii_isdigit (number[i]));
}

/* Few rounds, so that ten thousand pairs take a moment only. */
static void
test_pairs (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < PAIRS; i++)
    {
      guint8 a[MOTUS_FINGERPRINT_SIZE], b[MOTUS_FINGERPRINT_SIZE];
      motus_random_bytes (a, sizeof a);
      motus_random_bytes (b, sizeof b);
      char *number = motus_safety_number_rounds ("alice", a, "bob", b, 8);
      g_autofree char *other_way = motus_safety_number_rounds ("bob", b, "alice", a, 8);
      assert_shape (number);
      g_assert_cmpstr (number, ==, other_way);
      g_assert_true (g_hash_table_add (seen, number));
    }
}

/* Keys exchanged between two names give another number. */
static void
test_names_count (void)
{
  guint8 alice[MOTUS_FINGERPRINT_SIZE], bob[MOTUS_FINGERPRINT_SIZE];
  make_known (alice, bob);
  g_autofree char *right = motus_safety_number ("alice", alice, "bob", bob);
  g_autofree char *crossed = motus_safety_number ("bob", alice, "alice", bob);
  g_assert_cmpstr (right, !=, crossed);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fingerprint/known", test_known);
  g_test_add_func ("/fingerprint/words", test_words);
  g_test_add_func ("/fingerprint/every-field-counts", test_every_field_counts);
  g_test_add_func ("/fingerprint/pairs", test_pairs);
  g_test_add_func ("/fingerprint/names-count", test_names_count);
  return g_test_run ();
}
