/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "motus-client.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * MotusConnectionButton:
 *
 * The foot of the sidebar: the state of the connection in three words, always in sight. Pressed, it says what that means and what can be done.
 */
#define MOTUS_TYPE_CONNECTION_BUTTON (motus_connection_button_get_type ())
G_DECLARE_FINAL_TYPE (MotusConnectionButton, motus_connection_button, MOTUS, CONNECTION_BUTTON, GtkWidget)

void motus_connection_button_set_client (MotusConnectionButton *self, MotusClient *client);

G_END_DECLS
