/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "relay-fixture.h"

#include <string.h>

static void
note_cb (const char *name, gboolean online, gpointer user_data)
{
  g_hash_table_insert (user_data, g_strdup (name), GINT_TO_POINTER (online ? 1 : 2));
}

/* What the frames of presence that wait say of @name: "online", "offline" or NULL. */
static const char *
hear_of (Relay *relay, guint64 id, const char *name, guint *n_frames)
{
  g_autoptr (GHashTable) heard = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  *n_frames = 0;
  for (;;)
    {
      g_autoptr (MotusMessage) message = relay_take (relay, id);

      if (message == NULL)
        break;
      if (motus_message_get_message_type (message) != MOTUS_MESSAGE_PRESENCE)
        continue;
      (*n_frames)++;
      motus_message_each_change (message, "changes", note_cb, heard);
    }
  switch (GPOINTER_TO_INT (g_hash_table_lookup (heard, name)))
    {
    case 1:
      return "online";
    case 2:
      return "offline";
    default:
      return NULL;
    }
}

static void
expect (Relay *relay, guint64 id, const char *name, const char *state, guint n_frames)
{
  guint n;

  g_assert_cmpstr (hear_of (relay, id, name, &n), ==, state);
  g_assert_cmpuint (n, ==, n_frames);
}

static void
test_comes_and_goes (void)
{
  g_autoptr (Relay) relay = relay_new ();
  guint64 alice = relay_join (relay, "alice");

  relay_advance (relay, 0);
  relay_advance (relay, 5);
  relay_drop (relay, alice);
  g_assert_cmpint (motus_relay_engine_next_tick (relay->engine), >,
                   motus_clock_boottime (relay->clock) + MOTUS_CLOCK_SECOND);

  guint64 bob = relay_connect (relay, HOME);
  relay_sign_up (relay, bob, "bob");
  relay_login (relay, bob, "bob", NULL);
  expect (relay, bob, "alice", "online", 1);
  /* After a quiet second the news is due at once. */
  g_assert_cmpint (motus_relay_engine_next_tick (relay->engine), <=,
                   motus_clock_boottime (relay->clock));
  relay_advance (relay, 0);
  expect (relay, alice, "bob", "online", 1);
  expect (relay, bob, "bob", NULL, 0);

  relay_disconnect (relay, bob);
  relay_advance (relay, 0.9);
  expect (relay, alice, "bob", NULL, 0);
  relay_advance (relay, 0.1);
  expect (relay, alice, "bob", "offline", 1);
  relay_advance (relay, 10);
  expect (relay, alice, "bob", NULL, 0);
}

/* Who comes and goes within a second is told of as it ended, in one frame. */
static void
test_coalesced (void)
{
  g_autoptr (Relay) relay = relay_new ();
  guint64 alice = relay_join (relay, "alice"), bob;

  relay_disconnect (relay, relay_join (relay, "bob"));
  for (guint i = 0; i < 3; i++)
    relay_advance (relay, 2);
  relay_drop (relay, alice);
  for (guint i = 0; i < 20; i++)
    {
      bob = relay_come_back (relay, "bob");
      if (i < 19)
        relay_disconnect (relay, bob);
      relay_advance (relay, 0.04);
    }
  guint n;
  hear_of (relay, alice, "bob", &n);
  g_assert_cmpuint (n, ==, 1);
  relay_advance (relay, 1);
  expect (relay, alice, "bob", "online", 1);
}

/* Whoever signs in just before another hears of that other once, though not with the others. */
static void
test_joined_in_between (void)
{
  g_autoptr (Relay) relay = relay_new ();
  guint64 alice = relay_join (relay, "alice");

  relay_advance (relay, 0);
  relay_advance (relay, 3);
  guint64 bob = relay_join (relay, "bob");
  guint64 carol = relay_join (relay, "carol");
  relay_drop (relay, alice);
  relay_advance (relay, 0);
  expect (relay, alice, "carol", "online", 1);
  expect (relay, bob, "carol", NULL, 0);
  relay_advance (relay, 1);
  expect (relay, bob, "carol", "online", 1);
  expect (relay, carol, "bob", NULL, 0);
  expect (relay, alice, "carol", NULL, 0);
  relay_advance (relay, 5);
  expect (relay, bob, "carol", NULL, 0);
}

/* Every client, at every moment, has had at most one frame in the second before. */
static void
test_one_a_second (void)
{
  g_autoptr (Relay) relay = relay_new ();
  guint64 ids[30];
  gint64 last[30];
  guint n;

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autofree char *name = g_strdup_printf ("user-%u", i);

      ids[i] = relay_connect (relay, HOME);
      relay_sign_up (relay, ids[i], name);
    }
  for (guint step = 0; step < 300; step++)
    {
      if (step % 7 == 0 && step / 7 < G_N_ELEMENTS (ids))
        {
          g_autofree char *name = g_strdup_printf ("user-%u", step / 7);
          relay_login (relay, ids[step / 7], name, NULL);
          last[step / 7] = G_MININT64 / 2;
        }
      relay_advance (relay, 0.05);
      for (guint i = 0; i <= MIN (step / 7, G_N_ELEMENTS (ids) - 1); i++)
        {
          gint64 now = motus_clock_boottime (relay->clock);

          hear_of (relay, ids[i], "user-0", &n);
          g_assert_cmpuint (n, <=, 1);
          if (n == 0)
            continue;
          g_assert_cmpint (now - last[i], >=, 950000);
          last[i] = now;
        }
    }
}

/* A thousand people who come together: a frame or two for each, and in the end everybody
 * knows of everybody. */
static void
test_thousand (void)
{
  g_autoptr (Relay) relay = relay_new ();
  const guint n = 1000;
  g_autofree guint64 *ids = g_new0 (guint64, n);
  guint64 presence = 0;

  relay->config->limits.login_seconds = 86400;
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = g_strdup_printf ("user-%u", i);

      ids[i] = relay_connect (relay, HOME);
      relay_sign_up (relay, ids[i], name);
    }
  relay_advance (relay, 5);
  guint64 before = relay->n_frames;
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = g_strdup_printf ("user-%u", i);
      relay_login (relay, ids[i], name, NULL);
    }
  for (guint i = 0; i < 5; i++)
    relay_advance (relay, 1);
  /* Of frames of all kinds: challenge, result, four pages of keys, presence. */
  g_test_message ("%" G_GUINT64_FORMAT " frames for %u logins", relay->n_frames - before, n);
  g_assert_cmpuint (relay->n_frames - before, <, 10 * n);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GHashTable) heard = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

      for (;;)
        {
          g_autoptr (MotusMessage) message = relay_take (relay, ids[i]);

          if (message == NULL)
            break;
          if (motus_message_get_message_type (message) != MOTUS_MESSAGE_PRESENCE)
            continue;
          presence++;
          motus_message_each_change (message, "changes", note_cb, heard);
        }
      g_assert_cmpuint (g_hash_table_size (heard), ==, n);
    }
  g_test_message ("%" G_GUINT64_FORMAT " of them presence", presence);
  g_assert_cmpuint (presence, <=, 4 * n);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/relay/presence/comes-and-goes", test_comes_and_goes);
  g_test_add_func ("/relay/presence/coalesced", test_coalesced);
  g_test_add_func ("/relay/presence/joined-in-between", test_joined_in_between);
  g_test_add_func ("/relay/presence/one-a-second", test_one_a_second);
  g_test_add_func ("/relay/presence/thousand", test_thousand);
  return g_test_run ();
}
