/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-password-row.h"

#include <glib/gi18n.h>

void
motus_password_row_name_button (GtkWidget *row)
{
  if (GTK_IS_BUTTON (row))
    gtk_accessible_update_property (GTK_ACCESSIBLE (row),
                                    GTK_ACCESSIBLE_PROPERTY_LABEL, _("Show or hide the password"), -1);
  for (GtkWidget *child = gtk_widget_get_first_child (row); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    motus_password_row_name_button (child);
}
