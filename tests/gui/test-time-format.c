/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-time-format.h"

static const struct {
  const char *when, *brief, *day;
} rows[] = {
  { "2025-11-03T14:02:17Z", "14:02", "Today" },
  { "2025-11-03T00:00:00Z", "00:00", "Today" },
  { "2025-11-02T23:59:59Z", "Sun", "Yesterday" },
  { "2025-10-28T09:00:00Z", "Tue", "Tuesday, 28 October" },
  { "2025-10-27T09:00:00Z", "27 Oct", "Monday, 27 October" },
  { "2025-01-01T09:00:00Z", "1 Jan", "Wednesday, 1 January" },
  { "2024-12-31T09:00:00Z", "2024-12-31", "Tuesday, 31 December 2024" },
  { "2025-11-04T00:00:01Z", "2025-11-04", "Tuesday, 4 November" },
  { "1970-01-01T00:00:00Z", "1970-01-01", "Thursday, 1 January 1970" },
  { "9999-12-31T23:59:59Z", "9999-12-31", "Friday, 31 December 9999" },
  { NULL, "Unknown date", "Unknown date" },
};

static void
test_rows (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_from_iso8601 ("2025-11-03T15:30:00Z", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GDateTime) when = rows[i].when ? g_date_time_new_from_iso8601 (rows[i].when, NULL) : NULL;
      g_autofree char *brief = motus_time_format_short (when, now);
      g_autofree char *day = motus_time_format_day (when, now);
      g_assert_cmpstr (brief, ==, rows[i].brief);
      g_assert_cmpstr (day, ==, rows[i].day);
    }
}

static void
test_whole (void)
{
  g_autoptr (GDateTime) when = g_date_time_new_from_iso8601 ("2025-11-03T14:02:17Z", NULL);
  g_autofree char *full = motus_time_format_full (when);
  g_autofree char *clock = motus_time_format_clock (when);
  g_autofree char *unknown = motus_time_format_full (NULL);

  g_assert_cmpstr (full, ==, "Monday, 3 November 2025, 14:02:17");
  g_assert_cmpstr (clock, ==, "14:02");
  g_assert_cmpstr (unknown, ==, "Unknown date");
}

static void
test_days_between (void)
{
  g_autoptr (GDateTime) from = g_date_time_new_from_iso8601 ("2024-02-28T23:59:00Z", NULL);
  g_autoptr (GDateTime) to = g_date_time_new_from_iso8601 ("2024-03-01T00:01:00Z", NULL);

  g_assert_cmpint (motus_time_format_days_between (from, to), ==, 2);
  g_assert_cmpint (motus_time_format_days_between (to, from), ==, -2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/time-format/rows", test_rows);
  g_test_add_func ("/time-format/whole", test_whole);
  g_test_add_func ("/time-format/days-between", test_days_between);
  return g_test_run ();
}
