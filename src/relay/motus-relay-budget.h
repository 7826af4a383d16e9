/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How fast a budget fills and how much it holds. */
typedef struct {
  gint64 interval;      /* microseconds that one unit takes to come back */
  guint burst;          /* units in a full budget */
} MotusRelayRate;

/**
 * MotusRelayBudget:
 *
 * What somebody may still do: a bucket of tokens, kept as the one moment at which it will be
 * full again. All zeros is a full budget. A cost may be larger than what is left, even than
 * what a full budget holds: it is granted while anything is left and paid off before the next.
 */
typedef struct {
  gint64 full_at;
} MotusRelayBudget;

/* @per_second units a second, ten times as many in a burst. */
MotusRelayRate motus_relay_rate_per_second (guint per_second);
/* @per_hour units an hour; in a burst 8, or a tenth if that is more. */
MotusRelayRate motus_relay_rate_per_hour (guint per_hour);

/* Takes @cost units at @now (microseconds). FALSE if nothing is left, with the seconds until
 * there is in @retry_after. */
gboolean motus_relay_budget_take (MotusRelayBudget *budget, const MotusRelayRate *rate, guint cost,
                                  gint64 now, guint *retry_after);

/* TRUE if nothing of it is used at @now. */
gboolean motus_relay_budget_is_full (const MotusRelayBudget *budget, gint64 now);

G_END_DECLS
