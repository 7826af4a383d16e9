/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "motus-client.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * MotusUnlockPage:
 *
 * Asks for the password of an account that has keys on this computer. Brings its own header bar.
 *
 * Signals:
 *  "done" (MotusClient *): the account is unlocked and was asked to connect.
 *  "new-account": the person wants another account, or another relay.
 */
#define MOTUS_TYPE_UNLOCK_PAGE (motus_unlock_page_get_type ())
G_DECLARE_FINAL_TYPE (MotusUnlockPage, motus_unlock_page, MOTUS, UNLOCK_PAGE, AdwBin)

/* A page for @accounts, at least one, in the folder @home; the first is chosen at first. */
GtkWidget *motus_unlock_page_new (const char *home, char **accounts);

G_END_DECLS
