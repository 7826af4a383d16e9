/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-application-private.h"

#include "motus-about.h"
#include "motus-preferences.h"

static GtkWindow *
get_window (gpointer application)
{
  return gtk_application_get_active_window (GTK_APPLICATION (application));
}

/* Windows are closed rather than abandoned: what was typed is put down as a draft. */
static void
quit_action (GSimpleAction *action, GVariant *parameter, gpointer application)
{
  GList *windows = g_list_copy (gtk_application_get_windows (GTK_APPLICATION (application)));

  for (GList *l = windows; l; l = l->next)
    gtk_window_destroy (GTK_WINDOW (l->data));
  g_list_free (windows);
  g_application_quit (G_APPLICATION (application));
}

static void
about_action (GSimpleAction *action, GVariant *parameter, gpointer application)
{
  motus_about_present (get_window (application));
}

static void
preferences_action (GSimpleAction *action, GVariant *parameter, gpointer application)
{
  motus_preferences_present (get_window (application));
}

static void
shortcuts_action (GSimpleAction *action, GVariant *parameter, gpointer application)
{
  GtkWindow *window = get_window (application);

  if (GTK_IS_APPLICATION_WINDOW (window) && gtk_application_window_get_help_overlay (GTK_APPLICATION_WINDOW (window)))
    gtk_window_present (GTK_WINDOW (gtk_application_window_get_help_overlay (GTK_APPLICATION_WINDOW (window))));
}

/* A notification was pressed. */
static void
open_conversation_action (GSimpleAction *action, GVariant *parameter, gpointer application)
{
  GtkWindow *window = get_window (application);

  if (window == NULL)
    return;
  gtk_window_present (window);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.open", "s", g_variant_get_string (parameter, NULL));
}

static const GActionEntry entries[] = {
  { .name = "quit", .activate = quit_action },
  { .name = "about", .activate = about_action },
  { .name = "preferences", .activate = preferences_action },
  { .name = "shortcuts", .activate = shortcuts_action },
  { .name = "open-conversation", .activate = open_conversation_action, .parameter_type = "s" },
};

static const struct {
  const char *action, *key;
} keys[] = {
  { "app.quit", "<Control>q" },
  { "app.preferences", "<Control>comma" },
  { "app.shortcuts", "<Control>question" },
  { "window.close", "<Control>w" },
};

void
motus_application_add_actions (MotusApplication *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (self), keys[i].action,
                                           (const char *[]) { keys[i].key, NULL });
}
