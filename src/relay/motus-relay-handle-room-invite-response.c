/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-relay-engine-private.h"

/* What is remembered of an answer on its way to the disk, after which the invitation is gone. */
typedef struct {
  char invite_id[MOTUS_ID_LENGTH + 1];
  char room_id[MOTUS_ID_LENGTH + 1];
  MotusRelayAccount *inviter;
  MotusRelayAccount *invitee;
  gboolean accepted;
} Answer;

static void
tell_inviter (MotusRelayEngine *engine, const Answer *answer)
{
  if (answer->inviter->client == NULL)
    return;

  g_autoptr (MotusMessage) message = motus_message_new (MOTUS_MESSAGE_ROOM_INVITE_RESULT);
  motus_message_set_text (message, "invite_id", answer->invite_id);
  motus_message_set_text (message, "by", answer->invitee->record.name);
  motus_message_set_bool (message, "accepted", answer->accepted);
  motus_message_set_text (message, "room", answer->room_id);
  motus_relay_send (engine, answer->inviter->client, message);
}

static void
tell (MotusRelayEngine *engine, MotusRelayClient *client, const char *tag,
      gboolean durable, gpointer user_data)
{
  const Answer *answer = user_data;

  if (!durable)
    {
      if (client != NULL)
        motus_relay_reply_error (engine, client, tag, MOTUS_RELAY_CODE_STORAGE);
      return;
    }
  if (client != NULL)
    motus_relay_reply_ack (engine, client, tag);
  tell_inviter (engine, answer);

  const MotusRelayRoom *room = motus_relay_rooms_find (engine->rooms, answer->room_id);
  if (answer->accepted && room != NULL)
    {
      motus_relay_tell_directory (engine);
      motus_relay_tell_room (engine, room, NULL);
    }
}

static void
add_member (MotusRelayCommit *commit, const MotusRelayRoomInvite *invite)
{
  MotusRelayChange *change = motus_relay_commit_add (commit, MOTUS_RELAY_CHANGE_MEMBER_ADD);
  g_autofree char *room_key = motus_relay_room_key (invite->room);
  g_autofree char *rooms_key = motus_relay_rooms_key (invite->invitee);

  g_strlcpy (change->member.room, invite->room->record.id, sizeof change->member.room);
  g_strlcpy (change->member.account, invite->invitee->record.name,
             sizeof change->member.account);
  motus_relay_commit_reserve (commit, room_key);
  motus_relay_commit_reserve (commit, rooms_key);
}

static void
store_answer (MotusRelayEngine *engine, MotusRelayClient *client, const char *tag,
              const MotusRelayRoomInvite *invite, gboolean accepted)
{
  MotusRelayCommit *commit = motus_relay_commit_new (engine, client, tag);
  Answer *answer = g_new0 (Answer, 1);
  g_autofree char *key = motus_relay_answer_key (invite->id);
  MotusRelayChange *change
      = motus_relay_commit_add (commit, MOTUS_RELAY_CHANGE_ROOM_INVITE_REMOVE);

  g_strlcpy (change->room_invite.id, invite->id, sizeof change->room_invite.id);
  g_strlcpy (answer->invite_id, invite->id, sizeof answer->invite_id);
  g_strlcpy (answer->room_id, invite->room->record.id, sizeof answer->room_id);
  answer->inviter = invite->inviter;
  answer->invitee = invite->invitee;
  answer->accepted = accepted;
  if (accepted)
    add_member (commit, invite);
  motus_relay_commit_reserve (commit, key);
  motus_relay_commit_submit (commit, tell, answer, g_free);
}

/* The invitation, if it is this person's to answer, now and for the first time, and
 * there is a room to come to. */
static const MotusRelayRoomInvite *
find_invite (const MotusRelayEngine *engine, const MotusRelayAccount *account, const char *id)
{
  const MotusRelayRoomInvite *invite = motus_relay_rooms_find_invite (engine->rooms, id);
  g_autofree char *key = motus_relay_answer_key (id);

  if (invite == NULL || invite->invitee != account
      || invite->expires_at <= motus_relay_engine_calendar (engine)
      || motus_relay_reservations_count (engine->reservations, key) > 0
      || motus_relay_room_is_ending (engine, invite->room))
    return NULL;
  return invite;
}

void
motus_relay_handle_room_invite_response (MotusRelayEngine *engine,
                                         MotusRelayClient *client,
                                         MotusMessage *message)
{
  const char *tag = motus_message_get_text (message, "id");
  gboolean accepted = motus_message_get_bool (message, "accepted");
  const MotusRelayRoomInvite *invite
      = find_invite (engine, client->account, motus_message_get_text (message, "invite_id"));

  if (invite == NULL)
    motus_relay_reply_error (engine, client, tag, MOTUS_RELAY_CODE_INVITE_INVALID);
  else if (accepted && motus_relay_room_is_full (engine, invite->room))
    motus_relay_reply_error (engine, client, tag, MOTUS_RELAY_CODE_ROOM_FULL);
  else if (accepted && !motus_relay_may_join_room (engine, invite->invitee))
    motus_relay_reply_error_saying (engine, client, tag, MOTUS_RELAY_CODE_TOO_MANY,
                                    "You are in too many rooms.");
  else
    store_answer (engine, client, tag, invite, accepted);
}
