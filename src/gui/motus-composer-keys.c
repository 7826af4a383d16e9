/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-composer-private.h"

#include "motus-contact.h"
#include "motus-display-text.h"

#include <gdk/gdkkeysyms.h>

static char **
list_names (MotusComposer *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  guint n = self->names ? g_list_model_get_n_items (self->names) : 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (MotusContact) contact = g_list_model_get_item (self->names, i);
      g_strv_builder_add (builder, motus_contact_get_name (contact));
    }
  return g_strv_builder_end (builder);
}

/* The text before the cursor. */
static char *
get_before_cursor (MotusComposer *self)
{
  GtkTextIter start, cursor;

  gtk_text_buffer_get_start_iter (self->buffer, &start);
  gtk_text_buffer_get_iter_at_mark (self->buffer, &cursor, gtk_text_buffer_get_insert (self->buffer));
  return gtk_text_buffer_get_text (self->buffer, &start, &cursor, FALSE);
}

void
motus_composer_update_completions (MotusComposer *self)
{
  g_autofree char *before = get_before_cursor (self);
  g_auto (GStrv) names = NULL;

  if (self->loading || self->composing || strpbrk (before, "/@") == NULL)
    {
      motus_completion_popover_offer (self->completions, NULL);
      return;
    }
  names = list_names (self);
  motus_completion_popover_offer (self->completions,
                                  motus_completion_find (before, strlen (before), (const char *const *) names));
}

static void
insert_choice (MotusComposer *self, const MotusCompletionItem *choice)
{
  g_autofree char *before = get_before_cursor (self);
  gsize from = motus_completion_popover_get_completion (self->completions)->start;
  glong chars = g_utf8_strlen (before + MIN (from, strlen (before)), -1);
  g_autofree char *insert = g_strdup (choice->insert);
  GtkTextIter start, cursor;

  gtk_text_buffer_get_iter_at_mark (self->buffer, &cursor, gtk_text_buffer_get_insert (self->buffer));
  start = cursor;
  gtk_text_iter_backward_chars (&start, (int) chars);
  gtk_text_buffer_begin_user_action (self->buffer);
  gtk_text_buffer_delete (self->buffer, &start, &cursor);
  gtk_text_buffer_insert (self->buffer, &start, insert, -1);
  gtk_text_buffer_end_user_action (self->buffer);
}

static void
chosen_cb (MotusComposer *self)
{
  const MotusCompletionItem *choice = motus_completion_popover_get_choice (self->completions, FALSE);

  if (choice)
    insert_choice (self, choice);
  motus_composer_grab_focus (self);
}

/* The text that was sent @back texts ago, or NULL. Free with g_free(). */
static char *
find_sent (MotusComposer *self, int back)
{
  GListModel *model = G_LIST_MODEL (self->conversation);

  for (guint i = g_list_model_get_n_items (model); i > 0; i--)
    {
      g_autoptr (MotusChatMessage) message = g_list_model_get_item (model, i - 1);
      if (motus_chat_message_is_mine (message) && motus_chat_message_get_kind (message) == MOTUS_CHAT_TEXT && --back == 0)
        return g_strdup (motus_chat_message_get_text (message));
    }
  return NULL;
}

static gboolean
recall (MotusComposer *self, int by)
{
  int back = self->recalled + by;
  g_autofree char *text = NULL;

  if (self->conversation == NULL || back < 0)
    return FALSE;
  text = back > 0 ? find_sent (self, back) : g_strdup ("");
  if (text == NULL)
    return self->recalled > 0;
  self->loading = TRUE;
  motus_composer_set_text (self, text);
  self->loading = FALSE;
  self->recalled = back;
  return TRUE;
}

static gboolean
press_in_completions (MotusComposer *self, guint key)
{
  const MotusCompletionItem *choice;

  switch (key)
    {
    case GDK_KEY_Up:
    case GDK_KEY_Down:
      motus_completion_popover_move (self->completions, key == GDK_KEY_Up ? -1 : 1);
      return TRUE;
    case GDK_KEY_Escape:
      motus_completion_popover_offer (self->completions, NULL);
      return TRUE;
    case GDK_KEY_Tab:
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
      choice = motus_completion_popover_get_choice (self->completions, key == GDK_KEY_Tab);
      if (choice)
        insert_choice (self, choice);
      return choice != NULL;
    default:
      return FALSE;
    }
}

static gboolean
press (MotusComposer *self, guint key)
{
  gboolean empty = gtk_text_buffer_get_char_count (self->buffer) == 0;

  switch (key)
    {
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
    case GDK_KEY_ISO_Enter:
      motus_composer_submit (self);
      return TRUE;
    case GDK_KEY_Up:
      return (empty || self->recalled > 0) && recall (self, 1);
    case GDK_KEY_Down:
      return self->recalled > 0 && recall (self, -1);
    case GDK_KEY_Escape:
      if (!gtk_widget_get_visible (GTK_WIDGET (self->hint)))
        return FALSE;
      gtk_widget_set_visible (GTK_WIDGET (self->hint), FALSE);
      return TRUE;
    default:
      return FALSE;
    }
}

/* Comes before the text view's own keys, but not before those of an input method that is in the middle of a word. */
static gboolean
key_pressed_cb (MotusComposer *self, guint key, guint code, GdkModifierType state)
{
  if (self->composing || (state & gtk_accelerator_get_default_mod_mask ()) != 0)
    return FALSE;
  if (motus_completion_popover_get_completion (self->completions) && press_in_completions (self, key))
    return TRUE;
  return press (self, key);
}

/* What an input method has unfinished does not stand in the buffer: where Pango would abort on it, no line is broken meanwhile. */
static void
guard_preedit (MotusComposer *self, const char *preedit)
{
  g_autofree char *before = get_before_cursor (self);
  g_autofree char *text = g_strconcat (before, preedit, NULL);
  g_autofree char *parted = motus_display_part (text);
  gboolean breaks = g_str_equal (text, parted);

  gtk_text_view_set_wrap_mode (self->view, breaks ? GTK_WRAP_WORD_CHAR : GTK_WRAP_NONE);
  gtk_scrolled_window_set_policy (self->scroller, breaks ? GTK_POLICY_NEVER : GTK_POLICY_EXTERNAL, GTK_POLICY_AUTOMATIC);
}

/* Comes before the view shows it. */
static void
preedit_changed_cb (MotusComposer *self, const char *preedit)
{
  self->composing = *preedit != '\0';
  guard_preedit (self, preedit);
  if (self->composing)
    gtk_widget_set_visible (GTK_WIDGET (self->placeholder), FALSE);
}

static void
focus_left_cb (MotusComposer *self)
{
  motus_completion_popover_offer (self->completions, NULL);
}

void
motus_composer_add_keys (MotusComposer *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->view), keys);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (focus_left_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->view), focus);
  g_signal_connect_swapped (self->view, "preedit-changed", G_CALLBACK (preedit_changed_cb), self);
  self->completions = MOTUS_COMPLETION_POPOVER (motus_completion_popover_new ());
  gtk_widget_set_parent (GTK_WIDGET (self->completions), self->frame);
  g_signal_connect_swapped (self->completions, "chosen", G_CALLBACK (chosen_cb), self);
}
