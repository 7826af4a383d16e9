/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "motus-relay-accounts.h"

G_BEGIN_DECLS

/**
 * MotusRelayRoom:
 *
 * A room that has members; it goes with the last of them.
 */
typedef struct {
  MotusRelayRoomRecord record;
  GPtrArray *members;           /* of MotusRelayAccount, in the order in which they came */
  GHashTable *invites;          /* invitee's MotusRelayAccount to MotusRelayRoomInvite */
} MotusRelayRoom;

/**
 * MotusRelayRoomInvite:
 *
 * An invitation into a room that has not been answered.
 */
typedef struct {
  char id[MOTUS_ID_LENGTH + 1];
  MotusRelayRoom *room;
  MotusRelayAccount *inviter;
  MotusRelayAccount *invitee;
  gint64 expires_at;            /* milliseconds since 1970 */
} MotusRelayRoomInvite;

/**
 * MotusRelayRooms:
 *
 * All rooms and the invitations into them.
 */
typedef struct _MotusRelayRooms MotusRelayRooms;

/* @accounts outlive the rooms. */
MotusRelayRooms *motus_relay_rooms_new (const MotusRelayAccounts *accounts);
void motus_relay_rooms_free (MotusRelayRooms *rooms);

MotusRelayRoom *motus_relay_rooms_find (const MotusRelayRooms *rooms, const char *id);
/* NULL if there is no such invitation; one that has expired is still found. */
MotusRelayRoomInvite *motus_relay_rooms_find_invite (const MotusRelayRooms *rooms,
                                                     const char *id);

gboolean motus_relay_room_has_member (const MotusRelayRoom *room,
                                      const MotusRelayAccount *account);
/* The invitation of @invitee into @room, or NULL. */
MotusRelayRoomInvite *motus_relay_room_find_invite (const MotusRelayRoom *room,
                                                    const MotusRelayAccount *invitee);

/* Do what a durable change says. */
void motus_relay_rooms_add (MotusRelayRooms *rooms, const MotusRelayRoomRecord *record);
void motus_relay_rooms_remove (MotusRelayRooms *rooms, const char *id);
void motus_relay_rooms_add_member (MotusRelayRooms *rooms, const MotusRelayMemberRecord *record);
void motus_relay_rooms_remove_member (MotusRelayRooms *rooms,
                                      const MotusRelayMemberRecord *record);
void motus_relay_rooms_set_invite (MotusRelayRooms *rooms,
                                   const MotusRelayRoomInviteRecord *record);
void motus_relay_rooms_remove_invite (MotusRelayRooms *rooms, const char *id);

/* Adds the removal of each invitation that has expired at @now (milliseconds since 1970) to
 * @batch. */
void motus_relay_rooms_expire (const MotusRelayRooms *rooms, gint64 now, MotusRelayBatch *batch);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MotusRelayRooms, motus_relay_rooms_free)

guint motus_relay_rooms_n_invites (const MotusRelayRooms *rooms);

G_END_DECLS
