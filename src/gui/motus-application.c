/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-application-private.h"

#include "motus-client.h"
#include "motus-gui-config.h"
#include "motus-gui-resources.h"
#include "motus-preferences.h"
#include "motus-preferences.h"
#include "motus-window.h"

#include <glib/gi18n.h>

struct _MotusApplication {
  AdwApplication parent_instance;

  char *home;
  GSettings *settings;
};

G_DEFINE_FINAL_TYPE (MotusApplication, motus_application, ADW_TYPE_APPLICATION)

const char *
motus_application_get_home (MotusApplication *self)
{
  g_return_val_if_fail (MOTUS_IS_APPLICATION (self), NULL);
  return self->home;
}

GSettings *
motus_application_get_settings (MotusApplication *self)
{
  g_return_val_if_fail (MOTUS_IS_APPLICATION (self), NULL);
  return self->settings;
}

static MotusWindow *
motus_application_ensure_window (MotusApplication *self)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));

  if (!MOTUS_IS_WINDOW (window))
    window = GTK_WINDOW (motus_window_new (self, self->home));
  gtk_window_present (window);
  return MOTUS_WINDOW (window);
}

static void
motus_application_activate (GApplication *application)
{
  motus_application_ensure_window (MOTUS_APPLICATION (application));
}

static void
motus_application_open (GApplication *application, GFile **files, int n_files, const char *hint)
{
  MotusWindow *window = motus_application_ensure_window (MOTUS_APPLICATION (application));

  if (n_files > 0 && g_file_has_uri_scheme (files[0], "motus"))
    {
      g_autofree char *uri = g_file_get_uri (files[0]);
      motus_window_open_link (window, uri);
    }
}

/* Another home is another program as far as the desktop's bus is concerned: one instance for each. */
static void
motus_application_use_home (MotusApplication *self, const char *home)
{
  g_free (self->home);
  self->home = g_canonicalize_filename (home, NULL);
  g_autofree char *sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, self->home, -1);
  g_autofree char *id = g_strdup_printf ("%s.home-%.16s", MOTUS_APPLICATION_ID, sum);
  g_application_set_application_id (G_APPLICATION (self), id);
}

static int
motus_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  MotusApplication *self = MOTUS_APPLICATION (application);
  const char *home = NULL;

  if (g_variant_dict_contains (options, "version"))
    {
      g_print ("Motus %s\n", MOTUS_VERSION);
      return 0;
    }
  if (g_variant_dict_lookup (options, "home", "^&ay", &home))
    motus_application_use_home (self, home);
  return -1;
}

static void
motus_application_load_settings (MotusApplication *self)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema = NULL;

  if (source)
    schema = g_settings_schema_source_lookup (source, MOTUS_APPLICATION_ID, TRUE);
  if (!schema)
    return;
  self->settings = g_settings_new (MOTUS_APPLICATION_ID);
  motus_preferences_apply (self->settings);
}

static void
motus_application_startup (GApplication *application)
{
  MotusApplication *self = MOTUS_APPLICATION (application);

  g_resources_register (motus_gui_get_resource ());
  G_APPLICATION_CLASS (motus_application_parent_class)->startup (application);
  motus_application_load_settings (self);
  motus_application_add_actions (self);
  motus_application_add_style (self);
  if (self->settings)
    motus_preferences_apply (self->settings);
  gtk_window_set_default_icon_name (MOTUS_APPLICATION_ID);
}

static void
motus_application_finalize (GObject *object)
{
  MotusApplication *self = MOTUS_APPLICATION (object);

  g_free (self->home);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (motus_application_parent_class)->finalize (object);
}

static void
motus_application_class_init (MotusApplicationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  object_class->finalize = motus_application_finalize;
  application_class->activate = motus_application_activate;
  application_class->handle_local_options = motus_application_handle_local_options;
  application_class->open = motus_application_open;
  application_class->startup = motus_application_startup;
}

static const GOptionEntry options[] = {
  { "home", 0, 0, G_OPTION_ARG_FILENAME, NULL, N_("Keep accounts in this folder"), N_("FOLDER") },
  { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Print the version and exit"), NULL },
  { NULL },
};

static void
motus_application_init (MotusApplication *self)
{
  self->home = motus_client_default_home ();
  g_application_add_main_option_entries (G_APPLICATION (self), options);
  g_application_set_option_context_parameter_string (G_APPLICATION (self), "[LINK]");
}

MotusApplication *
motus_application_new (void)
{
  return g_object_new (MOTUS_TYPE_APPLICATION,
                       "application-id", MOTUS_APPLICATION_ID,
                       "resource-base-path", MOTUS_RESOURCE_BASE,
                       "flags", G_APPLICATION_HANDLES_OPEN,
                       NULL);
}
