/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-banner.h"

#include "motus-gui-config.h"
#include "motus-label.h"

#include <adwaita.h>

struct _MotusBanner {
  GtkWidget parent_instance;

  GtkWidget *box, *buttons;
  GtkLabel *heading, *sentence;
  GtkButton *primary, *secondary;
  char *key;
};

G_DEFINE_FINAL_TYPE (MotusBanner, motus_banner, GTK_TYPE_WIDGET)

enum {
  PRIMARY,
  SECONDARY,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
primary_cb (MotusBanner *self)
{
  g_signal_emit (self, signals[PRIMARY], 0);
}

static void
secondary_cb (MotusBanner *self)
{
  g_signal_emit (self, signals[SECONDARY], 0);
}

void
motus_banner_set_key (MotusBanner *self, const char *key)
{
  g_return_if_fail (MOTUS_IS_BANNER (self));
  g_free (self->key);
  self->key = g_strdup (key);
}

const char *
motus_banner_get_key (MotusBanner *self)
{
  g_return_val_if_fail (MOTUS_IS_BANNER (self), NULL);
  return self->key;
}

void
motus_banner_set_busy (MotusBanner *self, gboolean busy)
{
  g_return_if_fail (MOTUS_IS_BANNER (self));
  gtk_widget_set_sensitive (self->buttons, !busy);
}

static void
motus_banner_dispose (GObject *object)
{
  MotusBanner *self = MOTUS_BANNER (object);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_pointer (&self->key, g_free);
  G_OBJECT_CLASS (motus_banner_parent_class)->dispose (object);
}

static void
motus_banner_class_init (MotusBannerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = motus_banner_dispose;
  signals[PRIMARY] = g_signal_new ("primary", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
  signals[SECONDARY] = g_signal_new ("secondary", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class, MOTUS_RESOURCE_BASE "/motus-banner.ui");
  gtk_widget_class_bind_template_child (widget_class, MotusBanner, box);
  gtk_widget_class_bind_template_child (widget_class, MotusBanner, buttons);
  gtk_widget_class_bind_template_child (widget_class, MotusBanner, heading);
  gtk_widget_class_bind_template_child (widget_class, MotusBanner, primary);
  gtk_widget_class_bind_template_child (widget_class, MotusBanner, secondary);
  gtk_widget_class_bind_template_child (widget_class, MotusBanner, sentence);
  gtk_widget_class_bind_template_callback (widget_class, primary_cb);
  gtk_widget_class_bind_template_callback (widget_class, secondary_cb);
}

static void
motus_banner_init (MotusBanner *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
motus_banner_new (gboolean warning, const char *heading, const char *sentence, const char *primary, const char *secondary)
{
  MotusBanner *self = g_object_new (MOTUS_TYPE_BANNER, NULL);

  motus_label_set_text (self->heading, heading);
  motus_label_set_text (self->sentence, sentence);
  gtk_button_set_label (self->primary, primary);
  gtk_widget_set_visible (GTK_WIDGET (self->secondary), secondary != NULL);
  gtk_button_set_label (self->secondary, secondary ? secondary : "");
  if (warning)
    gtk_widget_add_css_class (self->box, "warning");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, heading, -1);
  return GTK_WIDGET (self);
}
