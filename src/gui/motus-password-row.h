/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Gives the button in @row, an AdwPasswordEntryRow, the name that libadwaita 1.2 leaves out. */
void motus_password_row_name_button (GtkWidget *row);

G_END_DECLS
