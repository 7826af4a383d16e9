/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-client-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "motus-conversation-private.h"
#include "motus-name.h"
#include "motus-room-invite-private.h"

static gboolean
find_invite (MotusClient *self, const char *id, guint *position)
{
  guint count = g_list_model_get_n_items (G_LIST_MODEL (self->room_invites));

  for (guint i = 0; i < count; i++)
    {
      g_autoptr (MotusRoomInvite) invite
        = g_list_model_get_item (G_LIST_MODEL (self->room_invites), i);
      if (g_str_equal (motus_room_invite_get_id (invite), id))
        {
          *position = i;
          return TRUE;
        }
    }
  return FALSE;
}

static void
remove_invite (MotusClient *self, const char *id)
{
  guint position;

  if (find_invite (self, id, &position))
    g_list_store_remove (self->room_invites, position);
}

void
motus_client_handle_invitation (MotusClient *self, MotusMessage *message)
{
  const char *id = motus_message_get_text (message, "invite_id");
  const char *name = motus_message_get_text (message, "name");
  guint position;

  if (find_invite (self, id, &position)
      || g_list_model_get_n_items (G_LIST_MODEL (self->room_invites)) >= MOTUS_CLIENT_INVITES_MAX)
    return;
  g_autoptr (MotusRoomInvite) invite = motus_room_invite_new (
    id, motus_message_get_text (message, "from"), motus_message_get_text (message, "room"),
    motus_room_name_is_valid (name) ? name : "");
  g_list_store_append (self->room_invites, invite);
}

void
motus_client_handle_invite_result (MotusClient *self, MotusMessage *message)
{
  const char *by = motus_message_get_text (message, "by");
  gboolean accepted = motus_message_get_bool (message, "accepted");
  MotusConversation *room = motus_client_get_room (self, motus_message_get_text (message, "room"));
  if (room == NULL)
    return;

  /* Who accepted is told of as a member. */
  if (!accepted)
    {
      g_autofree char *text = g_strdup_printf (_("%s declined the invitation."), by);
      motus_conversation_add_notice (room, text, motus_client_now (self));
    }
  motus_client_emit_invite_answered (self, by, room, accepted);
}

/* An invitation asked of the relay. */
typedef struct {
  GTask *task;
  char *room_name;
} Inviting;

static void
inviting_free (Inviting *inviting)
{
  g_object_unref (inviting->task);
  g_free (inviting->room_name);
  g_free (inviting);
}

static void
invited_cb (MotusClient *self, MotusMessage *answer, const GError *error, gpointer user_data)
{
  Inviting *inviting = user_data;
  const char *id = answer != NULL ? motus_message_get_text (answer, "room") : NULL;

  if (id != NULL)
    {
      MotusConversation *room = motus_client_ensure_room (self, id, inviting->room_name);
      g_task_return_pointer (inviting->task, room, NULL);
    }
  else if (error != NULL)
    g_task_return_error (inviting->task, g_error_copy (error));
  else
    g_task_return_new_error (inviting->task, MOTUS_CLIENT_ERROR, MOTUS_CLIENT_ERROR_PROTOCOL, "%s",
                             _("The relay did not say which room this is. Ask its operator to "
                               "update it."));
  inviting_free (inviting);
}

void
motus_client_invite_async (MotusClient *self, const char *name, MotusConversation *room,
                           const char *room_name, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  if (!motus_name_is_valid (name))
    {
      g_task_return_new_error (task, MOTUS_CLIENT_ERROR, MOTUS_CLIENT_ERROR_USER_UNKNOWN, "%s",
                               _("Nobody can have that name. Check it."));
      return;
    }
  if (room == NULL && room_name != NULL && !motus_room_name_is_valid (room_name))
    {
      g_task_return_new_error (task, MOTUS_CLIENT_ERROR, MOTUS_CLIENT_ERROR_REFUSED, "%s",
                               _("A room cannot be called so: 64 bytes without control characters "
                                 "are the most. Choose another name."));
      return;
    }
  Inviting *inviting = g_new0 (Inviting, 1);
  g_autoptr (MotusMessage) message = motus_message_new (MOTUS_MESSAGE_ROOM_INVITE);
  inviting->task = g_steal_pointer (&task);
  inviting->room_name = g_strdup (room_name);
  motus_message_set_text (message, "target", name);
  if (room != NULL)
    motus_message_set_text (message, "room", motus_conversation_get_id (room));
  else if (room_name != NULL && *room_name != '\0')
    motus_message_set_text (message, "name", room_name);
  motus_client_request (self, message, MOTUS_CLIENT_REQUEST_SECONDS, invited_cb, inviting);
}

MotusConversation *
motus_client_invite_finish (MotusClient *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* An answer on its way to the relay. */
typedef struct {
  GTask *task;
  char *invite_id;
} Answering;

static void
invite_answered_cb (MotusClient *self, MotusMessage *answer, const GError *error,
                    gpointer user_data)
{
  Answering *answering = user_data;

  if (answer != NULL || g_error_matches (error, MOTUS_CLIENT_ERROR, MOTUS_CLIENT_ERROR_INVITE))
    remove_invite (self, answering->invite_id);
  if (answer != NULL)
    g_task_return_boolean (answering->task, TRUE);
  else
    g_task_return_error (answering->task, g_error_copy (error));
  g_object_unref (answering->task);
  g_free (answering->invite_id);
  g_free (answering);
}

void
motus_client_answer_invite_async (MotusClient *self, const char *invite_id, gboolean accept,
                                  GCancellable *cancellable, GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  guint8 id[MOTUS_ID_SIZE];
  Answering *answering = g_new (Answering, 1);
  g_autoptr (MotusMessage) message = motus_message_new (MOTUS_MESSAGE_ROOM_INVITE_RESPONSE);

  answering->task = g_task_new (self, cancellable, callback, user_data);
  answering->invite_id = g_strdup (invite_id);
  if (!motus_id_parse (invite_id, id))
    {
      g_autoptr (GError) error = g_error_new_literal (
        MOTUS_CLIENT_ERROR, MOTUS_CLIENT_ERROR_INVITE,
        _("This invitation is unknown or too old. Ask for a new one."));
      invite_answered_cb (self, NULL, error, answering);
      return;
    }
  motus_message_set_text (message, "invite_id", invite_id);
  motus_message_set_bool (message, "accepted", accept);
  motus_client_request (self, message, MOTUS_CLIENT_REQUEST_SECONDS, invite_answered_cb, answering);
}

gboolean
motus_client_answer_invite_finish (MotusClient *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
