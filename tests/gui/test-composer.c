/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-composer-private.h"

#include "motus-client.h"
#include "motus-contact-private.h"
#include "motus-conversation-private.h"
#include "motus-display-text.h"
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

/* Texts on which Pango aborts when it breaks lines in them, each with a word before and after it. */
static const char *const aborting[] = { "one O🏽⁆ two", "one 🗯🏽‰ two", "one \xe2\x83\xa3 two", "one 🏽🏽🏽" };

static void
insert_at_cursor (Fixture *fixture, const char *text)
{
  gtk_text_buffer_insert_interactive_at_cursor (fixture->composer->buffer, text, -1, TRUE);
}

static void
recall_it (Fixture *fixture, const char *text)
{
  add_sent (fixture->conversation, g_list_model_get_n_items (G_LIST_MODEL (fixture->conversation)) + 1, text);
  press (fixture, GDK_KEY_Up, 0);
}

static void
draft_it (Fixture *fixture, const char *text)
{
  g_autoptr (MotusConversation) other = motus_conversation_new_room ("00", "Room");

  motus_conversation_set_draft (other, text);
  motus_composer_set_conversation (fixture->composer, other, G_LIST_MODEL (fixture->names));
  g_set_object (&fixture->conversation, other);
}

static void
complete_it (Fixture *fixture, const char *text)
{
  g_autoptr (MotusContact) contact = motus_contact_new (text);
  g_autofree char *start = g_strdup_printf ("@%.*s", (int) (g_utf8_next_char (text) - text), text);

  g_list_store_remove_all (fixture->names);
  g_list_store_append (fixture->names, contact);
  motus_composer_set_text (fixture->composer, start);
  press (fixture, GDK_KEY_Tab, 0);
}

/* The middle button, and a text that is dropped. */
static void
paste_selected (Fixture *fixture, const char *text)
{
  GdkClipboard *selection = gtk_widget_get_primary_clipboard (GTK_WIDGET (fixture->composer));

  gdk_clipboard_set_text (selection, text);
  gtk_text_buffer_paste_clipboard (fixture->composer->buffer, selection, NULL, TRUE);
  test_display_until (gtk_text_buffer_get_char_count (fixture->composer->buffer) > 0);
}

static void
paste_it (Fixture *fixture, const char *text)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (fixture->composer)), text);
  g_signal_emit_by_name (fixture->composer->view, "paste-clipboard");
  test_display_until (gtk_text_buffer_get_char_count (fixture->composer->buffer) > 0);
}

static void
type_it (Fixture *fixture, const char *text)
{
  for (const char *p = text; *p; p = g_utf8_next_char (p))
    {
      g_autofree char *letter = g_strndup (p, (gsize) (g_utf8_next_char (p) - p));
      insert_at_cursor (fixture, letter);
    }
}

/* What stood between two signs goes, and comes back. */
static void
delete_between (Fixture *fixture, const char *text)
{
  GtkTextIter start, end;

  type_it (fixture, text);
  for (int i = gtk_text_buffer_get_char_count (fixture->composer->buffer) - 1; i > 0; i--)
    {
      gtk_text_buffer_get_iter_at_offset (fixture->composer->buffer, &start, i);
      gtk_text_buffer_insert (fixture->composer->buffer, &start, "x", -1);
      gtk_text_buffer_get_iter_at_offset (fixture->composer->buffer, &start, i);
      gtk_text_buffer_get_iter_at_offset (fixture->composer->buffer, &end, i + 1);
      gtk_text_buffer_delete (fixture->composer->buffer, &start, &end);
    }
}

static void
undo_it (Fixture *fixture, const char *text)
{
  type_it (fixture, text);
  while (gtk_text_buffer_get_can_undo (fixture->composer->buffer))
    gtk_text_buffer_undo (fixture->composer->buffer);
  while (gtk_text_buffer_get_can_redo (fixture->composer->buffer))
    gtk_text_buffer_redo (fixture->composer->buffer);
}

static void
compose_it (Fixture *fixture, const char *text)
{
  g_signal_emit_by_name (fixture->composer->view, "preedit-changed", text);
  g_assert_cmpint (gtk_text_view_get_wrap_mode (fixture->composer->view), ==, GTK_WRAP_NONE);
  g_signal_emit_by_name (fixture->composer->view, "preedit-changed", "");
  g_assert_cmpint (gtk_text_view_get_wrap_mode (fixture->composer->view), ==, GTK_WRAP_WORD_CHAR);
  insert_at_cursor (fixture, text);
}

/* Every width there is: lines are broken at every place. */
static void
lay_out (Fixture *fixture)
{
  int height;

  for (int width = 40; width < 200; width += 4)
    {
      gtk_widget_measure (GTK_WIDGET (fixture->composer->view), GTK_ORIENTATION_VERTICAL, width, NULL, &height, NULL, NULL);
      gtk_widget_allocate (GTK_WIDGET (fixture->composer->view), width, MAX (height, 40), -1, NULL);
    }
  test_display_wait (20);
}

static void
assert_parted (Fixture *fixture)
{
  GtkTextIter iter;
  gunichar previous = 0;

  for (gtk_text_buffer_get_start_iter (fixture->composer->buffer, &iter); !gtk_text_iter_is_end (&iter);
       gtk_text_iter_forward_char (&iter))
    {
      g_assert_false (motus_display_needs_parting (previous, gtk_text_iter_get_char (&iter)));
      previous = gtk_text_iter_get_char (&iter);
    }
}

/* Whichever way a text comes into the composer, it is shown parted and read, and sent, as it was. */
static void
test_aborting (Fixture *fixture, gconstpointer user_data)
{
  void (*enter) (Fixture *fixture, const char *text) = user_data;
  gboolean completes = enter == complete_it;

  for (gsize i = 0; i < G_N_ELEMENTS (aborting); i++)
    {
      g_autofree char *expected = completes ? g_strdup_printf ("@%s ", aborting[i]) : g_strdup (aborting[i]);
      enter (fixture, aborting[i]);
      assert_parted (fixture);
      lay_out (fixture);
      assert_text (fixture, expected);
      press (fixture, GDK_KEY_Return, 0);
      g_assert_cmpstr (fixture->submitted, ==, expected);
      motus_composer_clear (fixture->composer);
    }
}

/* A sign that was parted takes one press of Backspace, and one of Delete. */
static void
test_backspace (Fixture *fixture, gconstpointer unused)
{
  GtkTextIter iter;

  insert_at_cursor (fixture, "O🏽⁆");
  for (guint presses = 0; presses < 3; presses++)
    g_signal_emit_by_name (fixture->composer->view, "backspace");
  assert_text (fixture, "");
  insert_at_cursor (fixture, "O🏽⁆");
  gtk_text_buffer_get_iter_at_offset (fixture->composer->buffer, &iter, 1);
  gtk_text_buffer_place_cursor (fixture->composer->buffer, &iter);
  g_signal_emit_by_name (fixture->composer->view, "delete-from-cursor", GTK_DELETE_CHARS, 1);
  assert_text (fixture, "O⁆");
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

#define ADD_ABORTING(name, function) \
  g_test_add ("/composer/aborting/" name, Fixture, function, set_up, test_aborting, tear_down)
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
  ADD ("backspace", test_backspace);
  ADD_ABORTING ("program", insert_at_cursor);
  ADD_ABORTING ("recall", recall_it);
  ADD_ABORTING ("draft", draft_it);
  ADD_ABORTING ("completion", complete_it);
  ADD_ABORTING ("selection", paste_selected);
  ADD_ABORTING ("paste", paste_it);
  ADD_ABORTING ("keys", type_it);
  ADD_ABORTING ("delete", delete_between);
  ADD_ABORTING ("undo", undo_it);
  ADD_ABORTING ("input-method", compose_it);
  return g_test_run ();
}
