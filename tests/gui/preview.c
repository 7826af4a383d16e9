/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A window with made conversations, for looking at it and for pictures: preview SCENE [WIDTH HEIGHT]. Nothing is connected and nothing
 * is written. With MOTUS_PREVIEW_SECONDS set it ends by itself after so many seconds.
 */

#include "motus-application.h"
#include "motus-window.h"

#include "preview-people.h"

#include <locale.h>
#include <stdlib.h>

static void
open_conversation (MotusWindow *window, const char *id)
{
  gtk_widget_activate_action (GTK_WIDGET (window), "win.open", "s", id);
}

static gboolean
quit_cb (gpointer loop)
{
  g_main_loop_quit (loop);
  return G_SOURCE_REMOVE;
}

/* What a scene shows besides the conversation it opens. */
static gboolean
act_cb (gpointer user_data)
{
  MotusWindow *window = user_data;
  const char *action = g_getenv ("MOTUS_PREVIEW_ACTION");

  if (action)
    gtk_widget_activate_action (GTK_WIDGET (window), action, NULL);
  return G_SOURCE_REMOVE;
}

int
main (int argc, char **argv)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  const char *scene = argc > 1 ? argv[1] : "chat";
  const char *seconds = g_getenv ("MOTUS_PREVIEW_SECONDS");

  setlocale (LC_ALL, "");
  g_autoptr (MotusApplication) application = motus_application_new ();
  g_application_set_flags (G_APPLICATION (application), G_APPLICATION_NON_UNIQUE);
  g_application_register (G_APPLICATION (application), NULL, NULL);
  g_application_set_default (G_APPLICATION (application));
  MotusWindow *window = motus_window_new (application, "/nonexistent");
  gtk_window_set_default_size (GTK_WINDOW (window), argc > 3 ? atoi (argv[2]) : 1000, argc > 3 ? atoi (argv[3]) : 700);
  g_autoptr (MotusClient) client = preview_people_make (scene);
  if (client)
    {
      motus_window_set_client (window, client);
      if (preview_people_get_open (scene))
        open_conversation (window, preview_people_get_open (scene));
    }
  gtk_window_present (GTK_WINDOW (window));
  g_timeout_add (600, act_cb, window);
  if (seconds)
    g_timeout_add_seconds ((guint) atoi (seconds), quit_cb, loop);
  g_signal_connect_swapped (window, "destroy", G_CALLBACK (quit_cb), loop);
  g_main_loop_run (loop);
  return 0;
}
