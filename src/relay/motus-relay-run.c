/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-relay-run.h"

#include "motus-relay-file.h"
#include "motus-relay-invite.h"
#include "motus-relay-log.h"
#include "motus-relay-server.h"
#include "motus-relay-store-sqlite.h"

#include <glib-unix.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

typedef struct {
  GMainLoop *loop;
  MotusRelayServer *server;
  MotusRelayControl *control;
} Run;

static void
stopped_cb (gpointer user_data)
{
  Run *run = user_data;
  g_main_loop_quit (run->loop);
}

static gboolean
stop_cb (gpointer user_data)
{
  Run *run = user_data;
  motus_relay_log (MOTUS_RELAY_LOG_INFO, "stopping", NULL);
  motus_relay_server_shut_down (run->server, stopped_cb, run);
  return G_SOURCE_CONTINUE;
}

static void
command_cb (MotusRelayControlRequest *request, const char *command, GVariant *arguments,
            gpointer user_data)
{
  Run *run = user_data;
  if (strcmp (command, MOTUS_RELAY_INVITE_COMMAND) == 0)
    motus_relay_invite_handle (run->server, request, arguments);
  else
    motus_relay_control_fail (request, "The relay that runs does not know this command. "
                                       "It may be of another version: restart it.");
}

/* Says where it listens, in every way that was asked for. */
static gboolean
announce (const MotusRelayServer *server, const char *port_file, GError **error)
{
  g_autofree char *port = g_strdup_printf ("%u", motus_relay_server_get_port (server));
  g_autofree char *line = g_strconcat (port, "\n", NULL);
  g_autofree char *pin = motus_pin_format (motus_relay_server_get_identity (server)->pin);

  if (port_file != NULL && !motus_relay_file_write (port_file, line, strlen (line), 0644, error))
    return FALSE;
  g_print ("pin: %s\n", pin);
  fflush (stdout);
  motus_relay_log (MOTUS_RELAY_LOG_INFO, "listening", "port", port, "pin", pin,
                   "version", MOTUS_VERSION, NULL);
  return TRUE;
}

static gboolean
start_and_serve (Run *run, const MotusRelayConfig *config, MotusClock *clock,
                 MotusRelayStore *store, const char *port_file, GError **error)
{
  run->server = motus_relay_server_new (config, clock, store, NULL, error);
  if (run->server == NULL)
    return FALSE;
  /* Whoever has been told that it listens may stop it. */
  guint terminate = g_unix_signal_add (SIGTERM, stop_cb, run);
  guint interrupt = g_unix_signal_add (SIGINT, stop_cb, run);
  run->control = motus_relay_control_new (config->state_dir, NULL, command_cb, run, error);
  gboolean started = run->control != NULL && announce (run->server, port_file, error);
  if (started)
    g_main_loop_run (run->loop);
  g_source_remove (terminate);
  g_source_remove (interrupt);
  motus_relay_control_free (run->control);
  motus_relay_server_free (run->server);
  return started;
}

gboolean
motus_relay_run (const MotusRelayConfig *config, const char *port_file, GError **error)
{
  g_autoptr (MotusClock) clock = motus_clock_new ();
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Run run = { .loop = loop };

  if (port_file != NULL)
    g_unlink (port_file);
  if (!motus_relay_file_make_folder (config->state_dir, error))
    return FALSE;
  MotusRelayStore *store = motus_relay_store_sqlite_open (config->state_dir, NULL, error);
  if (store == NULL)
    return FALSE;

  gboolean ran = start_and_serve (&run, config, clock, store, port_file, error);
  motus_relay_store_free (store);
  if (ran)
    motus_relay_log (MOTUS_RELAY_LOG_INFO, "stopped", NULL);
  return ran;
}
