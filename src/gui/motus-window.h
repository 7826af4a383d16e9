/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "motus-application.h"
#include "motus-client.h"

G_BEGIN_DECLS

/**
 * MotusWindow:
 *
 * The main window of one home: a page to sign up or to unlock an account, then the two panes.
 */
#define MOTUS_TYPE_WINDOW (motus_window_get_type ())
G_DECLARE_FINAL_TYPE (MotusWindow, motus_window, MOTUS, WINDOW, AdwApplicationWindow)

MotusWindow *motus_window_new (MotusApplication *application, const char *home);

/* The signed-in account; NULL before. Owned by the window. */
MotusClient *motus_window_get_client (MotusWindow *self);

/* Shows the two panes for @client, which is unlocked. */
void motus_window_set_client (MotusWindow *self, MotusClient *client);

/* Does what a motus: link asks for, or tells why not. */
void motus_window_open_link (MotusWindow *self, const char *link);

/* Says @sentence for a few seconds at the bottom of the window. */
void motus_window_tell (MotusWindow *self, const char *sentence);

G_END_DECLS
