/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-client-private.h"

#include <glib/gi18n-lib.h>

#include "motus-conversation-private.h"
#include "motus-name.h"

/* What a room is called: by its name, if it has a proper one, and for good. A relay that could
 * exchange the names of two rooms would have each read what is meant for the other. */
static char *
make_title (const char *name)
{
  if (name != NULL && *name != '\0' && motus_room_name_is_valid (name))
    return g_strdup (name);
  return g_strdup (_("Room"));
}

MotusConversation *
motus_client_ensure_room (MotusClient *self, const char *room, const char *name)
{
  MotusConversation *known = motus_client_get_room (self, room);
  if (known != NULL)
    return known;

  g_autofree char *title = make_title (name);
  g_autoptr (MotusConversation) conversation = motus_conversation_new_room (room, title);
  motus_client_add_conversation (self, conversation);
  return conversation;
}

static guint
count_rooms (MotusClient *self)
{
  guint count = 0;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->conversations)); i++)
    {
      g_autoptr (MotusConversation) conversation
        = g_list_model_get_item (G_LIST_MODEL (self->conversations), i);
      count += motus_conversation_get_kind (conversation) == MOTUS_CONVERSATION_ROOM;
    }
  return count;
}

static void
say (MotusClient *self, MotusConversation *room, char *text)
{
  motus_conversation_add_notice (room, text, motus_client_now (self));
  g_free (text);
}

static void
say_changes (MotusClient *self, MotusConversation *room, const char *const *before,
             const char *const *after)
{
  for (guint i = 0; after[i] != NULL; i++)
    if (!g_strv_contains (before, after[i]) && !g_str_equal (after[i], self->account))
      say (self, room, g_strdup_printf (_("%s is in the room."), after[i]));
  for (guint i = 0; before[i] != NULL; i++)
    if (!g_strv_contains (after, before[i]) && !g_str_equal (before[i], self->account))
      say (self, room, g_strdup_printf (_("%s left the room."), before[i]));
}

static void
take_members (MotusClient *self, MotusConversation *room, const char *const *members)
{
  g_auto (GStrv) before = g_strdupv ((char **) motus_conversation_get_members (room));
  gboolean inside = g_strv_contains (members, self->account);
  gboolean was_closed = motus_conversation_is_closed (room);

  motus_conversation_set_members (room, members);
  motus_conversation_set_closed (room, !inside);
  if (inside)
    say_changes (self, room, (const char *const *) before, members);
  else if (!was_closed)
    say (self, room, g_strdup (_("You left the room.")));
  if (!g_strv_equal ((const char *const *) before, members) || was_closed != !inside)
    motus_client_keep_conversation (self, room);
}

void
motus_client_handle_members (MotusClient *self, MotusMessage *message)
{
  const char *id = motus_message_get_text (message, "room");
  const char *name = motus_message_get_text (message, "name");
  gsize count = motus_message_get_count (message, "members");
  g_autofree const char **members = g_new0 (const char *, count + 1);

  for (gsize i = 0; i < count; i++)
    members[i] = motus_message_get_name_at (message, "members", i);
  MotusConversation *room = motus_client_get_room (self, id);
  if (room == NULL && !g_strv_contains (members, self->account))
    return;
  if (room == NULL && count_rooms (self) >= MOTUS_CLIENT_ROOMS_MAX)
    return;
  if (room == NULL)
    room = motus_client_ensure_room (self, id, name);
  g_hash_table_add (self->rooms_listed, g_strdup (id));
  take_members (self, room, members);
}

void
motus_client_close_unlisted_rooms (MotusClient *self)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->conversations)); i++)
    {
      g_autoptr (MotusConversation) room
        = g_list_model_get_item (G_LIST_MODEL (self->conversations), i);
      if (motus_conversation_get_kind (room) != MOTUS_CONVERSATION_ROOM
          || motus_conversation_is_closed (room)
          || g_hash_table_contains (self->rooms_listed, motus_conversation_get_id (room)))
        continue;
      motus_conversation_set_closed (room, TRUE);
      say (self, room, g_strdup (_("The relay does not know this room any more.")));
      motus_client_keep_conversation (self, room);
    }
}

/* Leaving, asked of the relay. */
typedef struct {
  GTask *task;
  MotusConversation *room;
} Leaving;

static void
left_cb (MotusClient *self, MotusMessage *answer, const GError *error, gpointer user_data)
{
  Leaving *leaving = user_data;

  if (answer != NULL)
    {
      static const char *const nobody[] = { NULL };
      take_members (self, leaving->room, nobody);
      g_task_return_boolean (leaving->task, TRUE);
    }
  else
    g_task_return_error (leaving->task, g_error_copy (error));
  g_object_unref (leaving->task);
  g_object_unref (leaving->room);
  g_free (leaving);
}

void
motus_client_leave_async (MotusClient *self, MotusConversation *room, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer user_data)
{
  Leaving *leaving = g_new (Leaving, 1);
  g_autoptr (MotusMessage) message = motus_message_new (MOTUS_MESSAGE_ROOM_LEAVE);

  leaving->task = g_task_new (self, cancellable, callback, user_data);
  leaving->room = g_object_ref (room);
  if (motus_conversation_get_kind (room) != MOTUS_CONVERSATION_ROOM)
    {
      g_autoptr (GError) error = g_error_new_literal (
        MOTUS_CLIENT_ERROR, MOTUS_CLIENT_ERROR_NOT_IN_ROOM, _("Only a room can be left."));
      left_cb (self, NULL, error, leaving);
      return;
    }
  motus_message_set_text (message, "room", motus_conversation_get_id (room));
  motus_client_request (self, message, MOTUS_CLIENT_REQUEST_SECONDS, left_cb, leaving);
}

gboolean
motus_client_leave_finish (MotusClient *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
