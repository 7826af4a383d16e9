/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tls-server.h"

#include "motus-certificate.h"

typedef struct {
  GTlsCertificate *certificate;
  TlsServerFunc func;
  gpointer user_data;
} Server;

static GTlsCertificate *
make_certificate (void)
{
  g_autoptr (MotusSecret) key = motus_certificate_make_key (MOTUS_CERTIFICATE_ECDSA, NULL);
  g_autofree char *certificate = motus_certificate_make (key, NULL, g_get_real_time () / 1000,
                                                         NULL);
  g_autofree char *both = g_strconcat (certificate, (const char *) motus_secret_peek (key), NULL);

  return g_tls_certificate_new_from_pem (both, -1, NULL);
}

static void
handshake_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Server *server = user_data;
  g_autoptr (GError) error = NULL;

  if (g_tls_connection_handshake_finish (G_TLS_CONNECTION (source), result, &error))
    server->func (G_TLS_CONNECTION (source), server->user_data);
  g_object_unref (source);
}

static gboolean
incoming_cb (GSocketService *service, GSocketConnection *plain, GObject *unused, Server *server)
{
  static const char *const protocols[] = { "motus/1", NULL };
  GIOStream *tls = g_tls_server_connection_new (G_IO_STREAM (plain), server->certificate, NULL);

  g_tls_connection_set_advertised_protocols (G_TLS_CONNECTION (tls), protocols);
  g_tls_connection_set_require_close_notify (G_TLS_CONNECTION (tls), FALSE);
  g_tls_connection_handshake_async (G_TLS_CONNECTION (tls), G_PRIORITY_DEFAULT, NULL, handshake_cb,
                                    server);
  return FALSE;
}

GSocketService *
tls_server_start (const char *port_file, TlsServerFunc func, gpointer user_data)
{
  GSocketService *service = g_socket_service_new ();
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) effective = NULL;
  Server *server = g_new0 (Server, 1);

  server->certificate = make_certificate ();
  server->func = func;
  server->user_data = user_data;
  if (!g_socket_listener_add_address (G_SOCKET_LISTENER (service), address, G_SOCKET_TYPE_STREAM,
                                      G_SOCKET_PROTOCOL_TCP, NULL, &effective, NULL))
    g_error ("no port to listen on");
  g_signal_connect (service, "incoming", G_CALLBACK (incoming_cb), server);
  g_autofree char *port = g_strdup_printf (
    "%u\n", g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (effective)));
  g_file_set_contents (port_file, port, -1, NULL);
  return service;
}
