/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-relay-rooms.h"

struct _MotusRelayRooms {
  const MotusRelayAccounts *accounts;
  GHashTable *rooms;            /* id to MotusRelayRoom, which holds it */
  GHashTable *invites;          /* id to MotusRelayRoomInvite, which holds it */
};

static void
room_free (gpointer data)
{
  MotusRelayRoom *room = data;

  g_ptr_array_unref (room->members);
  g_hash_table_unref (room->invites);
  g_free (room);
}

MotusRelayRooms *
motus_relay_rooms_new (const MotusRelayAccounts *accounts)
{
  MotusRelayRooms *rooms = g_new0 (MotusRelayRooms, 1);

  rooms->accounts = accounts;
  rooms->rooms = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, room_free);
  rooms->invites = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  return rooms;
}

void
motus_relay_rooms_free (MotusRelayRooms *rooms)
{
  if (rooms == NULL)
    return;
  g_hash_table_unref (rooms->invites);
  g_hash_table_unref (rooms->rooms);
  g_free (rooms);
}

MotusRelayRoom *
motus_relay_rooms_find (const MotusRelayRooms *rooms, const char *id)
{
  return g_hash_table_lookup (rooms->rooms, id);
}

MotusRelayRoomInvite *
motus_relay_rooms_find_invite (const MotusRelayRooms *rooms, const char *id)
{
  return g_hash_table_lookup (rooms->invites, id);
}

gboolean
motus_relay_room_has_member (const MotusRelayRoom *room, const MotusRelayAccount *account)
{
  return g_hash_table_contains (account->rooms, room);
}

MotusRelayRoomInvite *
motus_relay_room_find_invite (const MotusRelayRoom *room, const MotusRelayAccount *invitee)
{
  return g_hash_table_lookup (room->invites, invitee);
}

void
motus_relay_rooms_add (MotusRelayRooms *rooms, const MotusRelayRoomRecord *record)
{
  MotusRelayRoom *room = g_new0 (MotusRelayRoom, 1);

  room->record = *record;
  room->members = g_ptr_array_new ();
  room->invites = g_hash_table_new (NULL, NULL);
  g_hash_table_insert (rooms->rooms, room->record.id, room);
}

static void
room_remove_invites (MotusRelayRooms *rooms, MotusRelayRoom *room)
{
  g_autoptr (GList) invites = g_hash_table_get_values (room->invites);

  for (GList *l = invites; l != NULL; l = l->next)
    motus_relay_rooms_remove_invite (rooms, ((MotusRelayRoomInvite *) l->data)->id);
}

void
motus_relay_rooms_remove (MotusRelayRooms *rooms, const char *id)
{
  MotusRelayRoom *room = motus_relay_rooms_find (rooms, id);

  if (room == NULL)
    return;
  room_remove_invites (rooms, room);
  for (guint i = 0; i < room->members->len; i++)
    g_hash_table_remove (((MotusRelayAccount *) room->members->pdata[i])->rooms, room);
  g_hash_table_remove (rooms->rooms, room->record.id);
}

void
motus_relay_rooms_add_member (MotusRelayRooms *rooms, const MotusRelayMemberRecord *record)
{
  MotusRelayRoom *room = motus_relay_rooms_find (rooms, record->room);
  MotusRelayAccount *account = motus_relay_accounts_find (rooms->accounts, record->account);

  if (room != NULL && account != NULL && g_hash_table_add (account->rooms, room))
    g_ptr_array_add (room->members, account);
}

void
motus_relay_rooms_remove_member (MotusRelayRooms *rooms, const MotusRelayMemberRecord *record)
{
  MotusRelayRoom *room = motus_relay_rooms_find (rooms, record->room);
  MotusRelayAccount *account = motus_relay_accounts_find (rooms->accounts, record->account);

  if (room != NULL && account != NULL && g_hash_table_remove (account->rooms, room))
    g_ptr_array_remove (room->members, account);
}

void
motus_relay_rooms_set_invite (MotusRelayRooms *rooms, const MotusRelayRoomInviteRecord *record)
{
  MotusRelayRoom *room = motus_relay_rooms_find (rooms, record->room);
  MotusRelayAccount *inviter = motus_relay_accounts_find (rooms->accounts, record->inviter);
  MotusRelayAccount *invitee = motus_relay_accounts_find (rooms->accounts, record->invitee);

  motus_relay_rooms_remove_invite (rooms, record->id);
  if (room == NULL || inviter == NULL || invitee == NULL)
    return;

  const MotusRelayRoomInvite *earlier = motus_relay_room_find_invite (room, invitee);
  if (earlier != NULL)
    motus_relay_rooms_remove_invite (rooms, earlier->id);

  MotusRelayRoomInvite *invite = g_new0 (MotusRelayRoomInvite, 1);
  g_strlcpy (invite->id, record->id, sizeof invite->id);
  invite->room = room;
  invite->inviter = inviter;
  invite->invitee = invitee;
  invite->expires_at = record->expires_at;
  inviter->room_invites_made++;
  g_hash_table_add (invitee->invitations, invite);
  g_hash_table_insert (room->invites, invitee, invite);
  g_hash_table_insert (rooms->invites, invite->id, invite);
}

void
motus_relay_rooms_remove_invite (MotusRelayRooms *rooms, const char *id)
{
  MotusRelayRoomInvite *invite = motus_relay_rooms_find_invite (rooms, id);

  if (invite == NULL)
    return;
  invite->inviter->room_invites_made--;
  g_hash_table_remove (invite->invitee->invitations, invite);
  g_hash_table_remove (invite->room->invites, invite->invitee);
  g_hash_table_remove (rooms->invites, invite->id);
}

void
motus_relay_rooms_expire (const MotusRelayRooms *rooms, gint64 now, MotusRelayBatch *batch)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, rooms->invites);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const MotusRelayRoomInvite *invite = value;

      if (invite->expires_at > now)
        continue;
      MotusRelayChange *change
          = motus_relay_batch_add (batch, MOTUS_RELAY_CHANGE_ROOM_INVITE_REMOVE);
      g_strlcpy (change->room_invite.id, invite->id, sizeof change->room_invite.id);
    }
}

guint
motus_relay_rooms_n_invites (const MotusRelayRooms *rooms)
{
  return g_hash_table_size (rooms->invites);
}
