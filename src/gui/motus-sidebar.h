/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "motus-client.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * MotusSidebar:
 *
 * The left pane: Everyone, rooms and people, newest activity first; a search; what is to be answered; and the state of the connection.
 * What is chosen is opened through the action "win.open".
 */
#define MOTUS_TYPE_SIDEBAR (motus_sidebar_get_type ())
G_DECLARE_FINAL_TYPE (MotusSidebar, motus_sidebar, MOTUS, SIDEBAR, GtkWidget)

void motus_sidebar_set_client (MotusSidebar *self, MotusClient *client);

/* Marks @conversation (may be NULL) as the open one. */
void motus_sidebar_set_selected (MotusSidebar *self, MotusConversation *conversation);

/* Folded, only a click or Return opens a conversation; otherwise moving onto it does. */
void motus_sidebar_set_folded (MotusSidebar *self, gboolean folded);

/* Opens the conversation @by lines further down. */
void motus_sidebar_step (MotusSidebar *self, int by);

void motus_sidebar_focus_search (MotusSidebar *self);
void motus_sidebar_focus_list (MotusSidebar *self);
void motus_sidebar_open_menu (MotusSidebar *self);

/* The order of the sidebar: Everyone, then the newest activity, then who is online, then by name. For g_list_sort() and the like. */
int motus_sidebar_compare (gconstpointer a, gconstpointer b, gpointer unused);

G_END_DECLS
