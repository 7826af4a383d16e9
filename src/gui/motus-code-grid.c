/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-code-grid.h"

#include "motus-label.h"

struct _MotusCodeGrid {
  GtkGrid parent_instance;
};

G_DEFINE_FINAL_TYPE (MotusCodeGrid, motus_code_grid, GTK_TYPE_GRID)

static void
motus_code_grid_clear (MotusCodeGrid *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_grid_remove (GTK_GRID (self), child);
}

static GtkWidget *
create_group (const char *text)
{
  GtkWidget *label = gtk_label_new (NULL);

  motus_label_set_text (GTK_LABEL (label), text);
  gtk_widget_add_css_class (label, "code-group");
  gtk_widget_add_css_class (label, "numeric");
  return label;
}

void
motus_code_grid_set_code (MotusCodeGrid *self, const char *code, int columns)
{
  g_return_if_fail (MOTUS_IS_CODE_GRID (self));
  g_return_if_fail (code != NULL && columns > 0);

  g_auto (GStrv) groups = g_strsplit (code, " ", -1);
  motus_code_grid_clear (self);
  for (int i = 0; groups[i] != NULL; i++)
    gtk_grid_attach (GTK_GRID (self), create_group (groups[i]), i % columns, i / columns, 1, 1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, code, -1);
}

static void
motus_code_grid_class_init (MotusCodeGridClass *klass)
{
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "codegrid");
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
motus_code_grid_init (MotusCodeGrid *self)
{
  gtk_grid_set_column_homogeneous (GTK_GRID (self), TRUE);
  gtk_grid_set_column_spacing (GTK_GRID (self), 18);
  gtk_grid_set_row_spacing (GTK_GRID (self), 12);
  gtk_widget_set_halign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
}
