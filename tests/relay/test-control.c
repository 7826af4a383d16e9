/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-relay-control.h"

#include "motus-relay-error.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

typedef struct {
  char *folder;
  MotusRelayControl *control;
  MotusRelayControlRequest *held;
} Fixture;

/* "echo" gives back what it was given; "hold" is answered by the test; anything else is refused. */
static void
command_cb (MotusRelayControlRequest *request, const char *command, GVariant *arguments,
            gpointer user_data)
{
  Fixture *fixture = user_data;
  if (strcmp (command, "echo") == 0)
    motus_relay_control_reply (request, arguments);
  else if (strcmp (command, "hold") == 0)
    fixture->held = request;
  else
    motus_relay_control_fail (request, "No.");
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  fixture->folder = g_dir_make_tmp ("motus-control-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->control = motus_relay_control_new (fixture->folder, NULL, command_cb, fixture, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  motus_relay_control_free (fixture->control);
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->folder);
}

/* The command's side waits: it has a thread of its own. */
typedef struct {
  const Fixture *fixture;
  const char *command;
  GVariant *results;
  GError *error;
  gint done;
} Asking;

static gpointer
ask_thread (gpointer user_data)
{
  Asking *asking = user_data;
  g_autoptr (GVariantDict) arguments = g_variant_dict_new (NULL);
  g_variant_dict_insert (arguments, "uses", "u", 3);
  int fd = motus_relay_control_connect (asking->fixture->folder);
  g_assert_cmpint (fd, >=, 0);
  asking->results = motus_relay_control_ask (fd, asking->command, g_variant_dict_end (arguments),
                                             &asking->error);
  g_atomic_int_set (&asking->done, TRUE);
  g_main_context_wakeup (NULL);
  return NULL;
}

static void
ask (Fixture *fixture, const char *command, Asking *asking)
{
  *asking = (Asking) { .fixture = fixture, .command = command };
  GThread *thread = g_thread_new ("ask", ask_thread, asking);
  while (!g_atomic_int_get (&asking->done))
    {
      g_main_context_iteration (NULL, TRUE);
      if (fixture->held == NULL)
        continue;
      /* The relay ends while it works on the request, which is answered all the same. */
      g_clear_pointer (&fixture->control, motus_relay_control_free);
      motus_relay_control_fail (g_steal_pointer (&fixture->held), "Late.");
    }
  g_thread_join (thread);
}

static void
test_answers (Fixture *fixture, gconstpointer data)
{
  Asking asking;
  guint uses = 0;
  ask (fixture, "echo", &asking);
  g_assert_no_error (asking.error);
  g_assert_true (g_variant_lookup (asking.results, "uses", "u", &uses));
  g_assert_cmpuint (uses, ==, 3);
  g_variant_unref (asking.results);
}

static void
assert_refused (Fixture *fixture, const char *command, const char *message)
{
  Asking asking;
  ask (fixture, command, &asking);
  g_assert_null (asking.results);
  g_assert_error (asking.error, MOTUS_RELAY_ERROR, MOTUS_RELAY_ERROR_CONTROL);
  g_assert_cmpstr (asking.error->message, ==, message);
  g_error_free (asking.error);
}

static void
test_refuses (Fixture *fixture, gconstpointer data)
{
  assert_refused (fixture, "nonsense", "No.");
}

static void
test_outlives (Fixture *fixture, gconstpointer data)
{
  assert_refused (fixture, "hold", "Late.");
}

static void
test_private (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, MOTUS_RELAY_CONTROL_SOCKET, NULL);
  struct stat status;
  g_assert_cmpint (stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
}

/* One that was left behind stands in nobody's way, and nobody is found behind it. */
static void
test_left_over (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (fixture->folder, MOTUS_RELAY_CONTROL_SOCKET, NULL);
  g_clear_pointer (&fixture->control, motus_relay_control_free);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_cmpint (motus_relay_control_connect (fixture->folder), ==, -1);
  g_assert_cmpint (motus_relay_control_connect ("/nonexistent"), ==, -1);

  g_assert_true (g_file_set_contents (path, "", 0, NULL));
  g_assert_cmpint (motus_relay_control_connect (fixture->folder), ==, -1);
  fixture->control = motus_relay_control_new (fixture->folder, NULL, command_cb, fixture, &error);
  g_assert_no_error (error);
  test_answers (fixture, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add (name, Fixture, NULL, set_up, func, tear_down)
  ADD ("/relay-control/answers", test_answers);
  ADD ("/relay-control/refuses", test_refuses);
  ADD ("/relay-control/outlives", test_outlives);
  ADD ("/relay-control/private", test_private);
  ADD ("/relay-control/left-over", test_left_over);
  return g_test_run ();
}
