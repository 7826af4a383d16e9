/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-label.h"

#include "motus-display-text.h"

void
motus_label_set_text (GtkLabel *label, const char *text)
{
  g_autofree char *parted = motus_display_part (text);

  g_return_if_fail (GTK_IS_LABEL (label));
  gtk_label_set_text (label, parted);
}

void
motus_label_set_tooltip (GtkWidget *widget, const char *text)
{
  g_autofree char *parted = text ? motus_display_part (text) : NULL;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  gtk_widget_set_tooltip_text (widget, parted);
}
