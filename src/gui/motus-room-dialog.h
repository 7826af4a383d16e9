/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "motus-client.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * MotusRoomDialog:
 *
 * Makes a room: a name and the people to ask into it. Or asks more people into a room, or leaves it.
 */
#define MOTUS_TYPE_ROOM_DIALOG (motus_room_dialog_get_type ())
G_DECLARE_FINAL_TYPE (MotusRoomDialog, motus_room_dialog, MOTUS, ROOM_DIALOG, AdwWindow)

/* For a new room, or for @room. @person (may be NULL) is chosen already. */
void motus_room_dialog_present (GtkWindow *parent, MotusClient *client, MotusConversation *room, const char *person);

G_END_DECLS
