/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-clock.h"

static void
test_manual (void)
{
  g_autoptr (MotusClock) clock = motus_clock_new_manual (5, 1000);

  g_assert_cmpint (motus_clock_boottime (clock), ==, 5);
  g_assert_cmpint (motus_clock_calendar (clock), ==, 1000);
  motus_clock_advance (clock, 2 * MOTUS_CLOCK_SECOND);
  g_assert_cmpint (motus_clock_boottime (clock), ==, 2000005);
  g_assert_cmpint (motus_clock_calendar (clock), ==, 3000);
  motus_clock_set_calendar (clock, -7);
  g_assert_cmpint (motus_clock_boottime (clock), ==, 2000005);
  g_assert_cmpint (motus_clock_calendar (clock), ==, -7);
}

static void
test_small_steps_add_up (void)
{
  g_autoptr (MotusClock) clock = motus_clock_new_manual (0, 0);

  for (guint i = 0; i < 1000; i++)
    motus_clock_advance (clock, 1);
  g_assert_cmpint (motus_clock_calendar (clock), ==, 1);
}

static void
test_real (void)
{
  g_autoptr (MotusClock) clock = motus_clock_new ();
  gint64 before = motus_clock_boottime (clock);

  g_usleep (2000);
  g_assert_cmpint (motus_clock_boottime (clock), >=, before + 2000);
  g_assert_cmpint (ABS (motus_clock_calendar (clock) - g_get_real_time () / 1000), <, 5000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/clock/manual", test_manual);
  g_test_add_func ("/clock/small-steps-add-up", test_small_steps_add_up);
  g_test_add_func ("/clock/real", test_real);
  return g_test_run ();
}
