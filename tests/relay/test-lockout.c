/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-relay-lockout.h"

#include "motus-clock.h"

#define S MOTUS_CLOCK_SECOND

static MotusRelayLockout *
seed_rule (const char *boot)
{
  return motus_relay_lockout_new (5, 300, 900, boot);
}

/* Fails @n times at @now; TRUE if the last one locks. */
static gboolean
fail (MotusRelayLockout *lockout, const char *key, guint n, gint64 now)
{
  gboolean locks = FALSE;
  guint count;

  for (guint i = 0; i < n; i++)
    locks = motus_relay_lockout_fail (lockout, key, now, &count);
  return locks;
}

/* Failures at two moments, and whether they lock. */
static void
test_window (void)
{
  static const struct {
    guint first, gap, second;
    gboolean locks;
  } rows[] = {
    { 4, 0, 0, FALSE },   { 5, 0, 0, TRUE },    { 4, 301, 4, FALSE }, { 4, 301, 5, TRUE },
    { 4, 300, 1, TRUE },  { 4, 301, 1, FALSE }, { 1, 299, 4, TRUE },  { 1, 301, 4, FALSE },
    { 2, 150, 3, TRUE },  { 0, 0, 5, TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (MotusRelayLockout) lockout = seed_rule ("boot");
      gboolean locks = fail (lockout, "k", rows[i].first, 1000 * S);

      if (rows[i].second > 0)
        locks = fail (lockout, "k", rows[i].second, (1000 + rows[i].gap) * S);
      g_assert_cmpint (locks, ==, rows[i].locks);
      gint64 now = (1000 + rows[i].gap) * S;
      g_assert_cmpuint (motus_relay_lockout_left (lockout, "k", now), ==,
                        rows[i].locks ? 900 : 0);
    }
}

static void
test_lock_ends (void)
{
  g_autoptr (MotusRelayLockout) lockout = seed_rule ("boot");

  g_assert_true (fail (lockout, "k", 5, 50 * S));
  g_assert_cmpuint (motus_relay_lockout_left (lockout, "k", (50 + 899) * S), ==, 1);
  g_assert_cmpuint (motus_relay_lockout_left (lockout, "k", 950 * S - 1), ==, 1);
  g_assert_cmpuint (motus_relay_lockout_left (lockout, "k", 950 * S), ==, 0);
  g_assert_cmpuint (motus_relay_lockout_left (lockout, "k", (50 + 901) * S), ==, 0);
  g_assert_false (fail (lockout, "k", 4, 951 * S));
  g_assert_true (fail (lockout, "k", 1, 951 * S));
}

static void
test_buckets_are_apart (void)
{
  g_autoptr (MotusRelayLockout) lockout = seed_rule ("boot");

  g_assert_true (fail (lockout, "a", 5, S));
  g_assert_false (fail (lockout, "b", 4, S));
  g_assert_cmpuint (motus_relay_lockout_left (lockout, "a", S), ==, 900);
  g_assert_cmpuint (motus_relay_lockout_left (lockout, "b", S), ==, 0);
  g_assert_true (motus_relay_lockout_clear (lockout, "b"));
  g_assert_false (motus_relay_lockout_clear (lockout, "b"));
  g_assert_false (fail (lockout, "b", 4, S));
}

/* Stored, and loaded within the same boot or another one. */
static void
test_restart (void)
{
  g_autoptr (MotusRelayLockout) before = seed_rule ("one");
  g_autoptr (MotusRelayLockout) same = seed_rule ("one");
  g_autoptr (MotusRelayLockout) other = seed_rule ("two");
  MotusRelayBucketRecord locked = { 0 }, failed = { 0 };

  fail (before, "locked", 5, 5000 * S);
  fail (before, "failed", 4, 5000 * S);
  g_assert_true (motus_relay_lockout_save (before, "locked", &locked));
  g_assert_true (motus_relay_lockout_save (before, "failed", &failed));
  g_assert_false (motus_relay_lockout_save (before, "unknown", &failed));
  g_assert_cmpstr (locked.boot, ==, "one");

  motus_relay_lockout_load (same, &locked);
  motus_relay_lockout_load (same, &failed);
  g_assert_cmpuint (motus_relay_lockout_left (same, "locked", 5300 * S), ==, 600);
  g_assert_true (fail (same, "failed", 1, 5300 * S));

  /* Ten seconds after the machine came up: the whole lock from then on. */
  motus_relay_lockout_load (other, &locked);
  motus_relay_lockout_load (other, &failed);
  g_assert_cmpuint (motus_relay_lockout_left (other, "locked", 10 * S), ==, 890);
  g_assert_cmpuint (motus_relay_lockout_left (other, "locked", 901 * S), ==, 0);
  g_assert_true (fail (other, "failed", 1, 10 * S));
}

static void
count_cb (const char *key, gboolean was_locked, gpointer user_data)
{
  guint *counts = user_data;

  counts[was_locked ? 1 : 0]++;
}

static void
test_expire (void)
{
  g_autoptr (MotusRelayLockout) lockout = seed_rule ("boot");
  guint counts[2] = { 0 };

  fail (lockout, "locked", 5, S);
  fail (lockout, "failed", 1, S);
  fail (lockout, "later", 1, 200 * S);
  motus_relay_lockout_expire (lockout, 302 * S, count_cb, counts);
  g_assert_cmpuint (counts[0], ==, 1);
  g_assert_cmpuint (counts[1], ==, 0);
  motus_relay_lockout_expire (lockout, 901 * S, count_cb, counts);
  g_assert_cmpuint (counts[0], ==, 2);
  g_assert_cmpuint (counts[1], ==, 1);
  g_assert_cmpuint (motus_relay_lockout_size (lockout), ==, 0);
}

static void
test_full (void)
{
  g_autoptr (MotusRelayLockout) lockout = seed_rule ("boot");
  char key[16];

  for (guint i = 0; i < MOTUS_RELAY_BUCKETS_MAX; i++)
    {
      g_snprintf (key, sizeof key, "%u", i);
      g_assert_true (motus_relay_lockout_has_room (lockout, key));
      fail (lockout, key, 1, S);
    }
  g_assert_false (motus_relay_lockout_has_room (lockout, "another"));
  g_assert_true (motus_relay_lockout_has_room (lockout, "17"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/relay/lockout/window", test_window);
  g_test_add_func ("/relay/lockout/lock-ends", test_lock_ends);
  g_test_add_func ("/relay/lockout/buckets-are-apart", test_buckets_are_apart);
  g_test_add_func ("/relay/lockout/restart", test_restart);
  g_test_add_func ("/relay/lockout/expire", test_expire);
  g_test_add_func ("/relay/lockout/full", test_full);
  return g_test_run ();
}
