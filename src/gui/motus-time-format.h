/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Times for a person to read. @when may be NULL, for a date that makes no sense: "Unknown date". Free with g_free(). */

/* "14:02". */
char *motus_time_format_clock (GDateTime *when);
/* What fits a list: "14:02" today, "Mon" within a week, "3 Nov" within the year, else "2024-11-03". */
char *motus_time_format_short (GDateTime *when, GDateTime *now);
/* A line between two days: "Today", "Yesterday", "Monday, 3 November", with the year unless it is this one. */
char *motus_time_format_day (GDateTime *when, GDateTime *now);
/* All of it: "Monday, 3 November 2025, 14:02:17". */
char *motus_time_format_full (GDateTime *when);

/* How many midnights lie between the days of @from and @to; negative if @from is the later. */
gint64 motus_time_format_days_between (GDateTime *from, GDateTime *to);

G_END_DECLS
