/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-reader.h"

static const guint8 digits[] = { 1, 2, 3, 4, 5, 6, 7, 8, 9 };

static void
test_integers (void)
{
  MotusReader reader;
  guint8 a;
  guint16 b;
  guint32 c;

  motus_reader_init (&reader, digits, 7);
  g_assert_true (motus_reader_u8 (&reader, &a));
  g_assert_true (motus_reader_u16 (&reader, &b));
  g_assert_true (motus_reader_u32 (&reader, &c));
  g_assert_true (motus_reader_end (&reader));
  g_assert_cmphex (a, ==, 0x01);
  g_assert_cmphex (b, ==, 0x0203);
  g_assert_cmphex (c, ==, 0x04050607);

  guint64 d;
  motus_reader_init (&reader, digits, 8);
  g_assert_true (motus_reader_u64 (&reader, &d));
  g_assert_cmphex (d, ==, G_GUINT64_CONSTANT (0x0102030405060708));
}

static void
test_overrun_is_sticky (void)
{
  MotusReader reader;
  guint32 untouched = 42;
  guint8 byte = 7;

  motus_reader_init (&reader, digits, 3);
  g_assert_false (motus_reader_u32 (&reader, &untouched));
  g_assert_cmpuint (untouched, ==, 42);
  g_assert_false (motus_reader_u8 (&reader, &byte));
  g_assert_cmpuint (byte, ==, 7);
  g_assert_cmpuint (motus_reader_left (&reader), ==, 0);
  g_assert_false (motus_reader_end (&reader));
}

static void
test_left_over_is_not_the_end (void)
{
  MotusReader reader;
  guint8 byte;

  motus_reader_init (&reader, digits, 2);
  g_assert_true (motus_reader_u8 (&reader, &byte));
  g_assert_false (motus_reader_end (&reader));
  g_assert_cmpuint (motus_reader_left (&reader), ==, 1);
}

static void
test_vectors (void)
{
  static const guint8 good[] = { 0, 2, 'h', 'i', 0, 0, 0, 1, '!' };
  static const guint8 cut[] = { 0, 9, 'h', 'i' };
  MotusReader reader;
  const guint8 *bytes;
  gsize len;

  motus_reader_init (&reader, good, sizeof good);
  g_assert_true (motus_reader_vector16 (&reader, 2, &bytes, &len));
  g_assert_cmpmem (bytes, len, "hi", 2);
  g_assert_true (motus_reader_vector32 (&reader, 1, &bytes, &len));
  g_assert_cmpmem (bytes, len, "!", 1);
  g_assert_true (motus_reader_end (&reader));

  motus_reader_init (&reader, good, sizeof good);
  g_assert_false (motus_reader_vector16 (&reader, 1, &bytes, &len));
  motus_reader_init (&reader, cut, sizeof cut);
  g_assert_false (motus_reader_vector16 (&reader, 100, &bytes, &len));
}

static void
test_nothing (void)
{
  MotusReader reader;
  guint8 byte;
  const guint8 *bytes = NULL;

  motus_reader_init (&reader, NULL, 0);
  g_assert_true (motus_reader_end (&reader));
  g_assert_true (motus_reader_bytes (&reader, 0, &bytes));
  g_assert_nonnull (bytes);
  g_assert_true (motus_reader_copy (&reader, NULL, 0));
  g_assert_false (motus_reader_u8 (&reader, &byte));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/reader/integers", test_integers);
  g_test_add_func ("/reader/overrun-is-sticky", test_overrun_is_sticky);
  g_test_add_func ("/reader/left-over-is-not-the-end", test_left_over_is_not_the_end);
  g_test_add_func ("/reader/vectors", test_vectors);
  g_test_add_func ("/reader/nothing", test_nothing);
  return g_test_run ();
}
