/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-time-format.h"

#include <glib/gi18n.h>

static char *
format (GDateTime *when, const char *pattern)
{
  char *text = when ? g_date_time_format (when, pattern) : NULL;

  return text ? text : g_strdup (_("Unknown date"));
}

static gint64
julian_day (GDateTime *when)
{
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_dmy (&date, (GDateDay) g_date_time_get_day_of_month (when),
                  (GDateMonth) g_date_time_get_month (when), (GDateYear) g_date_time_get_year (when));
  return g_date_get_julian (&date);
}

gint64
motus_time_format_days_between (GDateTime *from, GDateTime *to)
{
  return julian_day (to) - julian_day (from);
}

char *
motus_time_format_clock (GDateTime *when)
{
  /* Translators: a time of day, as g_date_time_format() has it. */
  return format (when, _("%H:%M"));
}

char *
motus_time_format_short (GDateTime *when, GDateTime *now)
{
  gint64 days = when ? motus_time_format_days_between (when, now) : 0;

  if (when == NULL || days == 0)
    return motus_time_format_clock (when);
  if (days > 0 && days < 7)
    /* Translators: the short name of a weekday, as g_date_time_format() has it. */
    return format (when, _("%a"));
  if (days > 0 && g_date_time_get_year (when) == g_date_time_get_year (now))
    /* Translators: a short date without the year, as g_date_time_format() has it. */
    return format (when, _("%-d %b"));
  return format (when, "%F");
}

char *
motus_time_format_day (GDateTime *when, GDateTime *now)
{
  gint64 days = when ? motus_time_format_days_between (when, now) : -1;

  if (days == 0)
    return g_strdup (_("Today"));
  if (days == 1)
    return g_strdup (_("Yesterday"));
  if (when && g_date_time_get_year (when) == g_date_time_get_year (now))
    /* Translators: a date without the year, as g_date_time_format() has it. */
    return format (when, _("%A, %-d %B"));
  /* Translators: a date, as g_date_time_format() has it. */
  return format (when, _("%A, %-d %B %Y"));
}

char *
motus_time_format_full (GDateTime *when)
{
  /* Translators: a date and a time, as g_date_time_format() has it. */
  return format (when, _("%A, %-d %B %Y, %H:%M:%S"));
}
