/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-window.h"

#include "motus-gui-config.h"

#include <glib/gi18n.h>

struct _MotusWindow {
  AdwApplicationWindow parent_instance;

  AdwToastOverlay *toasts;
  GtkStack *stack;

  char *home;
  MotusClient *client;
};

G_DEFINE_FINAL_TYPE (MotusWindow, motus_window, ADW_TYPE_APPLICATION_WINDOW)

MotusClient *
motus_window_get_client (MotusWindow *self)
{
  g_return_val_if_fail (MOTUS_IS_WINDOW (self), NULL);
  return self->client;
}

void
motus_window_set_client (MotusWindow *self, MotusClient *client)
{
  g_return_if_fail (MOTUS_IS_WINDOW (self));
  g_set_object (&self->client, client);
}

void
motus_window_open_link (MotusWindow *self, const char *link)
{
  g_return_if_fail (MOTUS_IS_WINDOW (self));
}

void
motus_window_tell (MotusWindow *self, const char *sentence)
{
  g_return_if_fail (MOTUS_IS_WINDOW (self));
  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (sentence));
}

static void
motus_window_dispose (GObject *object)
{
  MotusWindow *self = MOTUS_WINDOW (object);

  g_clear_object (&self->client);
  g_clear_pointer (&self->home, g_free);
  G_OBJECT_CLASS (motus_window_parent_class)->dispose (object);
}

static void
motus_window_class_init (MotusWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = motus_window_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, MOTUS_RESOURCE_BASE "/motus-window.ui");
  gtk_widget_class_bind_template_child (widget_class, MotusWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, MotusWindow, stack);
}

static void
motus_window_init (MotusWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

MotusWindow *
motus_window_new (MotusApplication *application, const char *home)
{
  MotusWindow *self = g_object_new (MOTUS_TYPE_WINDOW, "application", application, NULL);

  self->home = g_strdup (home);
  return self;
}
