/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-connection-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "motus-certificate.h"
#include "motus-client-error.h"
#include "motus-digest.h"

#define PROTOCOL_NAME "motus/1"

static gboolean
read_pin (GTlsCertificate *certificate, guint8 pin[MOTUS_CONNECTION_PIN_SIZE])
{
  g_autoptr (GByteArray) der = NULL;

  g_object_get (certificate, "certificate", &der, NULL);
  return der != NULL && motus_certificate_pin (der->data, der->len, pin, NULL);
}

static gboolean
is_expected (MotusConnection *self, const guint8 pin[MOTUS_CONNECTION_PIN_SIZE])
{
  return !self->has_expected_pin
         || motus_equal_secret (pin, self->expected_pin, sizeof self->expected_pin);
}

/* Only asked for certificates that no authority vouches for; check_peer() looks at every one. */
static gboolean
accept_certificate_cb (GTlsConnection *tls, GTlsCertificate *certificate,
                       GTlsCertificateFlags flags, MotusConnection *self)
{
  if (!read_pin (certificate, self->pin))
    return FALSE;
  self->has_pin = TRUE;
  return is_expected (self, self->pin);
}

static gboolean
fail_changed (GError **error)
{
  g_set_error_literal (error, MOTUS_CLIENT_ERROR, MOTUS_CLIENT_ERROR_RELAY_KEY_CHANGED,
                       _("The relay's key is not the one Motus knows. Either its operator changed "
                         "it, or somebody stands between. Ask the operator and compare before you "
                         "go on."));
  return FALSE;
}

static gboolean
fail_protocol (GError **error)
{
  g_set_error_literal (error, MOTUS_CLIENT_ERROR, MOTUS_CLIENT_ERROR_PROTOCOL,
                       _("The relay does not offer a connection that is safe enough. Ask its "
                         "operator to update it."));
  return FALSE;
}

/* TLS 1.3, or 1.2 with an ephemeral key exchange and an authenticated cipher. */
static gboolean
is_safe (GTlsConnection *tls)
{
  GTlsProtocolVersion version = g_tls_connection_get_protocol_version (tls);
  g_autofree char *suite = g_tls_connection_get_ciphersuite_name (tls);

  if (version == G_TLS_PROTOCOL_VERSION_TLS_1_3)
    return TRUE;
  return version == G_TLS_PROTOCOL_VERSION_TLS_1_2 && suite != NULL
         && strstr (suite, "DHE_") != NULL && strstr (suite, "anon") == NULL
         && (strstr (suite, "_GCM") != NULL || strstr (suite, "CHACHA20") != NULL);
}

static gboolean
read_binding (MotusConnection *self, GTlsConnection *tls)
{
  g_autoptr (GByteArray) data = g_byte_array_new ();

  if (!g_tls_connection_get_channel_binding_data (tls, G_TLS_CHANNEL_BINDING_TLS_EXPORTER, data,
                                                  NULL)
      || data->len != sizeof self->binding)
    return FALSE;
  memcpy (self->binding, data->data, sizeof self->binding);
  self->has_binding = TRUE;
  return TRUE;
}

static gboolean
check_peer (MotusConnection *self, GError **error)
{
  GTlsConnection *tls = G_TLS_CONNECTION (self->stream);
  GTlsCertificate *certificate = g_tls_connection_get_peer_certificate (tls);

  self->has_pin = certificate != NULL && read_pin (certificate, self->pin);
  if (!self->has_pin)
    return fail_protocol (error);
  if (!is_expected (self, self->pin))
    return fail_changed (error);
  if (!is_safe (tls) || !read_binding (self, tls))
    return fail_protocol (error);
  return TRUE;
}

/* What went on, in words; the cause in brackets helps whoever runs the relay. */
static GError *
explain (MotusConnection *self, const GError *cause)
{
  g_autoptr (GError) error = NULL;

  if (self->has_pin && !is_expected (self, self->pin))
    {
      fail_changed (&error);
      return g_steal_pointer (&error);
    }
  if (cause->domain == G_TLS_ERROR)
    return g_error_new (MOTUS_CLIENT_ERROR, MOTUS_CLIENT_ERROR_UNREACHABLE,
                        _("What answers at this address is not a Motus relay (%s). Check the "
                          "address."),
                        cause->message);
  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return g_error_new_literal (MOTUS_CLIENT_ERROR, MOTUS_CLIENT_ERROR_UNREACHABLE,
                                _("The relay does not answer. Check the network, or try later."));
  return g_error_new (MOTUS_CLIENT_ERROR, MOTUS_CLIENT_ERROR_UNREACHABLE,
                      _("The relay cannot be reached (%s). Check the network and the relay's "
                        "address."),
                      cause->message);
}

/* Ends the attempt if it takes too long; freed with the task. */
static void
deadline_free (gpointer data)
{
  GSource *deadline = data;

  g_source_destroy (deadline);
  g_source_unref (deadline);
}

static void
fail (GTask *task, const GError *cause)
{
  MotusConnection *self = g_task_get_source_object (task);

  motus_connection_close (self);
  g_task_return_error (task, explain (self, cause));
}

static void
handshake_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  MotusConnection *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;

  if (!g_tls_connection_handshake_finish (G_TLS_CONNECTION (source), result, &error))
    {
      fail (task, error);
      return;
    }
  if (!check_peer (self, &error))
    {
      motus_connection_close (self);
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  g_task_return_boolean (task, TRUE);
}

static void
connected_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  static const char *const protocols[] = { PROTOCOL_NAME, NULL };
  g_autoptr (GTask) task = user_data;
  MotusConnection *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketConnection) plain
    = g_socket_client_connect_finish (G_SOCKET_CLIENT (source), result, &error);

  if (plain != NULL)
    {
      g_tcp_connection_set_graceful_disconnect (G_TCP_CONNECTION (plain), FALSE);
      g_socket_set_keepalive (g_socket_connection_get_socket (plain), TRUE);
      self->stream = g_tls_client_connection_new (G_IO_STREAM (plain), NULL, &error);
    }
  if (self->stream == NULL)
    {
      fail (task, error);
      return;
    }
  GTlsConnection *tls = G_TLS_CONNECTION (self->stream);
  g_tls_connection_set_advertised_protocols (tls, protocols);
  g_signal_connect_object (tls, "accept-certificate", G_CALLBACK (accept_certificate_cb), self, 0);
  g_tls_connection_handshake_async (tls, G_PRIORITY_DEFAULT, self->cancellable, handshake_cb,
                                    g_steal_pointer (&task));
}

static gboolean
deadline_cb (gpointer user_data)
{
  g_cancellable_cancel (MOTUS_CONNECTION (user_data)->cancellable);
  return G_SOURCE_REMOVE;
}

static GSource *
deadline_new (MotusConnection *self)
{
  GSource *deadline = g_timeout_source_new_seconds (MOTUS_CONNECTION_OPEN_SECONDS);

  g_source_set_callback (deadline, deadline_cb, self, NULL);
  g_source_attach (deadline, g_main_context_get_thread_default ());
  return deadline;
}

void
motus_connection_open_async (MotusConnection *self, const char *host, guint16 port,
                             const guint8 *pin, GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnectable) address = g_network_address_new (host, port);

  self->has_expected_pin = pin != NULL;
  if (pin != NULL)
    memcpy (self->expected_pin, pin, sizeof self->expected_pin);
  g_task_set_task_data (task, deadline_new (self), deadline_free);
  g_socket_client_connect_async (client, address, self->cancellable, connected_cb,
                                 g_steal_pointer (&task));
}

gboolean
motus_connection_open_finish (MotusConnection *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
