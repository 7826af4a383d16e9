/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-backoff.h"

static void
test_grows (void)
{
  static const guint expected[] = { 1, 2, 4, 8, 16, 32, 60, 60, 60 };
  g_autoptr (MotusClock) clock = motus_clock_new_manual (5000000, 0);
  g_autoptr (MotusBackoff) backoff = motus_backoff_new (clock);

  g_assert_cmpuint (motus_backoff_seconds_left (backoff), ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      motus_backoff_fail (backoff, 0);
      g_assert_cmpuint (motus_backoff_seconds_left (backoff), ==, expected[i]);
      motus_clock_advance (clock, expected[i] * MOTUS_CLOCK_SECOND - 1);
      g_assert_cmpuint (motus_backoff_seconds_left (backoff), ==, 1);
      motus_clock_advance (clock, 1);
      g_assert_cmpuint (motus_backoff_seconds_left (backoff), ==, 0);
    }
  motus_backoff_reset (backoff);
  motus_backoff_fail (backoff, 0);
  g_assert_cmpuint (motus_backoff_seconds_left (backoff), ==, 1);
}

static void
test_jitter (void)
{
  g_autoptr (MotusClock) clock = motus_clock_new_manual (0, 0);
  g_autoptr (MotusBackoff) backoff = motus_backoff_new (clock);

  for (guint i = 0; i < 10; i++)
    motus_backoff_fail (backoff, 0);
  motus_backoff_fail (backoff, 0.999);
  g_assert_cmpuint (motus_backoff_seconds_left (backoff), >=, 30);
  g_assert_cmpuint (motus_backoff_seconds_left (backoff), <=, 31);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/backoff/grows", test_grows);
  g_test_add_func ("/backoff/jitter", test_jitter);
  return g_test_run ();
}
