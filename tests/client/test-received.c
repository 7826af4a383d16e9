/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-received.h"

static char *
gaps_of (const MotusReceived *received)
{
  GString *gaps = g_string_new (NULL);

  for (guint i = 0; i < received->missing->len; i++)
    {
      const MotusMissing *gap = g_ptr_array_index (received->missing, i);
      g_string_append_printf (gaps, "%" G_GUINT64_FORMAT "-%" G_GUINT64_FORMAT "<%s ", gap->first,
                              gap->last, gap->id);
    }
  return g_string_free (gaps, FALSE);
}

static void
assert_gaps (const MotusReceived *received, const char *expected)
{
  g_autofree char *gaps = gaps_of (received);

  g_assert_cmpstr (gaps, ==, expected);
}

static gboolean
note (MotusReceived *received, guint64 seq)
{
  g_autofree char *id = g_strdup_printf ("m%" G_GUINT64_FORMAT, seq);

  return motus_received_note (received, seq, "everyone", seq, id);
}

static void
test_gaps (void)
{
  g_autoptr (MotusReceived) received = motus_received_new ();

  g_assert_false (note (received, 1));
  g_assert_false (note (received, 2));
  g_assert_true (note (received, 9));
  assert_gaps (received, "3-8<m9 ");
  g_assert_true (note (received, 5));
  assert_gaps (received, "3-4<m5 6-8<m9 ");
  g_assert_true (note (received, 3));
  assert_gaps (received, "4-4<m5 6-8<m9 ");
  g_assert_true (note (received, 8));
  assert_gaps (received, "4-4<m5 6-7<m8 ");
  g_assert_true (note (received, 4));
  g_assert_false (note (received, 4));
  g_assert_false (note (received, 9));
  assert_gaps (received, "6-7<m8 ");
}

/* What was dropped before anything came is missing too. */
static void
test_first (void)
{
  g_autoptr (MotusReceived) received = motus_received_new ();

  g_assert_true (note (received, 3));
  assert_gaps (received, "1-2<m3 ");
}

static void
test_store (void)
{
  g_autoptr (MotusReceived) received = motus_received_new ();

  note (received, G_MAXUINT64 - 1);
  note (received, 7);
  g_autoptr (GBytes) data = motus_received_encode (received);
  g_autoptr (MotusReceived) again = motus_received_decode (data);
  g_assert_nonnull (again);
  g_assert_cmpuint (again->highest, ==, G_MAXUINT64 - 1);
  g_autofree char *gaps = gaps_of (received);
  assert_gaps (again, gaps);
  for (gsize len = 0; len < g_bytes_get_size (data); len++)
    {
      g_autoptr (GBytes) cut = g_bytes_new_from_bytes (data, 0, len);
      g_assert_null (motus_received_decode (cut));
    }
}

static void
test_bound (void)
{
  g_autoptr (MotusReceived) received = motus_received_new ();

  for (guint64 seq = 2; seq < 4000; seq += 2)
    note (received, seq);
  g_assert_cmpuint (received->missing->len, ==, MOTUS_RECEIVED_GAPS_MAX);
  g_autoptr (GBytes) data = motus_received_encode (received);
  g_assert_nonnull (data);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/received/gaps", test_gaps);
  g_test_add_func ("/received/first", test_first);
  g_test_add_func ("/received/store", test_store);
  g_test_add_func ("/received/bound", test_bound);
  return g_test_run ();
}
