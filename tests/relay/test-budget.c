/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-relay-budget.h"

#include "motus-clock.h"
#include "motus-relay-sources.h"

#define S MOTUS_CLOCK_SECOND

static guint
take_all (MotusRelayBudget *budget, const MotusRelayRate *rate, gint64 now)
{
  guint n = 0, retry_after;

  while (n < 100000 && motus_relay_budget_take (budget, rate, 1, now, &retry_after))
    n++;
  return n;
}

static void
test_rate (void)
{
  MotusRelayRate rate = motus_relay_rate_per_second (10);
  MotusRelayBudget budget = { 0 };
  guint retry_after = 0;

  g_assert_cmpuint (take_all (&budget, &rate, 50 * S), ==, 100);
  g_assert_false (motus_relay_budget_take (&budget, &rate, 1, 50 * S, &retry_after));
  g_assert_cmpuint (retry_after, ==, 1);
  g_assert_cmpuint (take_all (&budget, &rate, 51 * S), ==, 10);
  g_assert_false (motus_relay_budget_is_full (&budget, 60 * S));
  g_assert_true (motus_relay_budget_is_full (&budget, 61 * S));
  g_assert_cmpuint (take_all (&budget, &rate, 1000 * S), ==, 100);
}

/* One message to 500 people uses 500, and a budget that is smaller is paid off later. */
static void
test_cost (void)
{
  MotusRelayRate rate = motus_relay_rate_per_second (10);
  MotusRelayBudget budget = { 0 };
  guint retry_after = 0;

  g_assert_true (motus_relay_budget_take (&budget, &rate, 500, 0, &retry_after));
  g_assert_false (motus_relay_budget_take (&budget, &rate, 1, 0, &retry_after));
  g_assert_cmpuint (retry_after, ==, 41);
  g_assert_false (motus_relay_budget_take (&budget, &rate, 1, 40 * S, &retry_after));
  g_assert_true (motus_relay_budget_take (&budget, &rate, 1, 41 * S, &retry_after));
}

static void
test_hourly (void)
{
  MotusRelayRate rate = motus_relay_rate_per_hour (60);
  MotusRelayBudget budget = { 0 };

  g_assert_cmpuint (take_all (&budget, &rate, 0), ==, 8);
  g_assert_cmpuint (take_all (&budget, &rate, 59 * S), ==, 0);
  g_assert_cmpuint (take_all (&budget, &rate, 60 * S), ==, 1);
}

static void
test_sources (void)
{
  g_autoptr (MotusRelaySources) sources = motus_relay_sources_new (
      motus_relay_rate_per_second (1), motus_relay_rate_per_hour (60));
  guint retry_after = 0;

  for (guint i = 0; i < 10; i++)
    g_assert_true (motus_relay_sources_take_request (sources, "a", 0, &retry_after));
  g_assert_false (motus_relay_sources_take_request (sources, "a", 0, &retry_after));
  g_assert_true (motus_relay_sources_take_request (sources, "b", 0, &retry_after));
  g_assert_true (motus_relay_sources_take_sign_up (sources, "a", 0, &retry_after));
  motus_relay_sources_expire (sources, 5 * S);
  g_assert_cmpuint (motus_relay_sources_size (sources), ==, 1);
  motus_relay_sources_expire (sources, 61 * S);
  g_assert_cmpuint (motus_relay_sources_size (sources), ==, 0);
}

static void
test_sources_full (void)
{
  g_autoptr (MotusRelaySources) sources = motus_relay_sources_new (
      motus_relay_rate_per_second (1), motus_relay_rate_per_hour (60));
  guint retry_after = 0;
  char source[16];

  for (guint i = 0; i < MOTUS_RELAY_SOURCES_MAX; i++)
    {
      g_snprintf (source, sizeof source, "%u", i);
      g_assert_true (motus_relay_sources_take_request (sources, source, 0, &retry_after));
    }
  g_assert_false (motus_relay_sources_take_request (sources, "another", 0, &retry_after));
  g_assert_cmpuint (retry_after, >, 0);
  motus_relay_sources_expire (sources, 2 * S);
  g_assert_true (motus_relay_sources_take_request (sources, "another", 2 * S, &retry_after));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/relay/budget/rate", test_rate);
  g_test_add_func ("/relay/budget/cost", test_cost);
  g_test_add_func ("/relay/budget/hourly", test_hourly);
  g_test_add_func ("/relay/sources/apart", test_sources);
  g_test_add_func ("/relay/sources/full", test_sources_full);
  return g_test_run ();
}
