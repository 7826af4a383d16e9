/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-clock.h"

#include <time.h>

struct _MotusClock {
  gatomicrefcount references;
  gboolean manual;
  gint64 boottime;      /* of a manual clock, microseconds */
  gint64 calendar;      /* of a manual clock, microseconds, so that small steps add up */
};

MotusClock *
motus_clock_new (void)
{
  MotusClock *clock = g_new0 (MotusClock, 1);
  g_atomic_ref_count_init (&clock->references);
  return clock;
}

MotusClock *
motus_clock_new_manual (gint64 boottime, gint64 calendar)
{
  MotusClock *clock = motus_clock_new ();
  clock->manual = TRUE;
  clock->boottime = boottime;
  clock->calendar = calendar * 1000;
  return clock;
}

MotusClock *
motus_clock_ref (MotusClock *clock)
{
  g_atomic_ref_count_inc (&clock->references);
  return clock;
}

void
motus_clock_unref (MotusClock *clock)
{
  if (clock != NULL && g_atomic_ref_count_dec (&clock->references))
    g_free (clock);
}

static gint64
read_clock (clockid_t id)
{
  struct timespec now;
  if (clock_gettime (id, &now) != 0)
    g_error ("the system has no clock %d", (int) id);
  return now.tv_sec * MOTUS_CLOCK_SECOND + now.tv_nsec / 1000;
}

gint64
motus_clock_boottime (const MotusClock *clock)
{
  return clock->manual ? clock->boottime : read_clock (CLOCK_BOOTTIME);
}

gint64
motus_clock_calendar (const MotusClock *clock)
{
  return (clock->manual ? clock->calendar : read_clock (CLOCK_REALTIME)) / 1000;
}

void
motus_clock_advance (MotusClock *clock, gint64 microseconds)
{
  g_return_if_fail (clock->manual && microseconds >= 0);
  clock->boottime += microseconds;
  clock->calendar += microseconds;
}

void
motus_clock_set_calendar (MotusClock *clock, gint64 milliseconds)
{
  g_return_if_fail (clock->manual);
  clock->calendar = milliseconds * 1000;
}
