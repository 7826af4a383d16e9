/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "motus-client.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * MotusWelcomePage:
 *
 * From an invitation link, or a relay's address, to a new account. Brings its own header bar.
 *
 * Signals:
 *  "done" (MotusClient *): the account was made; the client is unlocked and online.
 *  "left": Back was chosen on the first step; only after motus_welcome_page_set_leavable().
 */
#define MOTUS_TYPE_WELCOME_PAGE (motus_welcome_page_get_type ())
G_DECLARE_FINAL_TYPE (MotusWelcomePage, motus_welcome_page, MOTUS, WELCOME_PAGE, AdwBin)

/* A page that makes an account in the folder @home. */
GtkWidget *motus_welcome_page_new (const char *home);

/* Fills in an invitation link and goes on to name and password; a bad link is shown with what is
 * wrong with it. Without effect while an account is being made. */
void motus_welcome_page_set_link (MotusWelcomePage *self, const char *link);

/* Whether there is something to go back to from the first step. FALSE at first. */
void motus_welcome_page_set_leavable (MotusWelcomePage *self, gboolean leavable);

G_END_DECLS
