/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-relay-poller.h"
#include "motus-relay-timer.h"

#include <time.h>
#include <unistd.h>

typedef struct _Pair Pair;
struct _Pair {
  MotusRelayWatch watch;
  MotusRelayPoller *poller;
  Pair *other;          /* removed when this is ready */
  int write_end;
  guint times;
};

static void
ready_cb (MotusRelayWatch *watch, guint32 events)
{
  Pair *pair = (Pair *) watch;
  pair->times++;
  if (pair->other != NULL)
    motus_relay_poller_remove (pair->poller, &pair->other->watch);
}

static void
open_pair (Pair *pair, MotusRelayPoller *poller)
{
  int ends[2];
  g_assert_cmpint (pipe (ends), ==, 0);
  pair->watch.fd = ends[0];
  pair->watch.ready = ready_cb;
  pair->poller = poller;
  pair->write_end = ends[1];
  g_assert_true (motus_relay_poller_add (poller, &pair->watch, EPOLLIN));
  g_assert_cmpint (write (pair->write_end, "x", 1), ==, 1);
}

static void
close_pair (Pair *pair)
{
  close (pair->watch.fd);
  close (pair->write_end);
}

static void
count_cb (gpointer user_data)
{
  (*(guint *) user_data)++;
}

/* Whichever of two ready watches comes first removes the other, which is then not called any
 * more. */
static void
test_removed_in_the_batch (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GMainContext) context = g_main_context_new ();
  guint waits = 0;
  g_autoptr (MotusRelayPoller) poller = motus_relay_poller_new (context, count_cb, &waits, &error);
  Pair first = { .other = NULL }, second = { .other = NULL };

  g_assert_no_error (error);
  open_pair (&first, poller);
  open_pair (&second, poller);
  first.other = &second;
  second.other = &first;
  g_main_context_iteration (context, TRUE);
  g_assert_cmpuint (first.times + second.times, ==, 1);
  g_assert_cmpuint (waits, ==, 1);
  close_pair (&first);
  close_pair (&second);
}

static void
test_level_triggered (void)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (MotusRelayPoller) poller = motus_relay_poller_new (context, NULL, NULL, NULL);
  Pair pair = { .other = NULL };

  open_pair (&pair, poller);
  g_main_context_iteration (context, TRUE);
  g_main_context_iteration (context, TRUE);
  g_assert_cmpuint (pair.times, ==, 2);
  motus_relay_poller_change (poller, &pair.watch, 0);
  g_assert_false (g_main_context_iteration (context, FALSE));
  motus_relay_poller_change (poller, &pair.watch, EPOLLIN);
  g_main_context_iteration (context, TRUE);
  g_assert_cmpuint (pair.times, ==, 3);
  motus_relay_poller_remove (poller, &pair.watch);
  close_pair (&pair);
}

static gint64
boot_time (void)
{
  struct timespec now;
  clock_gettime (CLOCK_BOOTTIME, &now);
  return (gint64) now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

static void
test_timer (void)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (MotusRelayPoller) poller = motus_relay_poller_new (context, NULL, NULL, NULL);
  guint times = 0;
  MotusRelayTimer *timer = motus_relay_timer_new (poller, count_cb, &times, NULL);
  gint64 when = boot_time () + 30000;

  motus_relay_timer_set (timer, boot_time () + G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC);
  motus_relay_timer_set (timer, when);
  g_assert_false (g_main_context_iteration (context, FALSE));
  while (times == 0)
    g_main_context_iteration (context, TRUE);
  g_assert_cmpint (boot_time (), >=, when);
  g_assert_false (g_main_context_iteration (context, FALSE));

  /* What has passed is due at once, also the beginning of time. */
  motus_relay_timer_set (timer, 0);
  g_main_context_iteration (context, TRUE);
  g_assert_cmpuint (times, ==, 2);
  motus_relay_timer_set (timer, boot_time () + 1000);
  motus_relay_timer_set (timer, G_MAXINT64);
  g_usleep (3000);
  g_assert_false (g_main_context_iteration (context, FALSE));
  g_assert_cmpuint (times, ==, 2);
  motus_relay_timer_free (timer);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/relay-poller/removed-in-the-batch", test_removed_in_the_batch);
  g_test_add_func ("/relay-poller/level-triggered", test_level_triggered);
  g_test_add_func ("/relay-poller/timer", test_timer);
  return g_test_run ();
}
