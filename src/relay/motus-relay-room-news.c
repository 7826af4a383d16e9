/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-relay-engine-private.h"

static GBytes *
encode_members (const MotusRelayRoom *room)
{
  g_autoptr (MotusMessage) message = motus_message_new (MOTUS_MESSAGE_ROOM_MEMBERS);

  motus_message_set_text (message, "room", room->record.id);
  motus_message_set_text (message, "name", room->record.name);
  for (guint i = 0; i < room->members->len; i++)
    {
      const MotusRelayAccount *member = room->members->pdata[i];
      motus_message_add_name (message, "members", member->record.name);
    }
  return motus_relay_encode (message);
}

void
motus_relay_tell_room_members (MotusRelayEngine *engine, MotusRelayClient *client,
                               const MotusRelayRoom *room)
{
  g_autoptr (GBytes) frame = encode_members (room);

  if (frame != NULL)
    motus_relay_send_frame (engine, client, frame);
}

void
motus_relay_tell_room (MotusRelayEngine *engine, const MotusRelayRoom *room,
                       const MotusRelayAccount *leaver)
{
  g_autoptr (GBytes) frame = encode_members (room);

  if (frame == NULL)
    return;
  for (guint i = 0; i < room->members->len; i++)
    {
      const MotusRelayAccount *member = room->members->pdata[i];

      if (member->client != NULL)
        motus_relay_send_frame (engine, member->client, frame);
    }
  if (leaver != NULL && leaver->client != NULL)
    motus_relay_send_frame (engine, leaver->client, frame);
}

void
motus_relay_tell_invitation (MotusRelayEngine *engine, const MotusRelayRoomInvite *invite)
{
  if (invite->invitee->client == NULL)
    return;

  g_autoptr (MotusMessage) message = motus_message_new (MOTUS_MESSAGE_ROOM_INVITATION);
  motus_message_set_text (message, "invite_id", invite->id);
  motus_message_set_text (message, "from", invite->inviter->record.name);
  motus_message_set_text (message, "room", invite->room->record.id);
  motus_message_set_text (message, "name", invite->room->record.name);
  motus_relay_send (engine, invite->invitee->client, message);
}
