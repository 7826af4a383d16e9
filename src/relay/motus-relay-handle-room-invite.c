/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-relay-engine-private.h"

#include "motus-random.h"

/* Places in a room are counted with those reserved for people whose acceptance is on its way
 * to the disk, and rooms of a person with those being made for them. */

typedef struct {
  MotusRelayEngine *engine;
  MotusRelayClient *client;
  MotusRelayAccount *inviter;
  MotusRelayAccount *invitee;
  const MotusRelayRoom *room;           /* NULL: a new one */
  const char *name;                     /* of a new one */
  const char *tag;
} Invite;

/* What is remembered while an invitation is on its way to the disk. */
typedef struct {
  char invite_id[MOTUS_ID_LENGTH + 1];
  char room_id[MOTUS_ID_LENGTH + 1];
  gboolean new_room;
} Pending;

static gboolean
refuse (const Invite *invite, MotusRelayCode code)
{
  motus_relay_reply_error (invite->engine, invite->client, invite->tag, code);
  return FALSE;
}

static gboolean
refuse_saying (const Invite *invite, MotusRelayCode code, const char *sentence)
{
  motus_relay_reply_error_saying (invite->engine, invite->client, invite->tag, code,
                                  sentence);
  return FALSE;
}

static gboolean
find_invitee (Invite *invite, const char *name)
{
  invite->invitee = motus_relay_accounts_find (invite->engine->accounts, name);
  if (invite->invitee != NULL)
    return TRUE;

  g_autoptr (MotusMessage) error
      = motus_relay_error_message (invite->tag, MOTUS_RELAY_CODE_USER_UNKNOWN);
  motus_message_add_name (error, "targets", name);
  motus_relay_send (invite->engine, invite->client, error);
  return FALSE;
}

/* TRUE if an answer of the invitee is on its way to the disk. */
static gboolean
is_being_answered (const Invite *invite)
{
  const MotusRelayRoomInvite *earlier
      = motus_relay_room_find_invite (invite->room, invite->invitee);
  g_autofree char *key = earlier == NULL ? NULL : motus_relay_answer_key (earlier->id);

  return key != NULL && motus_relay_reservations_count (invite->engine->reservations, key) > 0;
}

static gboolean
find_room (Invite *invite, const char *id)
{
  if (id == NULL)
    return invite->invitee != invite->inviter
           || refuse (invite, MOTUS_RELAY_CODE_ALREADY_IN_ROOM);
  invite->room = motus_relay_rooms_find (invite->engine->rooms, id);
  if (invite->room == NULL || !motus_relay_room_has_member (invite->room, invite->inviter)
      || motus_relay_room_is_ending (invite->engine, invite->room))
    return refuse (invite, MOTUS_RELAY_CODE_NOT_IN_ROOM);
  if (motus_relay_room_has_member (invite->room, invite->invitee) || is_being_answered (invite))
    return refuse (invite, MOTUS_RELAY_CODE_ALREADY_IN_ROOM);
  return !motus_relay_room_is_full (invite->engine, invite->room)
         || refuse (invite, MOTUS_RELAY_CODE_ROOM_FULL);
}

static gboolean
check_limits (const Invite *invite)
{
  const MotusRelayEngine *engine = invite->engine;

  if (invite->name != NULL && !motus_room_name_is_valid (invite->name))
    return refuse_saying (invite, MOTUS_RELAY_CODE_BAD_MESSAGE,
                          "A room's name has at most 64 bytes and no hidden characters.");
  if (invite->room == NULL && !motus_relay_may_join_room (engine, invite->inviter))
    return refuse_saying (invite, MOTUS_RELAY_CODE_TOO_MANY, "You are in too many rooms.");
  g_autofree char *key = motus_relay_room_invites_key (invite->inviter);
  if (invite->inviter->room_invites_made
          + motus_relay_reservations_count (engine->reservations, key)
      >= engine->config->limits.room_invites_per_account)
    return refuse_saying (invite, MOTUS_RELAY_CODE_TOO_MANY,
                          "You have too many open invitations.");
  return TRUE;
}

static void
make_id (char text[MOTUS_ID_LENGTH + 1])
{
  guint8 id[MOTUS_ID_SIZE];

  motus_random_bytes (id, sizeof id);
  g_autofree char *made = motus_id_format (id);
  g_strlcpy (text, made, MOTUS_ID_LENGTH + 1);
}

static void
tell (MotusRelayEngine *engine, MotusRelayClient *client, const char *tag,
      gboolean durable, gpointer user_data)
{
  const Pending *pending = user_data;
  const MotusRelayRoomInvite *invite
      = motus_relay_rooms_find_invite (engine->rooms, pending->invite_id);

  if (!durable || invite == NULL)
    {
      if (client != NULL)
        motus_relay_reply_error (engine, client, tag, MOTUS_RELAY_CODE_STORAGE);
      return;
    }
  if (client != NULL && tag != NULL)
    {
      g_autoptr (MotusMessage) ack = motus_message_new (MOTUS_MESSAGE_ACK);
      motus_message_set_text (ack, "re", tag);
      motus_message_set_text (ack, "room", pending->room_id);
      motus_message_set_text (ack, "invite_id", pending->invite_id);
      motus_relay_send (engine, client, ack);
    }
  if (pending->new_room)
    motus_relay_tell_room (engine, invite->room, NULL);
  motus_relay_tell_directory (engine);
  motus_relay_tell_invitation (engine, invite);
}

static void
add_room (const Invite *invite, MotusRelayCommit *commit, const char *id)
{
  MotusRelayChange *room = motus_relay_commit_add (commit, MOTUS_RELAY_CHANGE_ROOM_ADD);
  g_strlcpy (room->room.id, id, sizeof room->room.id);
  g_strlcpy (room->room.name, invite->name != NULL ? invite->name : "", sizeof room->room.name);

  MotusRelayChange *member = motus_relay_commit_add (commit, MOTUS_RELAY_CHANGE_MEMBER_ADD);
  g_strlcpy (member->member.room, id, sizeof member->member.room);
  g_strlcpy (member->member.account, invite->inviter->record.name,
             sizeof member->member.account);

  g_autofree char *key = motus_relay_rooms_key (invite->inviter);
  motus_relay_commit_reserve (commit, key);
}

static void
add_invite (const Invite *invite, MotusRelayCommit *commit, const Pending *pending)
{
  const MotusRelayLimits *limits = &invite->engine->config->limits;
  MotusRelayRoomInviteRecord *record
      = &motus_relay_commit_add (commit, MOTUS_RELAY_CHANGE_ROOM_INVITE_SET)->room_invite;

  g_strlcpy (record->id, pending->invite_id, sizeof record->id);
  g_strlcpy (record->room, pending->room_id, sizeof record->room);
  g_strlcpy (record->inviter, invite->inviter->record.name, sizeof record->inviter);
  g_strlcpy (record->invitee, invite->invitee->record.name, sizeof record->invitee);
  record->expires_at = motus_relay_engine_calendar (invite->engine)
                       + limits->room_invite_seconds * G_GINT64_CONSTANT (1000);

  g_autofree char *key = motus_relay_room_invites_key (invite->inviter);
  motus_relay_commit_reserve (commit, key);
}

/* An earlier invitation of the same person into the same room is renewed. */
static void
choose_ids (const Invite *invite, Pending *pending)
{
  const MotusRelayRoomInvite *earlier
      = invite->room != NULL ? motus_relay_room_find_invite (invite->room, invite->invitee)
                             : NULL;

  pending->new_room = invite->room == NULL;
  if (invite->room != NULL)
    g_strlcpy (pending->room_id, invite->room->record.id, sizeof pending->room_id);
  else
    make_id (pending->room_id);
  if (earlier != NULL)
    g_strlcpy (pending->invite_id, earlier->id, sizeof pending->invite_id);
  else
    make_id (pending->invite_id);
}

static void
store_invite (const Invite *invite)
{
  MotusRelayCommit *commit
      = motus_relay_commit_new (invite->engine, invite->client, invite->tag);
  Pending *pending = g_new0 (Pending, 1);

  choose_ids (invite, pending);
  if (pending->new_room)
    add_room (invite, commit, pending->room_id);
  add_invite (invite, commit, pending);
  motus_relay_commit_submit (commit, tell, pending, g_free);
}

void
motus_relay_handle_room_invite (MotusRelayEngine *engine, MotusRelayClient *client,
                                MotusMessage *message)
{
  Invite invite = { engine, client, client->account };

  invite.tag = motus_message_get_text (message, "id");
  invite.name = motus_message_get_text (message, "name");
  if (find_invitee (&invite, motus_message_get_text (message, "target"))
      && find_room (&invite, motus_message_get_text (message, "room"))
      && check_limits (&invite))
    store_invite (&invite);
}
