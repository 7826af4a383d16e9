/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "motus-client.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * MotusVerifyDialog:
 *
 * The safety number with one person, to be compared with what that person's screen shows. "They
 * match" marks the key as verified. "They don't match" leaves or makes it unverified, and says
 * what that means.
 */
#define MOTUS_TYPE_VERIFY_DIALOG (motus_verify_dialog_get_type ())
G_DECLARE_FINAL_TYPE (MotusVerifyDialog, motus_verify_dialog, MOTUS, VERIFY_DIALOG, AdwWindow)

void motus_verify_dialog_present (GtkWindow *parent, MotusClient *client, MotusContact *contact);

G_END_DECLS
