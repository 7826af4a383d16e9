/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-relay-recent-ids.h"

#include <string.h>

static const guint8 *
id_of (guint32 n)
{
  static guint8 id[MOTUS_ID_SIZE];

  memcpy (id + 12, &n, sizeof n);
  return id;
}

static void
test_last_ones (void)
{
  MotusRelayRecentIds recent = { 0 };
  const guint n = 3 * MOTUS_RELAY_RECENT_IDS + 100;

  g_assert_false (motus_relay_recent_ids_contains (&recent, id_of (0)));
  for (guint i = 0; i < n; i++)
    {
      motus_relay_recent_ids_add (&recent, id_of (i));
      g_assert_true (motus_relay_recent_ids_contains (&recent, id_of (i)));
    }
  for (guint i = 0; i < n; i++)
    g_assert_cmpint (motus_relay_recent_ids_contains (&recent, id_of (i)), ==,
                     i >= n - MOTUS_RELAY_RECENT_IDS);
  motus_relay_recent_ids_clear (&recent);
  g_assert_false (motus_relay_recent_ids_contains (&recent, id_of (n - 1)));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/relay/recent-ids/last-ones", test_last_ones);
  return g_test_run ();
}
