/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-window-private.h"

#include "motus-display-text.h"

#include <glib/gi18n.h>

/* What a notification shows of a text, in characters. */
#define NOTIFICATION_CHARS 200

static gboolean
is_in_front (MotusWindow *self, MotusConversation *conversation)
{
  return gtk_window_is_active (GTK_WINDOW (self)) && motus_conversation_view_get_conversation (self->view) == conversation
         && motus_conversation_view_is_at_end (self->view);
}

/* Desktops read the body of a notification as markup, so it is escaped; the title is plain. */
static char *
make_body (MotusWindow *self, MotusChatMessage *message)
{
  gboolean show_text = self->settings == NULL || g_settings_get_boolean (self->settings, "notification-text");
  g_autofree char *text = NULL;

  if (!show_text)
    return g_strdup (_("New message"));
  text = motus_display_text (motus_chat_message_get_text (message), NOTIFICATION_CHARS, 6, NULL);
  return g_markup_escape_text (text, -1);
}

static void
message_received_cb (MotusWindow *self, MotusConversation *conversation, MotusChatMessage *message)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));
  gboolean person = motus_conversation_get_kind (conversation) == MOTUS_CONVERSATION_PERSON;
  g_autofree char *sender = motus_display_title (motus_chat_message_get_sender (message));
  g_autofree char *place = motus_display_title (motus_conversation_get_title (conversation));
  g_autofree char *title = person ? g_strdup (sender) : g_strdup_printf ("%s · %s", sender, place);
  g_autofree char *body = make_body (self, message);
  g_autoptr (GNotification) notification = g_notification_new (title);

  if (application == NULL || is_in_front (self, conversation))
    return;
  g_notification_set_body (notification, body);
  g_notification_set_default_action_and_target (notification, "app.open-conversation", "s",
                                                motus_conversation_get_id (conversation));
  g_application_send_notification (G_APPLICATION (application), motus_conversation_get_id (conversation), notification);
}

static void
message_refused_cb (MotusWindow *self, const char *from, GError *error)
{
  g_autofree char *name = motus_display_name (from ? from : "");
  g_autofree char *sentence = g_strdup_printf (_("A message that says it is from %s was not shown. %s"), name, error->message);

  motus_window_tell (self, sentence);
}

static void
invite_answered_cb (MotusWindow *self, const char *by, MotusConversation *room, gboolean accepted)
{
  g_autofree char *name = motus_display_name (by);
  gboolean seen = room && motus_conversation_view_get_conversation (self->view) == room;
  g_autofree char *place = room ? motus_display_name (motus_conversation_get_title (room)) : g_strdup ("");
  g_autofree char *sentence = g_strdup_printf (accepted ? _("%s came into the room %s.") : _("%s does not come into the room %s."),
                                               name, place);

  /* The room that is open says it itself. */
  if (!seen)
    motus_window_tell (self, sentence);
}

/* A conversation that is read needs no notification any more. */
static void
withdraw_cb (MotusWindow *self)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));
  MotusConversation *conversation = motus_conversation_view_get_conversation (self->view);

  if (application && conversation && gtk_window_is_active (GTK_WINDOW (self)))
    g_application_withdraw_notification (G_APPLICATION (application), motus_conversation_get_id (conversation));
}

void
motus_window_follow_client (MotusWindow *self)
{
  g_signal_connect_object (self->client, "message-received", G_CALLBACK (message_received_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->client, "message-refused", G_CALLBACK (message_refused_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->client, "room-invite-answered", G_CALLBACK (invite_answered_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect (self, "notify::is-active", G_CALLBACK (withdraw_cb), NULL);
}
