/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-relay-engine-private.h"

typedef struct {
  MotusRelayAccount *leaver;
  char room_id[MOTUS_ID_LENGTH + 1];
} Leave;

static char *
leave_key (const MotusRelayAccount *account, const MotusRelayRoom *room)
{
  return g_strconcat ("leave ", room->record.id, " ", account->record.name, NULL);
}

static void
tell (MotusRelayEngine *engine, MotusRelayClient *client, const char *tag,
      gboolean durable, gpointer user_data)
{
  const Leave *leave = user_data;
  const MotusRelayRoom *room = motus_relay_rooms_find (engine->rooms, leave->room_id);

  if (client != NULL && durable)
    motus_relay_reply_ack (engine, client, tag);
  else if (client != NULL)
    motus_relay_reply_error (engine, client, tag, MOTUS_RELAY_CODE_STORAGE);
  if (durable && room != NULL)
    motus_relay_tell_room (engine, room, leave->leaver);
}

static void
add_removal (MotusRelayCommit *commit, const Leave *leave, gboolean is_last_one)
{
  MotusRelayChange *change = motus_relay_commit_add (
      commit, is_last_one ? MOTUS_RELAY_CHANGE_ROOM_REMOVE : MOTUS_RELAY_CHANGE_MEMBER_REMOVE);

  if (is_last_one)
    g_strlcpy (change->room.id, leave->room_id, sizeof change->room.id);
  else
    {
      g_strlcpy (change->member.room, leave->room_id, sizeof change->member.room);
      g_strlcpy (change->member.account, leave->leaver->record.name,
                 sizeof change->member.account);
    }
}

static void
store_leave (MotusRelayEngine *engine, MotusRelayClient *client, const char *tag,
             const MotusRelayRoom *room)
{
  MotusRelayCommit *commit = motus_relay_commit_new (engine, client, tag);
  Leave *leave = g_new0 (Leave, 1);
  g_autofree char *mine = leave_key (client->account, room);
  g_autofree char *all = motus_relay_room_leavers_key (room);

  leave->leaver = client->account;
  g_strlcpy (leave->room_id, room->record.id, sizeof leave->room_id);
  motus_relay_commit_reserve (commit, mine);
  motus_relay_commit_reserve (commit, all);
  add_removal (commit, leave, motus_relay_room_is_ending (engine, room));
  motus_relay_commit_submit (commit, tell, leave, g_free);
}

void
motus_relay_handle_room_leave (MotusRelayEngine *engine, MotusRelayClient *client,
                               MotusMessage *message)
{
  const char *tag = motus_message_get_text (message, "id");
  const MotusRelayRoom *room
      = motus_relay_rooms_find (engine->rooms, motus_message_get_text (message, "room"));

  if (room == NULL || !motus_relay_room_has_member (room, client->account))
    {
      motus_relay_reply_error (engine, client, tag, MOTUS_RELAY_CODE_NOT_IN_ROOM);
      return;
    }
  g_autofree char *mine = leave_key (client->account, room);
  if (motus_relay_reservations_count (engine->reservations, mine) > 0)
    motus_relay_reply_error (engine, client, tag, MOTUS_RELAY_CODE_NOT_IN_ROOM);
  else
    store_leave (engine, client, tag, room);
}
