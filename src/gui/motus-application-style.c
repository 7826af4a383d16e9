/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-application-private.h"

#include "motus-sender-colour.h"

static void
dark_changed_cb (GtkCssProvider *provider, GParamSpec *pspec, AdwStyleManager *manager)
{
  g_autofree char *css = motus_sender_colour_make_css (adw_style_manager_get_dark (manager));

  gtk_css_provider_load_from_data (provider, css, -1);
}

void
motus_application_add_style (MotusApplication *self)
{
  AdwStyleManager *manager = adw_application_get_style_manager (ADW_APPLICATION (self));
  GdkDisplay *display = adw_style_manager_get_display (manager);
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();

  if (display == NULL)
    display = gdk_display_get_default ();
  gtk_style_context_add_provider_for_display (display, GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  g_signal_connect_object (manager, "notify::dark", G_CALLBACK (dark_changed_cb), provider, G_CONNECT_SWAPPED);
  dark_changed_cb (provider, NULL, manager);
  /* Tab into a text must not select all of it. */
  g_object_set (gtk_settings_get_for_display (display), "gtk-label-select-on-focus", FALSE, NULL);
}
