/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-composer-private.h"

#include "motus-client.h"
#include "motus-contact-private.h"
#include "motus-conversation-private.h"
#include "test-display.h"

typedef struct {
  GtkWidget *window;
  MotusComposer *composer;
  MotusConversation *conversation;
  GListStore *names;
  char *submitted;
} Fixture;

static void
submit_cb (Fixture *fixture, const char *text)
{
  g_free (fixture->submitted);
  fixture->submitted = g_strdup (text);
}

static void
add_sent (MotusConversation *conversation, guint64 depth, const char *text)
{
  MotusChatText made = { .id = text, .sender = "alice", .mine = TRUE, .text = text, .sent_at = 1, .depth = depth };
  g_autoptr (MotusChatMessage) message = motus_chat_message_new_text (&made);

  motus_conversation_add (conversation, message, 1, FALSE);
}

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  static const char *const names[] = { "bob", "bobby", "chloe" };

  fixture->names = g_list_store_new (MOTUS_TYPE_CONTACT);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (MotusContact) contact = motus_contact_new (names[i]);
      g_list_store_append (fixture->names, contact);
    }
  fixture->conversation = motus_conversation_new_everyone ();
  add_sent (fixture->conversation, 1, "first");
  add_sent (fixture->conversation, 2, "second");
  fixture->window = gtk_window_new ();
  fixture->composer = g_object_new (MOTUS_TYPE_COMPOSER, NULL);
  g_signal_connect_swapped (fixture->composer, "submit", G_CALLBACK (submit_cb), fixture);
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->composer));
  motus_composer_set_conversation (fixture->composer, fixture->conversation, G_LIST_MODEL (fixture->names));
  gtk_window_present (GTK_WINDOW (fixture->window));
  test_display_wait (100);
  motus_composer_grab_focus (fixture->composer);
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_clear_object (&fixture->conversation);
  g_clear_object (&fixture->names);
  g_free (fixture->submitted);
}

/* What a key press does, through the controller that the composer put on its text view. */
static gboolean
press (Fixture *fixture, guint key, GdkModifierType state)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (fixture->composer->view));
  gboolean handled = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers) && !handled; i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);
      if (GTK_IS_EVENT_CONTROLLER_KEY (controller) && gtk_event_controller_get_propagation_phase (controller) == GTK_PHASE_CAPTURE)
        g_signal_emit_by_name (controller, "key-pressed", key, 0u, state, &handled);
    }
  return handled;
}

static void
assert_text (Fixture *fixture, const char *expected)
{
  g_autofree char *text = motus_composer_get_text (fixture->composer);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_return (Fixture *fixture, gconstpointer unused)
{
  g_assert_true (press (fixture, GDK_KEY_Return, 0));
  g_assert_null (fixture->submitted);
  motus_composer_set_text (fixture->composer, " \n ");
  press (fixture, GDK_KEY_Return, 0);
  g_assert_null (fixture->submitted);
  motus_composer_set_text (fixture->composer, "hello");
  g_assert_false (press (fixture, GDK_KEY_Return, GDK_SHIFT_MASK));
  g_assert_null (fixture->submitted);
  g_assert_true (press (fixture, GDK_KEY_Return, 0));
  g_assert_cmpstr (fixture->submitted, ==, "hello");
  assert_text (fixture, "hello");
  motus_composer_clear (fixture->composer);
  assert_text (fixture, "");
}

static void
test_input_method (Fixture *fixture, gconstpointer unused)
{
  motus_composer_set_text (fixture->composer, "hello");
  g_signal_emit_by_name (fixture->composer->view, "preedit-changed", "にほ");
  g_assert_false (press (fixture, GDK_KEY_Return, 0));
  g_signal_emit_by_name (fixture->composer->view, "preedit-changed", "");
  g_assert_true (press (fixture, GDK_KEY_Return, 0));
}

static void
test_recall (Fixture *fixture, gconstpointer unused)
{
  g_assert_true (press (fixture, GDK_KEY_Up, 0));
  assert_text (fixture, "second");
  g_assert_true (press (fixture, GDK_KEY_Up, 0));
  assert_text (fixture, "first");
  g_assert_true (press (fixture, GDK_KEY_Up, 0));
  assert_text (fixture, "first");
  g_assert_true (press (fixture, GDK_KEY_Down, 0));
  g_assert_true (press (fixture, GDK_KEY_Down, 0));
  assert_text (fixture, "");
  motus_composer_set_text (fixture->composer, "mine");
  g_assert_false (press (fixture, GDK_KEY_Up, 0));
  assert_text (fixture, "mine");
}

static void
test_completion (Fixture *fixture, gconstpointer unused)
{
  motus_composer_set_text (fixture->composer, "hello @b");
  g_assert_nonnull (motus_completion_popover_get_completion (fixture->composer->completions));
  g_assert_true (press (fixture, GDK_KEY_Down, 0));
  g_assert_true (press (fixture, GDK_KEY_Down, 0));
  g_assert_true (press (fixture, GDK_KEY_Return, 0));
  assert_text (fixture, "hello @bobby ");
  g_assert_null (fixture->submitted);
  motus_composer_set_text (fixture->composer, "/m");
  g_assert_true (press (fixture, GDK_KEY_Tab, 0));
  assert_text (fixture, "/msg ");
  motus_composer_set_text (fixture->composer, "é @ch");
  g_assert_true (press (fixture, GDK_KEY_Tab, 0));
  assert_text (fixture, "é @chloe ");
  motus_composer_set_text (fixture->composer, "@b");
  g_assert_true (press (fixture, GDK_KEY_Escape, 0));
  g_assert_null (motus_completion_popover_get_completion (fixture->composer->completions));
  g_assert_true (press (fixture, GDK_KEY_Return, 0));
  g_assert_cmpstr (fixture->submitted, ==, "@b");
}

static void
test_draft (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (MotusConversation) other = motus_conversation_new_room ("00", "Room");

  motus_composer_set_text (fixture->composer, "half a thought");
  motus_composer_set_conversation (fixture->composer, other, G_LIST_MODEL (fixture->names));
  assert_text (fixture, "");
  g_assert_cmpstr (motus_conversation_get_draft (fixture->conversation), ==, "half a thought");
  motus_composer_set_text (fixture->composer, "another");
  test_display_until (g_str_equal (motus_conversation_get_draft (other), "another"));
  motus_composer_set_conversation (fixture->composer, fixture->conversation, G_LIST_MODEL (fixture->names));
  assert_text (fixture, "half a thought");
  motus_composer_clear (fixture->composer);
  g_assert_cmpstr (motus_conversation_get_draft (fixture->conversation), ==, "");
}

static void
test_too_long (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *text = g_strnfill (MOTUS_CLIENT_TEXT_MAX + 1, 'x');

  motus_composer_set_text (fixture->composer, text);
  press (fixture, GDK_KEY_Return, 0);
  g_assert_null (fixture->submitted);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (fixture->composer->hint)));
  motus_composer_set_text (fixture->composer, text + 1);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (fixture->composer->hint)));
  press (fixture, GDK_KEY_Return, 0);
  g_assert_cmpuint (strlen (fixture->submitted), ==, MOTUS_CLIENT_TEXT_MAX);
}

/* A clipboard with rich text and plain text gives the plain one; with rich text alone, nothing. */
static void
test_paste (Fixture *fixture, gconstpointer unused)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (fixture->composer));
  g_autoptr (GBytes) html = g_bytes_new_static ("<b>rich</b>", 11);
  g_autoptr (GBytes) plain = g_bytes_new_static ("plain", 5);
  GdkContentProvider *both[] = {
    gdk_content_provider_new_for_bytes ("text/html", html),
    gdk_content_provider_new_for_bytes ("text/plain;charset=utf-8", plain),
  };
  g_autoptr (GdkContentProvider) rich = gdk_content_provider_new_for_bytes ("text/html", html);
  g_autoptr (GdkContentProvider) provider = gdk_content_provider_new_union (both, 2);

  gdk_clipboard_set_content (clipboard, rich);
  g_signal_emit_by_name (fixture->composer->view, "paste-clipboard");
  test_display_wait (100);
  assert_text (fixture, "");
  gdk_clipboard_set_content (clipboard, provider);
  g_signal_emit_by_name (fixture->composer->view, "paste-clipboard");
  test_display_until (gtk_text_buffer_get_char_count (fixture->composer->buffer) > 0);
  assert_text (fixture, "plain");
}

/* It grows to six lines, and no further. */
static void
test_height (Fixture *fixture, gconstpointer unused)
{
  int one, six, sixty;

  motus_composer_set_text (fixture->composer, "1");
  gtk_widget_measure (GTK_WIDGET (fixture->composer), GTK_ORIENTATION_VERTICAL, 400, NULL, &one, NULL, NULL);
  motus_composer_set_text (fixture->composer, "1\n2\n3\n4\n5\n6");
  test_display_wait (50);
  gtk_widget_measure (GTK_WIDGET (fixture->composer), GTK_ORIENTATION_VERTICAL, 400, NULL, &six, NULL, NULL);
  motus_composer_set_text (fixture->composer, "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n14\n15");
  test_display_wait (50);
  gtk_widget_measure (GTK_WIDGET (fixture->composer), GTK_ORIENTATION_VERTICAL, 400, NULL, &sixty, NULL, NULL);
  g_assert_cmpint (six, >, one + 60);
  g_assert_cmpint (sixty, <=, six + 4);
}

#define ADD(name, function) g_test_add ("/composer/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_autoptr (MotusApplication) application = test_display_make_application ();
  ADD ("return", test_return);
  ADD ("input-method", test_input_method);
  ADD ("recall", test_recall);
  ADD ("completion", test_completion);
  ADD ("draft", test_draft);
  ADD ("too-long", test_too_long);
  ADD ("paste", test_paste);
  ADD ("height", test_height);
  return g_test_run ();
}
