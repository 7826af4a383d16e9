/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "motus-room-invite.h"

G_BEGIN_DECLS

MotusRoomInvite *motus_room_invite_new (const char *id, const char *from, const char *room,
                                        const char *room_name);

G_END_DECLS
