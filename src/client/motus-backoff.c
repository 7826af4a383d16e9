/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-backoff.h"

struct _MotusBackoff {
  MotusClock *clock;
  guint seconds;        /* of the next wait, before it is shortened */
  gint64 due;           /* boot time */
};

MotusBackoff *
motus_backoff_new (MotusClock *clock)
{
  MotusBackoff *backoff = g_new0 (MotusBackoff, 1);

  backoff->clock = motus_clock_ref (clock);
  backoff->seconds = MOTUS_BACKOFF_FIRST_SECONDS;
  return backoff;
}

void
motus_backoff_free (MotusBackoff *backoff)
{
  if (backoff == NULL)
    return;
  motus_clock_unref (backoff->clock);
  g_free (backoff);
}

void
motus_backoff_fail (MotusBackoff *backoff, double random)
{
  double wait = backoff->seconds * (1.0 - random / 2.0);

  backoff->due = motus_clock_boottime (backoff->clock) + (gint64) (wait * MOTUS_CLOCK_SECOND);
  backoff->seconds = MIN (backoff->seconds * 2, MOTUS_BACKOFF_MAX_SECONDS);
}

void
motus_backoff_reset (MotusBackoff *backoff)
{
  backoff->seconds = MOTUS_BACKOFF_FIRST_SECONDS;
  backoff->due = 0;
}

guint
motus_backoff_seconds_left (const MotusBackoff *backoff)
{
  gint64 left = backoff->due - motus_clock_boottime (backoff->clock);

  return left > 0 ? (guint) ((left + MOTUS_CLOCK_SECOND - 1) / MOTUS_CLOCK_SECOND) : 0;
}
