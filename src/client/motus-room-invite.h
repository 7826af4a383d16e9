/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * MotusRoomInvite:
 *
 * Somebody asks this account into a room. Properties (readable): "id", "from", "room", "room-name" (may be empty).
 */
#define MOTUS_TYPE_ROOM_INVITE (motus_room_invite_get_type ())
G_DECLARE_FINAL_TYPE (MotusRoomInvite, motus_room_invite, MOTUS, ROOM_INVITE, GObject)

const char *motus_room_invite_get_id (MotusRoomInvite *self);
const char *motus_room_invite_get_from (MotusRoomInvite *self);
const char *motus_room_invite_get_room (MotusRoomInvite *self);
const char *motus_room_invite_get_room_name (MotusRoomInvite *self);

G_END_DECLS
