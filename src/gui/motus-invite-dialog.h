/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "motus-client.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * MotusInviteDialog:
 *
 * Makes an invitation link for one new person, shows it and copies it.
 */
#define MOTUS_TYPE_INVITE_DIALOG (motus_invite_dialog_get_type ())
G_DECLARE_FINAL_TYPE (MotusInviteDialog, motus_invite_dialog, MOTUS, INVITE_DIALOG, AdwWindow)

void motus_invite_dialog_present (GtkWindow *parent, MotusClient *client);

G_END_DECLS
