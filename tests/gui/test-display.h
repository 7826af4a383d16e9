/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "motus-application.h"

/* Lets the main loop run for @ms milliseconds. */
static inline void
test_display_wait (guint ms)
{
  gint64 end = g_get_monotonic_time () + ms * G_TIME_SPAN_MILLISECOND;

  while (g_get_monotonic_time () < end)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (1000);
}

/* Runs the main loop until @condition holds, for ten seconds at most. */
#define test_display_until(condition)                                             \
  G_STMT_START {                                                                  \
    for (guint test_turns = 0; !(condition) && test_turns < 2000; test_turns++)   \
      test_display_wait (5);                                                      \
    g_assert_true (condition);                                                    \
  } G_STMT_END

/* An application with everything registered, as main() would have it. */
static inline MotusApplication *
test_display_make_application (void)
{
  MotusApplication *application = motus_application_new ();

  g_application_set_flags (G_APPLICATION (application), G_APPLICATION_NON_UNIQUE);
  g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));
  g_application_set_default (G_APPLICATION (application));
  return application;
}
