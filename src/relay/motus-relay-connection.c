/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-relay-connection.h"

#include "motus-frame.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* The first byte of a TLS handshake (RFC 8446, section 5.1). */
#define TLS_HANDSHAKE_RECORD 22
/* A client that no longer answers on the network is given up after this. */
#define UNACKNOWLEDGED_MILLISECONDS (60 * 1000)
#define KEEPALIVE_IDLE_SECONDS 120
#define KEEPALIVE_INTERVAL_SECONDS 20
#define KEEPALIVE_PROBES 3

struct _MotusRelayConnection {
  MotusRelayWatch watch;
  const MotusRelayConnectionContext *context;
  gpointer owner_data;
  MotusRelayConnectionState state;
  gboolean heard;               /* anything at all has come */
  gboolean violated;
  gboolean dirty;
  gboolean want_write;          /* the socket was full */
  MotusRelayTls *tls;
  gnutls_session_t session;
  MotusFrameReader *reader;     /* NULL until the handshake is done */
  MotusRelaySendQueue queue;
  gsize in_flight;              /* bytes that GnuTLS has encrypted and not yet been able to send */
  /* What was read from the socket in this turn and GnuTLS has not taken yet. */
  const guint8 *input;
  gsize input_len;
};

static void
kill_connection (MotusRelayConnection *connection, const char *reason)
{
  if (connection->state == MOTUS_RELAY_CONNECTION_DEAD)
    return;
  connection->state = MOTUS_RELAY_CONNECTION_DEAD;
  motus_relay_poller_remove (connection->context->poller, &connection->watch);
  motus_relay_send_queue_clear (&connection->queue);
  connection->context->events->dead (connection, reason, connection->context->user_data);
}

static void
watch_for (MotusRelayConnection *connection, gboolean write)
{
  if (connection->want_write == write || connection->state == MOTUS_RELAY_CONNECTION_DEAD)
    return;
  connection->want_write = write;
  motus_relay_poller_change (connection->context->poller, &connection->watch,
                             EPOLLIN | (write ? EPOLLOUT : 0));
}

/* Hands GnuTLS what one recv() has brought, so that a record does not cost a system call for its
 * head and one for its body. */
static gssize
pull_cb (gnutls_transport_ptr_t transport, void *data, gsize size)
{
  MotusRelayConnection *connection = transport;
  if (connection->input_len == 0)
    {
      gnutls_transport_set_errno (connection->session, EAGAIN);
      return -1;
    }
  gsize taken = MIN (size, connection->input_len);
  memcpy (data, connection->input, taken);
  connection->input += taken;
  connection->input_len -= taken;
  return (gssize) taken;
}

static int
pull_timeout_cb (gnutls_transport_ptr_t transport, unsigned int milliseconds)
{
  const MotusRelayConnection *connection = transport;
  return connection->input_len > 0;
}

static void
linger (MotusRelayConnection *connection)
{
  connection->state = MOTUS_RELAY_CONNECTION_LINGERING;
  gnutls_bye (connection->session, GNUTLS_SHUT_WR);
  shutdown (connection->watch.fd, SHUT_WR);
  watch_for (connection, FALSE);
}

/* One record, or the rest of one. FALSE when nothing more can be done now. */
static gboolean
send_record (MotusRelayConnection *connection)
{
  gssize sent;
  if (connection->in_flight > 0)
    sent = gnutls_record_send (connection->session, NULL, 0);
  else
    {
      const guint8 *data = motus_relay_send_queue_peek (&connection->queue,
                                                        connection->context->scratch->output,
                                                        &connection->in_flight);
      sent = gnutls_record_send (connection->session, data, connection->in_flight);
    }

  if (sent > 0)
    {
      motus_relay_send_queue_pop (&connection->queue, (gsize) sent);
      connection->in_flight = 0;
      return TRUE;
    }
  if (sent == GNUTLS_E_INTERRUPTED)
    return TRUE;
  if (sent == GNUTLS_E_AGAIN)
    watch_for (connection, TRUE);
  else
    kill_connection (connection, "send-failed");
  return FALSE;
}

void
motus_relay_connection_flush (MotusRelayConnection *connection)
{
  connection->dirty = FALSE;
  if (connection->state != MOTUS_RELAY_CONNECTION_OPEN
      && connection->state != MOTUS_RELAY_CONNECTION_DRAINING)
    return;
  while (connection->queue.bytes > 0)
    if (!send_record (connection))
      return;
  if (connection->state == MOTUS_RELAY_CONNECTION_DRAINING)
    linger (connection);
  else
    watch_for (connection, FALSE);
}

static void
violation (MotusRelayConnection *connection, const char *reason)
{
  connection->violated = TRUE;
  connection->context->events->violation (connection, reason, connection->context->user_data);
}

/* Hands on every whole frame that has come. FALSE if no more are to be read. */
static gboolean
take_frames (MotusRelayConnection *connection)
{
  while (connection->state == MOTUS_RELAY_CONNECTION_OPEN && !connection->violated)
    {
      g_autoptr (GBytes) frame = NULL;
      g_autoptr (GError) wrong = NULL;
      if (!motus_frame_reader_next (connection->reader, &frame, &wrong))
        violation (connection, wrong->message);
      else if (frame == NULL)
        return TRUE;
      else
        connection->context->events->frame (connection, frame, connection->context->user_data);
    }
  return FALSE;
}

static void
read_failed (MotusRelayConnection *connection, gssize code)
{
  if (code == GNUTLS_E_REHANDSHAKE)
    {
      gnutls_alert_send (connection->session, GNUTLS_AL_WARNING, GNUTLS_A_NO_RENEGOTIATION);
      kill_connection (connection, "renegotiation");
    }
  else
    kill_connection (connection, code == 0 ? "closed" : "tls-failed");
}

static gboolean
has_input (const MotusRelayConnection *connection)
{
  return connection->input_len > 0 || gnutls_record_check_pending (connection->session) > 0;
}

/* GnuTLS asks to be called again after what is no data, such as new keys, or for the rest of a
 * record; it then has taken something of the @before bytes there were. Should it wait for anything
 * else, what is left in the shared memory would be lost. */
static gboolean
has_failed (const MotusRelayConnection *connection, gssize code, gsize before)
{
  return code == 0 || code == GNUTLS_E_REHANDSHAKE
         || (code == GNUTLS_E_AGAIN && before > 0 && connection->input_len == before)
         || (code < 0 && gnutls_error_is_fatal ((int) code));
}

static void
read_records (MotusRelayConnection *connection)
{
  while (connection->state == MOTUS_RELAY_CONNECTION_OPEN && has_input (connection))
    {
      gsize room = 0, before = connection->input_len;
      guint8 *place = motus_frame_reader_reserve (connection->reader, &room);
      gssize got = gnutls_record_recv (connection->session, place, room);

      motus_frame_reader_commit (connection->reader, (gsize) MAX (got, 0));
      if (has_failed (connection, got, before))
        read_failed (connection, got);
      else if (got > 0 && !take_frames (connection))
        return;
    }
}

static void
open_connection (MotusRelayConnection *connection)
{
  if (!motus_relay_tls_is_acceptable (connection->session))
    {
      gnutls_alert_send (connection->session, GNUTLS_AL_FATAL, GNUTLS_A_HANDSHAKE_FAILURE);
      kill_connection (connection, "tls-too-weak");
      return;
    }
  connection->state = MOTUS_RELAY_CONNECTION_OPEN;
  connection->reader = motus_frame_reader_new (MOTUS_FRAME_MAX_BEFORE_LOGIN);
  watch_for (connection, FALSE);
  connection->context->events->opened (connection, connection->context->user_data);
}

static void
shake_hands (MotusRelayConnection *connection)
{
  int code;
  do
    code = gnutls_handshake (connection->session);
  while (code < 0 && code != GNUTLS_E_AGAIN && !gnutls_error_is_fatal (code));

  if (code == 0)
    open_connection (connection);
  else if (code == GNUTLS_E_AGAIN)
    watch_for (connection, gnutls_record_get_direction (connection->session) == 1);
  else
    {
      gnutls_alert_send_appropriate (connection->session, code);
      kill_connection (connection, "handshake-failed");
    }
}

/* FALSE if there is nothing to work on. */
static gboolean
fill_input (MotusRelayConnection *connection)
{
  guint8 *room = connection->context->scratch->input;
  gssize got = recv (connection->watch.fd, room, MOTUS_RELAY_INPUT_ROOM, 0);

  if (got < 0 && (errno == EAGAIN || errno == EINTR))
    return FALSE;
  if (got <= 0)
    {
      kill_connection (connection, got == 0 ? "closed" : "connection-lost");
      return FALSE;
    }
  /* Whoever does not speak TLS is not answered in any way. */
  if (!connection->heard && room[0] != TLS_HANDSHAKE_RECORD)
    {
      kill_connection (connection, "not-tls");
      return FALSE;
    }
  connection->heard = TRUE;
  connection->input = room;
  connection->input_len = (gsize) got;
  return TRUE;
}

static void
readable (MotusRelayConnection *connection)
{
  if (!fill_input (connection))
    return;
  if (connection->state == MOTUS_RELAY_CONNECTION_HANDSHAKE)
    shake_hands (connection);
  if (connection->state == MOTUS_RELAY_CONNECTION_OPEN)
    read_records (connection);
  connection->input_len = 0;
}

static void
ready_cb (MotusRelayWatch *watch, guint32 events)
{
  MotusRelayConnection *connection = (MotusRelayConnection *) watch;

  if ((events & EPOLLOUT) != 0)
    {
      if (connection->state == MOTUS_RELAY_CONNECTION_HANDSHAKE)
        shake_hands (connection);
      else
        motus_relay_connection_flush (connection);
    }
  if ((events & ~(guint32) EPOLLOUT) != 0 && connection->state != MOTUS_RELAY_CONNECTION_DEAD)
    readable (connection);
}

static void
tune_socket (int fd)
{
  const int on = 1, idle = KEEPALIVE_IDLE_SECONDS, interval = KEEPALIVE_INTERVAL_SECONDS;
  const int probes = KEEPALIVE_PROBES, unacknowledged = UNACKNOWLEDGED_MILLISECONDS;

  setsockopt (fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  setsockopt (fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
  setsockopt (fd, IPPROTO_TCP, TCP_KEEPIDLE, &idle, sizeof idle);
  setsockopt (fd, IPPROTO_TCP, TCP_KEEPINTVL, &interval, sizeof interval);
  setsockopt (fd, IPPROTO_TCP, TCP_KEEPCNT, &probes, sizeof probes);
  setsockopt (fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &unacknowledged, sizeof unacknowledged);
}

MotusRelayConnection *
motus_relay_connection_new (const MotusRelayConnectionContext *context, MotusRelayTls *tls, int fd)
{
  gnutls_session_t session = motus_relay_tls_begin (tls);
  if (session == NULL)
    {
      close (fd);
      return NULL;
    }

  MotusRelayConnection *connection = g_new0 (MotusRelayConnection, 1);
  connection->watch.fd = fd;
  connection->watch.ready = ready_cb;
  connection->context = context;
  connection->tls = motus_relay_tls_ref (tls);
  connection->session = session;
  g_queue_init (&connection->queue.frames);
  tune_socket (fd);
  gnutls_transport_set_ptr2 (session, connection, GINT_TO_POINTER (fd));
  gnutls_transport_set_pull_function (session, pull_cb);
  gnutls_transport_set_pull_timeout_function (session, pull_timeout_cb);
  if (!motus_relay_poller_add (context->poller, &connection->watch, EPOLLIN))
    g_clear_pointer (&connection, motus_relay_connection_free);
  return connection;
}

void
motus_relay_connection_free (MotusRelayConnection *connection)
{
  if (connection == NULL)
    return;
  if (connection->state != MOTUS_RELAY_CONNECTION_DEAD)
    motus_relay_poller_remove (connection->context->poller, &connection->watch);
  motus_relay_send_queue_clear (&connection->queue);
  motus_frame_reader_free (connection->reader);
  gnutls_deinit (connection->session);
  motus_relay_tls_unref (connection->tls);
  close (connection->watch.fd);
  g_free (connection);
}

void
motus_relay_connection_set_owner_data (MotusRelayConnection *connection, gpointer data)
{
  connection->owner_data = data;
}

gpointer
motus_relay_connection_get_owner_data (const MotusRelayConnection *connection)
{
  return connection->owner_data;
}

MotusRelayConnectionState
motus_relay_connection_get_state (const MotusRelayConnection *connection)
{
  return connection->state;
}

gboolean
motus_relay_connection_get_binding (const MotusRelayConnection *connection,
                                    guint8 binding[MOTUS_RELAY_TLS_BINDING_SIZE])
{
  return motus_relay_tls_get_binding (connection->session, binding);
}

void
motus_relay_connection_set_frame_max (MotusRelayConnection *connection, gsize max)
{
  if (connection->reader != NULL)
    motus_frame_reader_set_max (connection->reader, max);
}

static void
mark_dirty (MotusRelayConnection *connection)
{
  /* A full socket says itself when there is room. */
  if (connection->dirty || connection->want_write)
    return;
  connection->dirty = TRUE;
  connection->context->events->dirty (connection, connection->context->user_data);
}

void
motus_relay_connection_send (MotusRelayConnection *connection, GBytes *frame)
{
  if (connection->state != MOTUS_RELAY_CONNECTION_OPEN)
    return;
  motus_relay_send_queue_push (&connection->queue, frame);
  mark_dirty (connection);
}

gsize
motus_relay_connection_get_queued (const MotusRelayConnection *connection)
{
  return connection->queue.bytes;
}

void
motus_relay_connection_close (MotusRelayConnection *connection)
{
  if (connection->state == MOTUS_RELAY_CONNECTION_HANDSHAKE)
    kill_connection (connection, "closed");
  if (connection->state != MOTUS_RELAY_CONNECTION_OPEN)
    return;
  connection->state = MOTUS_RELAY_CONNECTION_DRAINING;
  mark_dirty (connection);
}

void
motus_relay_connection_close_with (MotusRelayConnection *connection, GBytes *last)
{
  if (connection->state != MOTUS_RELAY_CONNECTION_OPEN)
    return;
  motus_relay_send_queue_drop_unsent (&connection->queue, connection->in_flight);
  if (last != NULL)
    motus_relay_send_queue_push (&connection->queue, last);
  motus_relay_connection_close (connection);
}

void
motus_relay_connection_abort (MotusRelayConnection *connection, const char *reason)
{
  kill_connection (connection, reason);
}
