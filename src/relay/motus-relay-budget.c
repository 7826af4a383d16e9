/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-relay-budget.h"

#include "motus-clock.h"

#define BURST_SECONDS 10
#define HOUR_SECONDS 3600
#define BURST_PART 10
#define BURST_LEAST 8

MotusRelayRate
motus_relay_rate_per_second (guint per_second)
{
  per_second = MAX (per_second, 1);
  return (MotusRelayRate) {
    .interval = MAX (MOTUS_CLOCK_SECOND / per_second, 1),
    .burst = MIN (per_second, G_MAXUINT / BURST_SECONDS) * BURST_SECONDS,
  };
}

MotusRelayRate
motus_relay_rate_per_hour (guint per_hour)
{
  return (MotusRelayRate) {
    .interval = MAX (HOUR_SECONDS * MOTUS_CLOCK_SECOND / MAX (per_hour, 1), 1),
    .burst = MAX (per_hour / BURST_PART, BURST_LEAST),
  };
}

gboolean
motus_relay_budget_take (MotusRelayBudget *budget, const MotusRelayRate *rate, guint cost,
                         gint64 now, guint *retry_after)
{
  gint64 full_at = MAX (budget->full_at, now);
  /* The last moment for full_at at which a whole unit is left. */
  gint64 latest = now + (rate->burst - 1) * rate->interval;

  if (full_at > latest)
    {
      *retry_after = (full_at - latest + MOTUS_CLOCK_SECOND - 1) / MOTUS_CLOCK_SECOND;
      return FALSE;
    }
  budget->full_at = full_at + cost * rate->interval;
  return TRUE;
}

gboolean
motus_relay_budget_is_full (const MotusRelayBudget *budget, gint64 now)
{
  return budget->full_at <= now;
}
