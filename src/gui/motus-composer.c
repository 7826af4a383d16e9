/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-composer-private.h"

#include "motus-client.h"
#include "motus-command.h"
#include "motus-display-text.h"
#include "motus-draft-buffer.h"
#include "motus-gui-config.h"
#include "motus-label.h"

#include <glib/gi18n.h>

/* A draft is put down this long after the last key. */
#define DRAFT_DELAY_MS 400
#define LINES_MAX 6
#define FRAME_PIXELS 18

G_DEFINE_FINAL_TYPE (MotusComposer, motus_composer, GTK_TYPE_WIDGET)

static guint submit_signal;

char *
motus_composer_get_text (MotusComposer *self)
{
  g_return_val_if_fail (MOTUS_IS_COMPOSER (self), NULL);
  return motus_draft_buffer_get_text (MOTUS_DRAFT_BUFFER (self->buffer));
}

void
motus_composer_set_text (MotusComposer *self, const char *text)
{
  GtkTextIter end;

  g_return_if_fail (MOTUS_IS_COMPOSER (self));
  gtk_text_buffer_set_text (self->buffer, text, -1);
  gtk_text_buffer_get_end_iter (self->buffer, &end);
  gtk_text_buffer_place_cursor (self->buffer, &end);
  motus_composer_update_completions (self);
}

static void
save_draft (MotusComposer *self)
{
  g_autofree char *text = motus_composer_get_text (self);

  g_clear_handle_id (&self->draft_source, g_source_remove);
  if (self->conversation)
    motus_conversation_set_draft (self->conversation, self->recalled > 0 ? "" : text);
}

static gboolean
draft_timeout_cb (gpointer user_data)
{
  MotusComposer *self = user_data;

  self->draft_source = 0;
  save_draft (self);
  return G_SOURCE_REMOVE;
}

static void
complain_about_length (MotusComposer *self, gsize len)
{
  g_autofree char *sentence = NULL;
  guint excess;

  if (len <= MOTUS_CLIENT_TEXT_MAX)
    return;
  excess = (guint) (len - MOTUS_CLIENT_TEXT_MAX);
  sentence = g_strdup_printf (ngettext ("This is %u byte too long to send. Shorten it, or send it in two.",
                                        "This is %u bytes too long to send. Shorten it, or send it in two.",
                                        excess),
                              excess);
  motus_composer_complain (self, sentence);
}

static void
changed_cb (MotusComposer *self)
{
  g_autofree char *text = motus_composer_get_text (self);
  gsize len = strlen (text);
  g_autoptr (MotusCommand) command = motus_command_parse (len <= MOTUS_CLIENT_TEXT_MAX ? text : "x");
  gboolean something = command->kind != MOTUS_COMMAND_TEXT || command->complete;

  gtk_widget_set_visible (GTK_WIDGET (self->hint), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->placeholder), len == 0 && !self->composing);
  gtk_widget_set_sensitive (self->send, something && len <= MOTUS_CLIENT_TEXT_MAX);
  complain_about_length (self, len);
  if (self->loading)
    return;
  self->recalled = 0;
  g_clear_handle_id (&self->draft_source, g_source_remove);
  self->draft_source = g_timeout_add (DRAFT_DELAY_MS, draft_timeout_cb, self);
  motus_composer_update_completions (self);
}

void
motus_composer_submit (MotusComposer *self)
{
  g_autofree char *text = motus_composer_get_text (self);

  if (gtk_widget_get_sensitive (self->send))
    g_signal_emit (self, submit_signal, 0, text);
}

void
motus_composer_clear (MotusComposer *self)
{
  g_return_if_fail (MOTUS_IS_COMPOSER (self));
  motus_composer_set_text (self, "");
  save_draft (self);
}

void
motus_composer_complain (MotusComposer *self, const char *sentence)
{
  g_return_if_fail (MOTUS_IS_COMPOSER (self));
  motus_label_set_text (self->hint, sentence);
  gtk_widget_add_css_class (GTK_WIDGET (self->hint), "warning");
  gtk_widget_set_visible (GTK_WIDGET (self->hint), TRUE);
}

void
motus_composer_show_help (MotusComposer *self)
{
  g_autoptr (GString) help = g_string_new (NULL);

  g_return_if_fail (MOTUS_IS_COMPOSER (self));
  for (guint kind = MOTUS_COMMAND_MSG; kind < MOTUS_COMMAND_UNKNOWN; kind++)
    g_string_append_printf (help, "%s   %s\n", motus_command_get_usage (kind), motus_command_get_summary (kind));
  g_string_append (help, _("@name   Name somebody\nReturn sends, Shift+Return begins a line, Up brings back what you sent. Two slashes begin a text with a slash."));
  motus_label_set_text (self->hint, help->str);
  gtk_widget_remove_css_class (GTK_WIDGET (self->hint), "warning");
  gtk_widget_set_visible (GTK_WIDGET (self->hint), TRUE);
}

void
motus_composer_grab_focus (MotusComposer *self)
{
  g_return_if_fail (MOTUS_IS_COMPOSER (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static void
update_placeholder (MotusComposer *self)
{
  g_autofree char *name = self->conversation ? motus_display_name (motus_conversation_get_title (self->conversation)) : NULL;
  /* Translators: %s is a person, a room, or "Everyone". */
  g_autofree char *words = name ? g_strdup_printf (_("Message %s…"), name) : g_strdup ("");

  motus_label_set_text (self->placeholder, words);
}

void
motus_composer_set_conversation (MotusComposer *self, MotusConversation *conversation, GListModel *names)
{
  g_return_if_fail (MOTUS_IS_COMPOSER (self));
  save_draft (self);
  g_set_object (&self->conversation, conversation);
  g_set_object (&self->names, names);
  self->recalled = 0;
  self->loading = TRUE;
  motus_composer_set_text (self, conversation ? motus_conversation_get_draft (conversation) : "");
  self->loading = FALSE;
  motus_completion_popover_offer (self->completions, NULL);
  update_placeholder (self);
}

static void
pasted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MotusComposer) self = user_data;
  g_autofree char *pasted = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
  g_autofree char *text = pasted ? motus_display_text (pasted, G_MAXSIZE, G_MAXSIZE, NULL) : NULL;

  if (text == NULL)
    return;
  if (strlen (text) > MOTUS_CLIENT_TEXT_MAX)
    {
      motus_composer_complain (self, _("What you pasted is too long for one message."));
      return;
    }
  gtk_text_buffer_begin_user_action (self->buffer);
  gtk_text_buffer_delete_selection (self->buffer, TRUE, TRUE);
  gtk_text_buffer_insert_at_cursor (self->buffer, text, -1);
  gtk_text_buffer_end_user_action (self->buffer);
  gtk_text_view_scroll_mark_onscreen (self->view, gtk_text_buffer_get_insert (self->buffer));
}

/* Whatever else the clipboard offers, only its plain text is taken. */
static void
paste_cb (MotusComposer *self)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (self->view));

  g_signal_stop_emission_by_name (self->view, "paste-clipboard");
  gdk_clipboard_read_text_async (clipboard, NULL, pasted_cb, g_object_ref (self));
}

static void
emoji_picked_cb (MotusComposer *self, const char *emoji)
{
  gtk_text_buffer_insert_at_cursor (self->buffer, emoji, -1);
  motus_composer_grab_focus (self);
}

/* The chooser is made when it is wanted: it loads a thousand pictures. */
static void
create_emoji_chooser (GtkMenuButton *button, gpointer user_data)
{
  GtkWidget *chooser;

  if (gtk_menu_button_get_popover (button))
    return;
  chooser = gtk_emoji_chooser_new ();
  g_signal_connect_swapped (chooser, "emoji-picked", G_CALLBACK (emoji_picked_cb), user_data);
  gtk_menu_button_set_popover (button, chooser);
}

/* Six lines, in whatever font the person has. */
static void
motus_composer_map (GtkWidget *widget)
{
  MotusComposer *self = MOTUS_COMPOSER (widget);
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self->view), "X");
  int height;

  pango_layout_get_pixel_size (layout, NULL, &height);
  gtk_scrolled_window_set_max_content_height (self->scroller, LINES_MAX * height + FRAME_PIXELS);
  GTK_WIDGET_CLASS (motus_composer_parent_class)->map (widget);
}

static void
motus_composer_dispose (GObject *object)
{
  MotusComposer *self = MOTUS_COMPOSER (object);
  GtkWidget *child;

  if (self->view)
    {
      save_draft (self);
      g_signal_handlers_disconnect_by_data (self->buffer, self);
    }
  g_clear_handle_id (&self->draft_source, g_source_remove);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  self->view = NULL;
  g_clear_object (&self->conversation);
  g_clear_object (&self->names);
  G_OBJECT_CLASS (motus_composer_parent_class)->dispose (object);
}

static void
motus_composer_class_init (MotusComposerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (MOTUS_TYPE_DRAFT_BUFFER);
  G_OBJECT_CLASS (klass)->dispose = motus_composer_dispose;
  widget_class->map = motus_composer_map;
  submit_signal = g_signal_new ("submit", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (widget_class, MOTUS_RESOURCE_BASE "/motus-composer.ui");
  gtk_widget_class_bind_template_child (widget_class, MotusComposer, emoji);
  gtk_widget_class_bind_template_child (widget_class, MotusComposer, frame);
  gtk_widget_class_bind_template_child (widget_class, MotusComposer, hint);
  gtk_widget_class_bind_template_child (widget_class, MotusComposer, placeholder);
  gtk_widget_class_bind_template_child (widget_class, MotusComposer, scroller);
  gtk_widget_class_bind_template_child (widget_class, MotusComposer, send);
  gtk_widget_class_bind_template_child (widget_class, MotusComposer, view);
  gtk_widget_class_bind_template_callback (widget_class, motus_composer_submit);
  gtk_widget_class_bind_template_callback (widget_class, paste_cb);
}

static void
motus_composer_init (MotusComposer *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->buffer = gtk_text_view_get_buffer (self->view);
  gtk_text_buffer_set_enable_undo (self->buffer, TRUE);
  gtk_menu_button_set_create_popup_func (self->emoji, create_emoji_chooser, self, NULL);
  g_signal_connect_swapped (self->buffer, "changed", G_CALLBACK (changed_cb), self);
  motus_composer_add_keys (self);
  changed_cb (self);
  g_clear_handle_id (&self->draft_source, g_source_remove);
}
