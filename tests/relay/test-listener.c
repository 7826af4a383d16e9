/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-relay-listener.h"

#include "motus-relay-error.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <sys/resource.h>
#include <unistd.h>

#define CALLERS 8

typedef struct {
  GMainContext *context;
  MotusRelayPoller *poller;
  MotusRelayListener *listener;
  guint accepted;
} Fixture;

static void
accepted_cb (int fd, const struct sockaddr *address, gpointer user_data)
{
  Fixture *fixture = user_data;
  fixture->accepted++;
  g_assert_cmpint (fcntl (fd, F_GETFL) & O_NONBLOCK, !=, 0);
  g_assert_cmpint (fcntl (fd, F_GETFD) & FD_CLOEXEC, !=, 0);
  g_assert_cmpint (address->sa_family, ==, AF_INET);
  close (fd);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  fixture->context = g_main_context_new ();
  fixture->poller = motus_relay_poller_new (fixture->context, NULL, NULL, &error);
  g_assert_no_error (error);
  fixture->listener = motus_relay_listener_new (fixture->poller, "127.0.0.1", 0, accepted_cb,
                                                fixture, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  motus_relay_listener_free (fixture->listener);
  motus_relay_poller_free (fixture->poller);
  g_main_context_unref (fixture->context);
}

static int
call (Fixture *fixture)
{
  const struct sockaddr_in address = {
    .sin_family = AF_INET,
    .sin_port = g_htons (motus_relay_listener_get_port (fixture->listener)),
    .sin_addr.s_addr = g_htonl (INADDR_LOOPBACK),
  };
  int fd = socket (AF_INET, SOCK_STREAM, 0);
  g_assert_cmpint (connect (fd, (const struct sockaddr *) &address, sizeof address), ==, 0);
  return fd;
}

static void
assert_closed (int fd)
{
  char byte;
  g_assert_cmpint (recv (fd, &byte, 1, MSG_DONTWAIT), ==, 0);
  close (fd);
}

static void
test_accepts (Fixture *fixture, gconstpointer data)
{
  int callers[CALLERS];
  for (guint i = 0; i < CALLERS; i++)
    callers[i] = call (fixture);
  while (fixture->accepted < CALLERS)
    g_main_context_iteration (fixture->context, TRUE);
  for (guint i = 0; i < CALLERS; i++)
    assert_closed (callers[i]);
}

/* Leaves the process no descriptor but those it has. */
static struct rlimit
take_all_descriptors (void)
{
  struct rlimit before, limit;
  int next = open ("/dev/null", O_RDONLY);
  close (next);
  getrlimit (RLIMIT_NOFILE, &before);
  limit = before;
  limit.rlim_cur = (rlim_t) next;
  g_assert_cmpint (setrlimit (RLIMIT_NOFILE, &limit), ==, 0);
  return before;
}

static void
test_no_descriptors (Fixture *fixture, gconstpointer data)
{
  int callers[CALLERS];
  for (guint i = 0; i < CALLERS; i++)
    callers[i] = call (fixture);

  struct rlimit before = take_all_descriptors ();
  g_main_context_iteration (fixture->context, TRUE);
  g_assert_false (g_main_context_iteration (fixture->context, FALSE));
  setrlimit (RLIMIT_NOFILE, &before);
  g_assert_cmpuint (fixture->accepted, ==, 0);
  g_assert_false (motus_relay_listener_is_paused (fixture->listener));
  for (guint i = 0; i < CALLERS; i++)
    assert_closed (callers[i]);

  int caller = call (fixture);
  g_main_context_iteration (fixture->context, TRUE);
  g_assert_cmpuint (fixture->accepted, ==, 1);
  assert_closed (caller);
}

/* Somebody else got the reserve. */
static void
test_no_reserve (Fixture *fixture, gconstpointer data)
{
  int caller = call (fixture);
  struct rlimit before, none;
  getrlimit (RLIMIT_NOFILE, &before);
  none = before;
  none.rlim_cur = 3;
  g_assert_cmpint (setrlimit (RLIMIT_NOFILE, &none), ==, 0);
  g_main_context_iteration (fixture->context, TRUE);
  setrlimit (RLIMIT_NOFILE, &before);
  g_assert_true (motus_relay_listener_is_paused (fixture->listener));
  g_assert_false (g_main_context_iteration (fixture->context, FALSE));

  motus_relay_listener_resume (fixture->listener);
  g_assert_false (motus_relay_listener_is_paused (fixture->listener));
  g_main_context_iteration (fixture->context, TRUE);
  g_assert_cmpuint (fixture->accepted, ==, 1);
  assert_closed (caller);
}

static void
test_taken (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  guint16 port = motus_relay_listener_get_port (fixture->listener);
  g_assert_null (motus_relay_listener_new (fixture->poller, "127.0.0.1", port, accepted_cb,
                                           fixture, &error));
  g_assert_error (error, MOTUS_RELAY_ERROR, MOTUS_RELAY_ERROR_LISTEN);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add (name, Fixture, NULL, set_up, func, tear_down)
  ADD ("/relay-listener/accepts", test_accepts);
  ADD ("/relay-listener/no-descriptors", test_no_descriptors);
  ADD ("/relay-listener/no-reserve", test_no_reserve);
  ADD ("/relay-listener/taken", test_taken);
  return g_test_run ();
}
