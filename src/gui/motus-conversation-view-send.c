/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-conversation-view-private.h"

#include "motus-command.h"
#include "motus-display-text.h"

#include <glib/gi18n.h>

static void
complain (MotusConversationView *self, const char *format, const char *name)
{
  g_autofree char *shown = motus_display_name (name);
  g_autoptr (GString) sentence = g_string_new (format);

  g_string_replace (sentence, "%s", shown, 1);
  motus_composer_complain (self->composer, sentence->str);
}

static void
send_to_one (MotusConversationView *self, MotusCommand *command)
{
  MotusConversation *conversation = motus_client_get_conversation (self->client, command->name);

  if (conversation == NULL)
    {
      complain (self, _("There is nobody called %s on this relay."), command->name);
      return;
    }
  motus_composer_clear (self->composer);
  motus_client_send_async (self->client, conversation, command->text, NULL, NULL, NULL);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.open", "s", motus_conversation_get_id (conversation));
}

static void
invited_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MotusConversationView) self = user_data;
  g_autoptr (GError) error = NULL;
  MotusConversation *room = motus_client_invite_finish (MOTUS_CLIENT (source), result, &error);

  if (room == NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.tell", "s", error->message);
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "win.open", "s", motus_conversation_get_id (room));
}

static void
invite (MotusConversationView *self, MotusCommand *command)
{
  gboolean room = motus_conversation_get_kind (self->conversation) == MOTUS_CONVERSATION_ROOM && command->text == NULL;

  if (motus_client_get_conversation (self->client, command->name) == NULL)
    {
      complain (self, _("There is nobody called %s on this relay."), command->name);
      return;
    }
  motus_composer_clear (self->composer);
  motus_client_invite_async (self->client, command->name, room ? self->conversation : NULL,
                             command->text ? command->text : "", NULL, invited_cb, g_object_ref (self));
}

static void
leave (MotusConversationView *self)
{
  if (motus_conversation_get_kind (self->conversation) != MOTUS_CONVERSATION_ROOM)
    {
      motus_composer_complain (self->composer, _("This is no room, so there is nothing to leave."));
      return;
    }
  motus_composer_clear (self->composer);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.leave", "s", motus_conversation_get_id (self->conversation));
}

static void
run (MotusConversationView *self, MotusCommand *command)
{
  switch (command->kind)
    {
    case MOTUS_COMMAND_MSG:
      send_to_one (self, command);
      break;
    case MOTUS_COMMAND_INVITE:
      invite (self, command);
      break;
    case MOTUS_COMMAND_LEAVE:
      leave (self);
      break;
    case MOTUS_COMMAND_HELP:
      motus_composer_clear (self->composer);
      motus_composer_show_help (self->composer);
      break;
    case MOTUS_COMMAND_TEXT:
    case MOTUS_COMMAND_UNKNOWN:
    default:
      break;
    }
}

void
motus_conversation_view_submit (MotusConversationView *self, const char *input)
{
  g_autoptr (MotusCommand) command = motus_command_parse (input);

  if (self->client == NULL || self->conversation == NULL)
    return;
  if (command->kind == MOTUS_COMMAND_UNKNOWN)
    complain (self, _("There is no command /%s. Two slashes send a text that begins with one."), command->name);
  else if (command->kind != MOTUS_COMMAND_TEXT && !command->complete)
    complain (self, _("It is written like this: %s"), motus_command_get_usage (command->kind));
  else if (command->kind != MOTUS_COMMAND_TEXT)
    run (self, command);
  else if (command->complete)
    {
      /* The message carries the outcome, a failure too: nothing is left to tell in a callback. */
      motus_client_send_async (self->client, self->conversation, command->text, NULL, NULL, NULL);
      motus_composer_clear (self->composer);
    }
}
