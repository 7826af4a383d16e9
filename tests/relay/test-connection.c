/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-relay-connection.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/socket.h>
#include <unistd.h>

/* One connection of the relay, and a client at the other end of a pair of sockets. */
typedef struct {
  GMainContext *loop;
  MotusRelayPoller *poller;
  MotusRelayScratch *scratch;
  MotusRelayConnectionContext context;
  MotusRelayConnection *connection;
  guint n_frames;
  char *dead;                   /* why it ended, or NULL */
  gnutls_certificate_credentials_t credentials;
  gnutls_session_t client;
  int client_fd;
  GByteArray *held;             /* what the client has written and not yet sent */
} Fixture;

static void
opened_cb (MotusRelayConnection *connection, gpointer user_data)
{
}

static void
frame_cb (MotusRelayConnection *connection, GBytes *frame, gpointer user_data)
{
  ((Fixture *) user_data)->n_frames++;
}

static void
violation_cb (MotusRelayConnection *connection, const char *reason, gpointer user_data)
{
  g_assert_not_reached ();
}

static void
dirty_cb (MotusRelayConnection *connection, gpointer user_data)
{
}

static void
dead_cb (MotusRelayConnection *connection, const char *reason, gpointer user_data)
{
  ((Fixture *) user_data)->dead = g_strdup (reason);
}

static const MotusRelayConnectionEvents events = {
  opened_cb, frame_cb, violation_cb, dirty_cb, dead_cb,
};

static void
before_wait_cb (gpointer user_data)
{
}

static gssize
push_cb (gnutls_transport_ptr_t transport, const void *data, gsize size)
{
  Fixture *fixture = transport;

  g_byte_array_append (fixture->held, data, (guint) size);
  return (gssize) size;
}

static gssize
pull_cb (gnutls_transport_ptr_t transport, void *data, gsize size)
{
  Fixture *fixture = transport;
  gssize got = recv (fixture->client_fd, data, size, 0);

  if (got < 0)
    gnutls_transport_set_errno (fixture->client, errno);
  return got;
}

static int
pull_timeout_cb (gnutls_transport_ptr_t transport, unsigned int milliseconds)
{
  return 1;
}

/* Sends all that is held in one piece, and lets the relay's end take it. */
static void
let_go (Fixture *fixture)
{
  g_assert_cmpint (send (fixture->client_fd, fixture->held->data, fixture->held->len, 0), ==,
                   fixture->held->len);
  g_byte_array_set_size (fixture->held, 0);
  while (g_main_context_iteration (fixture->loop, FALSE))
    ;
}

static MotusRelayTls *
make_tls (void)
{
  g_autoptr (GError) error = NULL;
  MotusRelayConfig *config = motus_relay_config_new ();
  static const char *const names[] = { "relay-key.pem", "relay-certificate.pem", "" };

  g_free (config->state_dir);
  config->state_dir = g_dir_make_tmp ("motus-connection-XXXXXX", &error);
  g_assert_no_error (error);
  g_autoptr (MotusRelayIdentity) identity
      = motus_relay_identity_load (config, g_get_real_time () / 1000, &error);
  g_assert_no_error (error);
  MotusRelayTls *tls = motus_relay_tls_new (identity, &error);
  g_assert_no_error (error);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (config->state_dir, names[i], NULL);
      g_remove (path);
    }
  motus_relay_config_free (config);
  return tls;
}

static void
begin_client (Fixture *fixture)
{
  gnutls_certificate_allocate_credentials (&fixture->credentials);
  gnutls_init (&fixture->client, GNUTLS_CLIENT | GNUTLS_NONBLOCK);
  gnutls_set_default_priority (fixture->client);
  gnutls_credentials_set (fixture->client, GNUTLS_CRD_CERTIFICATE, fixture->credentials);
  gnutls_transport_set_ptr (fixture->client, fixture);
  gnutls_transport_set_push_function (fixture->client, push_cb);
  gnutls_transport_set_pull_function (fixture->client, pull_cb);
  gnutls_transport_set_pull_timeout_function (fixture->client, pull_timeout_cb);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MotusRelayTls) tls = make_tls ();
  int ends[2], code;

  fixture->loop = g_main_context_new ();
  fixture->poller = motus_relay_poller_new (fixture->loop, before_wait_cb, fixture, &error);
  g_assert_no_error (error);
  fixture->scratch = g_new0 (MotusRelayScratch, 1);
  fixture->context = (MotusRelayConnectionContext) {
    fixture->poller, fixture->scratch, &events, fixture,
  };
  fixture->held = g_byte_array_new ();
  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends), ==, 0);
  fixture->client_fd = ends[0];
  fixture->connection = motus_relay_connection_new (&fixture->context, tls, ends[1]);
  begin_client (fixture);
  while ((code = gnutls_handshake (fixture->client)) == GNUTLS_E_AGAIN)
    let_go (fixture);
  g_assert_cmpint (code, ==, 0);
  let_go (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  motus_relay_connection_free (fixture->connection);
  motus_relay_poller_free (fixture->poller);
  g_main_context_unref (fixture->loop);
  gnutls_deinit (fixture->client);
  gnutls_certificate_free_credentials (fixture->credentials);
  close (fixture->client_fd);
  g_byte_array_unref (fixture->held);
  g_free (fixture->scratch);
  g_free (fixture->dead);
}

static void
send_frame (Fixture *fixture)
{
  static const guint8 frame[] = { 0, 0, 0, 2, '{', '}' };

  g_assert_cmpint (gnutls_record_send (fixture->client, frame, sizeof frame), ==, sizeof frame);
}

static void
test_frames (Fixture *fixture, gconstpointer data)
{
  send_frame (fixture);
  send_frame (fixture);
  let_go (fixture);
  g_assert_cmpuint (fixture->n_frames, ==, 2);
  g_assert_null (fixture->dead);
}

/* New keys (RFC 8446, section 4.6.3) may come at any time, and data right behind them. */
static void
test_key_update (Fixture *fixture, gconstpointer data)
{
  static const int flags[] = { 0, GNUTLS_KU_PEER };

  for (guint i = 0; i < G_N_ELEMENTS (flags); i++)
    {
      send_frame (fixture);
      g_assert_cmpint (gnutls_session_key_update (fixture->client, flags[i]), ==, 0);
      send_frame (fixture);
      let_go (fixture);
      g_assert_cmpstr (fixture->dead, ==, NULL);
      g_assert_cmpuint (fixture->n_frames, ==, 2 * (i + 1));
    }
}

/* What is no record ends the connection, whatever else lies behind it. */
static void
test_rubbish (Fixture *fixture, gconstpointer data)
{
  guint8 rubbish[64] = { 23, 3, 3, 0, 32 };

  g_byte_array_append (fixture->held, rubbish, sizeof rubbish);
  let_go (fixture);
  g_assert_cmpstr (fixture->dead, ==, "tls-failed");
}

#define ADD(name, test) \
  g_test_add ("/relay/connection/" name, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("frames", test_frames);
  ADD ("key-update", test_key_update);
  ADD ("rubbish", test_rubbish);
  return g_test_run ();
}
