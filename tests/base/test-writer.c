/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-writer.h"

static void
test_everything_in_order (void)
{
  static const guint8 expected[] = {
    1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 0, 2, 'h', 'i', 0, 0, 0, 1, '!',
  };
  g_autoptr (MotusWriter) writer = motus_writer_new (sizeof expected);

  motus_writer_u8 (writer, 0x01);
  motus_writer_u16 (writer, 0x0203);
  motus_writer_u32 (writer, 0x04050607);
  motus_writer_u64 (writer, G_GUINT64_CONSTANT (0x08090a0b0c0d0e0f));
  motus_writer_vector16 (writer, "hi", 2);
  motus_writer_vector32 (writer, "!", 1);
  g_assert_cmpuint (motus_writer_length (writer), ==, sizeof expected);
  g_assert_cmpmem (motus_writer_peek (writer), motus_writer_length (writer), expected,
                   sizeof expected);

  g_autoptr (GBytes) bytes = motus_writer_finish (writer);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), expected,
                   sizeof expected);
  g_assert_cmpuint (motus_writer_length (writer), ==, 0);
}

static void
test_maximum_is_kept (void)
{
  g_autoptr (MotusWriter) writer = motus_writer_new (3);

  motus_writer_u16 (writer, 1);
  motus_writer_u16 (writer, 2);
  motus_writer_u8 (writer, 3);
  g_assert_cmpuint (motus_writer_length (writer), ==, 2);
  g_assert_null (motus_writer_peek (writer));
  g_assert_null (motus_writer_finish (writer));
}

static void
test_vector_is_whole_or_absent (void)
{
  g_autoptr (MotusWriter) writer = motus_writer_new (3);

  motus_writer_vector16 (writer, "hi", 2);
  g_assert_cmpuint (motus_writer_length (writer), ==, 0);
  g_assert_null (motus_writer_finish (writer));
}

static void
test_prefix_bounds_the_vector (void)
{
  g_autoptr (MotusWriter) writer = motus_writer_new (200000);
  g_autofree char *long_text = g_strnfill (65536, 'x');

  motus_writer_vector16 (writer, long_text, 65536);
  g_assert_null (motus_writer_finish (writer));
}

static void
test_grows (void)
{
  g_autoptr (MotusWriter) writer = motus_writer_new (100000);

  for (guint i = 0; i < 25000; i++)
    motus_writer_u32 (writer, i);
  g_autoptr (GBytes) bytes = motus_writer_finish (writer);
  const guint8 *data = g_bytes_get_data (bytes, NULL);
  g_assert_cmpuint (g_bytes_get_size (bytes), ==, 100000);
  g_assert_cmpuint (data[99998] << 8 | data[99999], ==, 24999);
}

static void
test_empty (void)
{
  g_autoptr (MotusWriter) writer = motus_writer_new (0);

  motus_writer_bytes (writer, NULL, 0);
  g_assert_nonnull (motus_writer_peek (writer));
  g_autoptr (GBytes) bytes = motus_writer_finish (writer);
  g_assert_cmpuint (g_bytes_get_size (bytes), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/writer/everything-in-order", test_everything_in_order);
  g_test_add_func ("/writer/maximum-is-kept", test_maximum_is_kept);
  g_test_add_func ("/writer/vector-is-whole-or-absent", test_vector_is_whole_or_absent);
  g_test_add_func ("/writer/prefix-bounds-the-vector", test_prefix_bounds_the_vector);
  g_test_add_func ("/writer/grows", test_grows);
  g_test_add_func ("/writer/empty", test_empty);
  return g_test_run ();
}
