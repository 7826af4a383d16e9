/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stands between a client and a relay with a key of its own: tls-proxy PORT-FILE RELAY-PORT. */
#include <stdlib.h>

#include "tls-server.h"

static guint16 upstream_port;

static gboolean
accept_any_cb (GTlsConnection *tls, GTlsCertificate *certificate, GTlsCertificateFlags flags,
               gpointer unused)
{
  return TRUE;
}

static void
connection_cb (GTlsConnection *client, gpointer unused)
{
  g_autoptr (GSocketClient) socket = g_socket_client_new ();
  g_autoptr (GSocketConnection) plain
    = g_socket_client_connect_to_host (socket, "127.0.0.1", upstream_port, NULL, NULL);
  if (plain == NULL)
    return;

  GIOStream *relay = g_tls_client_connection_new (G_IO_STREAM (plain), NULL, NULL);
  g_signal_connect (relay, "accept-certificate", G_CALLBACK (accept_any_cb), NULL);
  g_io_stream_splice_async (G_IO_STREAM (client), relay,
                            G_IO_STREAM_SPLICE_CLOSE_STREAM1 | G_IO_STREAM_SPLICE_CLOSE_STREAM2,
                            G_PRIORITY_DEFAULT, NULL, NULL, NULL);
  g_object_unref (relay);
}

int
main (int argc, char **argv)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GSocketService) service = NULL;

  if (argc != 3)
    return 2;
  upstream_port = (guint16) atoi (argv[2]);
  service = tls_server_start (argv[1], connection_cb, NULL);
  g_main_loop_run (loop);
  return 0;
}
