/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Every text that is not a constant of the program gets into a label by this function: what Pango aborts on is parted in it
 * (see motus_display_part()). It is never markup. */
void motus_label_set_text (GtkLabel *label, const char *text);

/* The same for a tooltip, which breaks lines too; NULL takes it away. */
void motus_label_set_tooltip (GtkWidget *widget, const char *text);

G_END_DECLS
