/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The client as a window uses it, against a real relay (its program is named by MOTUS_RELAY). */
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

#include "motus-client.h"
#include "sealed.h"

#define PASSWORD "correct horse battery"
#define PATIENCE_SECONDS 60

typedef struct {
  char *dir;
  char *home;
  GSubprocess *relay;
  char *address;
  GPtrArray *clients;
} Fixture;

/* What an asynchronous call came to. */
typedef struct {
  GAsyncResult *result;
} Outcome;

static gboolean
late_cb (gpointer data)
{
  g_error ("nothing came of it in %d seconds", PATIENCE_SECONDS);
  return G_SOURCE_REMOVE;
}

#define WAIT_UNTIL(condition) \
  G_STMT_START { \
    guint late = g_timeout_add_seconds (PATIENCE_SECONDS, late_cb, NULL); \
    while (!(condition)) \
      g_main_context_iteration (NULL, TRUE); \
    g_source_remove (late); \
  } G_STMT_END

static void
outcome_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  ((Outcome *) user_data)->result = g_object_ref (result);
}

static MotusConnectionState
state_of (MotusClient *client)
{
  MotusConnectionState state;

  g_object_get (client, "state", &state, NULL);
  return state;
}

static void
start_relay (Fixture *fixture)
{
  g_autofree char *config = g_build_filename (fixture->dir, "relay.conf", NULL);
  g_autofree char *state = g_build_filename (fixture->dir, "state", NULL);
  g_autofree char *port_file = g_build_filename (fixture->dir, "port", NULL);
  g_autofree char *port = NULL;
  g_autoptr (GError) error = NULL;

  g_file_set_contents (config, "[relay]\nlisten=127.0.0.1:0\n[accounts]\nregistration=open\n", -1,
                       NULL);
  fixture->relay = g_subprocess_new (
    G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error,
    g_getenv ("MOTUS_RELAY"), "--config", config, "--state-dir", state, "--port-file", port_file,
    NULL);
  g_assert_no_error (error);
  for (guint i = 0; i < 200 && !g_file_get_contents (port_file, &port, NULL, NULL); i++)
    g_usleep (50000);
  g_assert_nonnull (port);
  fixture->address = g_strdup_printf ("127.0.0.1:%s", g_strstrip (port));
}

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  fixture->dir = g_dir_make_tmp ("motus-live-XXXXXX", NULL);
  fixture->home = g_build_filename (fixture->dir, "home", NULL);
  fixture->clients = g_ptr_array_new ();
  start_relay (fixture);
}

/* Until the client and all it had under way are gone. */
static void
put_away (Fixture *fixture, MotusClient *client)
{
  gpointer left = client;

  g_ptr_array_remove (fixture->clients, client);
  motus_client_disconnect (client);
  g_object_add_weak_pointer (G_OBJECT (client), &left);
  g_object_unref (client);
  WAIT_UNTIL (left == NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  while (fixture->clients->len > 0)
    put_away (fixture, g_ptr_array_index (fixture->clients, 0));
  g_subprocess_send_signal (fixture->relay, 15);
  g_subprocess_wait (fixture->relay, NULL, NULL);
  g_object_unref (fixture->relay);
  sealed_remove (fixture->dir);
  g_ptr_array_unref (fixture->clients);
  g_free (fixture->address);
  g_free (fixture->home);
  g_free (fixture->dir);
}

static MotusClient *
new_client (Fixture *fixture, const char *name, gboolean trust)
{
  MotusClient *client = motus_client_new (fixture->home, name);
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (fixture->clients, client);
  motus_client_set_trust_on_first_use (client, trust);
  motus_client_set_relay (client, fixture->address, &error);
  g_assert_no_error (error);
  return client;
}

static gboolean
finish_sign_up (MotusClient *client, Outcome *outcome, GError **error)
{
  g_autoptr (GAsyncResult) result = g_steal_pointer (&outcome->result);

  return motus_client_sign_up_finish (client, result, error);
}

static MotusClient *
sign_up (Fixture *fixture, const char *name)
{
  MotusClient *client = new_client (fixture, name, TRUE);
  Outcome outcome = { NULL };
  g_autoptr (GError) error = NULL;

  motus_client_sign_up_async (client, PASSWORD, NULL, outcome_cb, &outcome);
  WAIT_UNTIL (outcome.result != NULL);
  finish_sign_up (client, &outcome, &error);
  g_assert_no_error (error);
  g_assert_cmpint (state_of (client), ==, MOTUS_CONNECTION_ONLINE);
  return client;
}

/* A person is asked about a relay that nothing proves, and says yes. */
static void
test_asked_yes (Fixture *fixture, gconstpointer unused)
{
  MotusClient *client = new_client (fixture, "alice", FALSE);
  Outcome outcome = { NULL };
  g_autoptr (GError) error = NULL;
  g_autofree char *words = NULL;
  gboolean pinned = TRUE;

  motus_client_sign_up_async (client, PASSWORD, NULL, outcome_cb, &outcome);
  WAIT_UNTIL (state_of (client) == MOTUS_CONNECTION_ASKING);
  g_object_get (client, "relay-words", &words, "relay-pinned", &pinned, NULL);
  g_assert_cmpuint (strlen (words), ==, 8 * 6 - 1);
  g_assert_false (pinned);
  motus_client_answer_relay (client, TRUE);
  WAIT_UNTIL (outcome.result != NULL);
  finish_sign_up (client, &outcome, &error);
  g_assert_no_error (error);
  g_object_get (client, "relay-pinned", &pinned, NULL);
  g_assert_true (pinned);
}

/* …and no: nothing stays. */
static void
test_asked_no (Fixture *fixture, gconstpointer unused)
{
  MotusClient *client = new_client (fixture, "alice", FALSE);
  g_autofree char *folder = g_build_filename (fixture->home, "alice", NULL);
  Outcome outcome = { NULL };
  g_autoptr (GError) error = NULL;

  motus_client_sign_up_async (client, PASSWORD, NULL, outcome_cb, &outcome);
  WAIT_UNTIL (state_of (client) == MOTUS_CONNECTION_ASKING);
  g_assert_true (g_file_test (folder, G_FILE_TEST_IS_DIR));
  motus_client_answer_relay (client, FALSE);
  WAIT_UNTIL (outcome.result != NULL);
  g_assert_false (finish_sign_up (client, &outcome, &error));
  g_assert_error (error, MOTUS_CLIENT_ERROR, MOTUS_CLIENT_ERROR_RELAY_KEY_REFUSED);
  g_assert_false (g_file_test (folder, G_FILE_TEST_EXISTS));
}

/* A sign-up that cannot be is told as such, and can be tried again with the same object. */
static void
test_again (Fixture *fixture, gconstpointer unused)
{
  MotusClient *client = new_client (fixture, "alice", TRUE);
  g_autofree char *folder = g_build_filename (fixture->home, "alice", NULL);
  Outcome outcome = { NULL };
  g_autoptr (GError) error = NULL;

  motus_client_set_relay (client, "127.0.0.1:1", NULL);
  motus_client_sign_up_async (client, PASSWORD, NULL, outcome_cb, &outcome);
  WAIT_UNTIL (outcome.result != NULL);
  g_assert_false (finish_sign_up (client, &outcome, &error));
  g_assert_error (error, MOTUS_CLIENT_ERROR, MOTUS_CLIENT_ERROR_UNREACHABLE);
  g_assert_false (g_file_test (folder, G_FILE_TEST_EXISTS));
  g_clear_error (&error);

  motus_client_set_relay (client, fixture->address, NULL);
  motus_client_sign_up_async (client, PASSWORD, NULL, outcome_cb, &outcome);
  WAIT_UNTIL (outcome.result != NULL);
  finish_sign_up (client, &outcome, &error);
  g_assert_no_error (error);
}

static gboolean
is_online (MotusClient *client, const char *name)
{
  MotusConversation *conversation = motus_client_get_conversation (client, name);

  return conversation != NULL
         && motus_contact_is_online (motus_conversation_get_contact (conversation));
}

static gboolean
send_text (MotusClient *client, MotusConversation *conversation, const char *text, GError **error)
{
  Outcome outcome = { NULL };
  gboolean ok;

  motus_client_send_async (client, conversation, text, NULL, outcome_cb, &outcome);
  WAIT_UNTIL (outcome.result != NULL);
  ok = motus_client_send_finish (client, outcome.result, error);
  g_object_unref (outcome.result);
  return ok;
}

static MotusChatMessage *
last_line (MotusConversation *conversation)
{
  guint count = g_list_model_get_n_items (G_LIST_MODEL (conversation));
  g_autoptr (MotusChatMessage) line = count > 0 ? g_list_model_get_item (
    G_LIST_MODEL (conversation), count - 1) : NULL;

  return line;
}

/* A failed message stays, is sent again under its id, and shows no gap at the other end. */
static void
test_retry (Fixture *fixture, gconstpointer unused)
{
  MotusClient *alice = sign_up (fixture, "alice");
  MotusClient *bob = sign_up (fixture, "bob");
  MotusConversation *with_bob, *with_alice;
  Outcome outcome = { NULL };
  g_autoptr (GError) error = NULL;

  WAIT_UNTIL (is_online (alice, "bob") && is_online (bob, "alice"));
  with_bob = motus_client_get_conversation (alice, "bob");
  with_alice = motus_client_get_conversation (bob, "alice");
  g_assert_true (send_text (alice, with_bob, "one", &error));
  motus_client_disconnect (bob);
  WAIT_UNTIL (!is_online (alice, "bob"));
  g_assert_false (send_text (alice, with_bob, "two", &error));
  g_assert_error (error, MOTUS_CLIENT_ERROR, MOTUS_CLIENT_ERROR_USER_OFFLINE);
  MotusChatMessage *failed = last_line (with_bob);
  g_assert_cmpint (motus_chat_message_get_delivery (failed), ==, MOTUS_DELIVERY_FAILED);
  g_assert_nonnull (motus_chat_message_get_failure (failed));

  motus_client_connect (bob);
  WAIT_UNTIL (is_online (alice, "bob"));
  motus_client_retry_async (alice, with_bob, failed, NULL, outcome_cb, &outcome);
  WAIT_UNTIL (outcome.result != NULL);
  g_clear_error (&error);
  g_assert_true (motus_client_retry_finish (alice, outcome.result, &error));
  g_object_unref (outcome.result);
  g_assert_cmpint (motus_chat_message_get_delivery (failed), ==, MOTUS_DELIVERY_SENT);
  WAIT_UNTIL (g_list_model_get_n_items (G_LIST_MODEL (with_alice)) == 2);
  g_assert_cmpstr (motus_chat_message_get_text (last_line (with_alice)), ==, "two");
}

static void
test_refused_texts (Fixture *fixture, gconstpointer unused)
{
  MotusClient *alice = sign_up (fixture, "alice");
  MotusConversation *everyone = motus_client_get_conversation (alice, NULL);
  g_autofree char *long_text = g_strnfill (MOTUS_CLIENT_TEXT_MAX + 1, 'x');
  g_autoptr (GError) error = NULL;

  g_assert_false (send_text (alice, everyone, long_text, &error));
  g_assert_error (error, MOTUS_CLIENT_ERROR, MOTUS_CLIENT_ERROR_TOO_LONG);
  g_clear_error (&error);
  g_assert_false (send_text (alice, everyone, "anybody?", &error));
  g_assert_error (error, MOTUS_CLIENT_ERROR, MOTUS_CLIENT_ERROR_USER_OFFLINE);
  g_clear_error (&error);
  motus_client_disconnect (alice);
  g_assert_false (send_text (alice, everyone, "anybody?", &error));
  g_assert_error (error, MOTUS_CLIENT_ERROR, MOTUS_CLIENT_ERROR_OFFLINE);
}

/* Drafts and what is unread are there again after the program was closed. */
static void
test_kept (Fixture *fixture, gconstpointer unused)
{
  MotusClient *alice = sign_up (fixture, "alice");
  MotusClient *bob = sign_up (fixture, "bob");
  Outcome outcome = { NULL };
  g_autoptr (GError) error = NULL;

  WAIT_UNTIL (is_online (alice, "bob"));
  g_assert_true (send_text (alice, motus_client_get_conversation (alice, "bob"), "@bob!", &error));
  MotusConversation *with_alice = motus_client_get_conversation (bob, "alice");
  WAIT_UNTIL (motus_conversation_get_unread (with_alice) == 1);
  motus_conversation_set_draft (with_alice, "I was about to");
  put_away (fixture, bob);

  bob = new_client (fixture, "bob", FALSE);
  motus_client_unlock_async (bob, PASSWORD, NULL, outcome_cb, &outcome);
  WAIT_UNTIL (outcome.result != NULL);
  g_assert_true (motus_client_unlock_finish (bob, outcome.result, &error));
  g_object_unref (outcome.result);
  with_alice = motus_client_get_conversation (bob, "alice");
  g_assert_cmpuint (motus_conversation_get_unread (with_alice), ==, 1);
  g_assert_true (motus_conversation_is_mentioned (with_alice));
  g_assert_cmpstr (motus_conversation_get_draft (with_alice), ==, "I was about to");
  g_assert_cmpstr (motus_conversation_get_preview (with_alice), ==, "@bob!");
}

#define ADD(name, func) \
  g_test_add ("/live/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (g_getenv ("MOTUS_RELAY") == NULL)
    {
      g_print ("1..0 # SKIP MOTUS_RELAY does not name the relay's program\n");
      return 0;
    }
  ADD ("asked-yes", test_asked_yes);
  ADD ("asked-no", test_asked_no);
  ADD ("again", test_again);
  ADD ("retry", test_retry);
  ADD ("refused-texts", test_refused_texts);
  ADD ("kept", test_kept);
  return g_test_run ();
}
