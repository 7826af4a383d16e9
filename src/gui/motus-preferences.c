/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-preferences.h"

#include "motus-application.h"
#include "motus-gui-config.h"

struct _MotusPreferences {
  AdwPreferencesWindow parent_instance;

  GtkWidget *appearance_group;
  AdwComboRow *appearance_row;
  GtkWidget *notification_group;
  GtkSwitch *text_switch;
};

G_DEFINE_FINAL_TYPE (MotusPreferences, motus_preferences, ADW_TYPE_PREFERENCES_WINDOW)

/* In the order of the row's choices; names of AdwColorScheme. */
static const char *const appearances[] = { "default", "force-light", "force-dark" };

static gboolean
get_appearance (GValue *value, GVariant *variant, gpointer user_data)
{
  for (guint i = 0; i < G_N_ELEMENTS (appearances); i++)
    if (g_strcmp0 (appearances[i], g_variant_get_string (variant, NULL)) == 0)
      g_value_set_uint (value, i);
  return TRUE;
}

static GVariant *
set_appearance (const GValue *value, const GVariantType *type, gpointer user_data)
{
  guint chosen = MIN (g_value_get_uint (value), G_N_ELEMENTS (appearances) - 1);

  return g_variant_new_string (appearances[chosen]);
}

static void
motus_preferences_bind (MotusPreferences *self, GSettings *settings)
{
  gtk_widget_set_sensitive (self->appearance_group, settings != NULL);
  gtk_widget_set_sensitive (self->notification_group, settings != NULL);
  if (settings == NULL)
    return;
  g_settings_bind_with_mapping (settings, "appearance", self->appearance_row, "selected",
                                G_SETTINGS_BIND_DEFAULT, get_appearance, set_appearance, NULL, NULL);
  g_settings_bind (settings, "notification-text", self->text_switch, "active", G_SETTINGS_BIND_DEFAULT);
}

static void
motus_preferences_class_init (MotusPreferencesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class, MOTUS_RESOURCE_BASE "/motus-preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, MotusPreferences, appearance_group);
  gtk_widget_class_bind_template_child (widget_class, MotusPreferences, appearance_row);
  gtk_widget_class_bind_template_child (widget_class, MotusPreferences, notification_group);
  gtk_widget_class_bind_template_child (widget_class, MotusPreferences, text_switch);
}

static void
motus_preferences_init (MotusPreferences *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
motus_preferences_present (GtkWindow *parent)
{
  MotusPreferences *self = g_object_new (MOTUS_TYPE_PREFERENCES, "transient-for", parent, NULL);
  GApplication *application = g_application_get_default ();

  motus_preferences_bind (self, motus_application_get_settings (MOTUS_APPLICATION (application)));
  gtk_window_present (GTK_WINDOW (self));
}

void
motus_preferences_apply (GSettings *settings)
{
  g_settings_bind (settings, "appearance", adw_style_manager_get_default (), "color-scheme",
                   G_SETTINGS_BIND_GET);
}
