/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-relay-server.h"

#include "motus-frame.h"
#include "motus-message.h"
#include "motus-relay-admission.h"
#include "motus-relay-connection.h"
#include "motus-relay-listener.h"
#include "motus-relay-log.h"
#include "motus-relay-source.h"
#include "motus-relay-timer.h"

#include <unistd.h>

/* How often deadlines are looked at while there are any. */
#define SWEEP_INTERVAL MOTUS_CLOCK_SECOND
/* More than this does not wait for the end of the turn: a message to many would lie in memory once
 * for each. */
#define FLUSH_BYTES (64 * 1024)
#define CERTIFICATE_INTERVAL (24 * 60 * 60 * MOTUS_CLOCK_SECOND)

/* A connection as the server sees it. */
typedef struct {
  guint64 id;
  MotusRelayConnection *connection;
  char *source;
  gint64 accepted_at;
  gint64 deadline;      /* boot time; G_MAXINT64 for none */
  GList timed;          /* its place in the server's list while it has a deadline */
  gboolean known;       /* to the engine */
  gboolean signed_in;
} Peer;

struct _MotusRelayServer {
  const MotusRelayConfig *config;
  MotusClock *clock;
  MotusRelayPoller *poller;
  MotusRelayListener *listener;
  guint16 port;
  MotusRelayTimer *timer;
  MotusRelayIdentity *identity;
  MotusRelayTls *tls;
  MotusRelayEngine *engine;
  MotusRelayAdmission *admission;
  MotusRelayScratch *scratch;
  MotusRelayConnectionContext context;

  guint64 last_id;
  GHashTable *peers;    /* by id */
  GQueue timed;
  GPtrArray *dirty;     /* peers with frames to flush */
  GPtrArray *ended;     /* peers that the engine is to be told of as gone, though they are closing */
  GPtrArray *dead;      /* peers to be taken apart; they are in no other list but perhaps @dirty */
  guint refused;        /* since last said */
  gint64 next_sweep;
  gint64 next_certificate;

  MotusRelayServerDone done;
  gpointer done_data;
  gint64 done_at;       /* G_MAXINT64 until it is told to stop */
};

static gint64
now_of (const MotusRelayServer *server)
{
  return motus_clock_boottime (server->clock);
}

static void
set_deadline (MotusRelayServer *server, Peer *peer, gint64 deadline)
{
  gboolean had = peer->deadline != G_MAXINT64, has = deadline != G_MAXINT64;
  if (had && !has)
    g_queue_unlink (&server->timed, &peer->timed);
  if (has && !had)
    g_queue_push_tail_link (&server->timed, &peer->timed);
  peer->deadline = deadline;
}

/* What has been asked to close has so long for it. */
static void
expect_end (MotusRelayServer *server, Peer *peer)
{
  set_deadline (server, peer, now_of (server) + MOTUS_RELAY_CLOSE_SECONDS * MOTUS_CLOCK_SECOND);
}

static void
free_peer (gpointer data)
{
  Peer *peer = data;
  motus_relay_connection_free (peer->connection);
  g_free (peer->source);
  g_free (peer);
}

/* Connections */

static void
opened_cb (MotusRelayConnection *connection, gpointer user_data)
{
  MotusRelayServer *server = user_data;
  Peer *peer = motus_relay_connection_get_owner_data (connection);
  guint8 binding[MOTUS_RELAY_BINDING_SIZE];
  gboolean bound = motus_relay_connection_get_binding (connection, binding);

  /* The engine ends it in time, with a word; this is for when it does not. */
  set_deadline (server, peer, peer->accepted_at
                + ((gint64) server->config->limits.login_seconds + MOTUS_RELAY_CLOSE_SECONDS)
                * MOTUS_CLOCK_SECOND);
  peer->known = TRUE;
  motus_relay_engine_connected (server->engine, peer->id, peer->source, bound ? binding : NULL);
}

static void
frame_cb (MotusRelayConnection *connection, GBytes *frame, gpointer user_data)
{
  MotusRelayServer *server = user_data;
  const Peer *peer = motus_relay_connection_get_owner_data (connection);
  motus_relay_engine_frame (server->engine, peer->id, frame);
}

static void
violation_cb (MotusRelayConnection *connection, const char *reason, gpointer user_data)
{
  MotusRelayServer *server = user_data;
  const Peer *peer = motus_relay_connection_get_owner_data (connection);
  motus_relay_engine_violation (server->engine, peer->id, reason);
}

static void
dirty_cb (MotusRelayConnection *connection, gpointer user_data)
{
  MotusRelayServer *server = user_data;
  g_ptr_array_add (server->dirty, motus_relay_connection_get_owner_data (connection));
}

static void
dead_cb (MotusRelayConnection *connection, const char *reason, gpointer user_data)
{
  MotusRelayServer *server = user_data;
  g_ptr_array_add (server->dead, motus_relay_connection_get_owner_data (connection));
}

static const MotusRelayConnectionEvents connection_events = {
  .opened = opened_cb,
  .frame = frame_cb,
  .violation = violation_cb,
  .dirty = dirty_cb,
  .dead = dead_cb,
};

static void
accepted_cb (int fd, const struct sockaddr *address, gpointer user_data)
{
  MotusRelayServer *server = user_data;
  g_autofree char *source = motus_relay_source_format (address);

  if (!motus_relay_admission_enter (server->admission, source))
    {
      close (fd);
      server->refused++;
      return;
    }
  MotusRelayConnection *connection = motus_relay_connection_new (&server->context, server->tls, fd);
  if (connection == NULL)
    {
      motus_relay_admission_leave (server->admission, source, FALSE);
      server->refused++;
      return;
    }

  Peer *peer = g_new0 (Peer, 1);
  peer->id = ++server->last_id;
  peer->connection = connection;
  peer->source = g_steal_pointer (&source);
  peer->accepted_at = now_of (server);
  peer->deadline = G_MAXINT64;
  peer->timed.data = peer;
  motus_relay_connection_set_owner_data (connection, peer);
  g_hash_table_insert (server->peers, &peer->id, peer);
  set_deadline (server, peer, peer->accepted_at
                + MIN (server->config->limits.login_seconds, MOTUS_RELAY_HANDSHAKE_SECONDS)
                * MOTUS_CLOCK_SECOND);
}

/* What the engine asks for */

/* Says why in place of all that it would not read, and closes. */
static void
end_slow_reader (MotusRelayServer *server, Peer *peer)
{
  g_autoptr (MotusMessage) message = motus_message_new (MOTUS_MESSAGE_ERROR);
  motus_message_set_text (message, "code", "slow-reader");
  motus_message_set_text (message, "message",
                          "Too much waits to be read by this client. It may connect again.");
  g_autoptr (GBytes) frame = motus_message_encode (message, NULL);

  motus_relay_log (MOTUS_RELAY_LOG_NOTICE, "slow-reader", "source", peer->source, NULL);
  motus_relay_connection_close_with (peer->connection, frame);
  expect_end (server, peer);
  g_ptr_array_add (server->ended, peer);
}

static void
send_cb (guint64 id, GBytes *frame, gpointer user_data)
{
  MotusRelayServer *server = user_data;
  Peer *peer = g_hash_table_lookup (server->peers, &id);
  if (peer == NULL
      || motus_relay_connection_get_state (peer->connection) != MOTUS_RELAY_CONNECTION_OPEN)
    return;

  gsize before = motus_relay_connection_get_queued (peer->connection);
  gsize after = before + g_bytes_get_size (frame);
  motus_relay_connection_send (peer->connection, frame);
  if (after < FLUSH_BYTES
      || (before >= FLUSH_BYTES && after <= server->config->limits.output_bytes))
    return;
  motus_relay_connection_flush (peer->connection);
  if (motus_relay_connection_get_queued (peer->connection) > server->config->limits.output_bytes)
    end_slow_reader (server, peer);
}

static void
close_cb (guint64 id, gpointer user_data)
{
  MotusRelayServer *server = user_data;
  Peer *peer = g_hash_table_lookup (server->peers, &id);
  if (peer == NULL)
    return;
  motus_relay_connection_close (peer->connection);
  expect_end (server, peer);
}

static void
signed_in_cb (guint64 id, gpointer user_data)
{
  MotusRelayServer *server = user_data;
  Peer *peer = g_hash_table_lookup (server->peers, &id);
  if (peer == NULL || peer->signed_in)
    return;
  peer->signed_in = TRUE;
  motus_relay_admission_signed_in (server->admission, peer->source);
  motus_relay_connection_set_frame_max (peer->connection, MOTUS_FRAME_MAX);
  set_deadline (server, peer, G_MAXINT64);
}

static const MotusRelayOutput engine_output = {
  .send = send_cb,
  .close = close_cb,
  .signed_in = signed_in_cb,
};

/* Time */

static void
sweep (MotusRelayServer *server, gint64 now)
{
  for (GList *at = server->timed.head, *next; at != NULL; at = next)
    {
      Peer *peer = at->data;
      next = at->next;
      if (peer->deadline <= now)
        motus_relay_connection_abort (peer->connection, "deadline");
    }
  if (server->listener != NULL)
    motus_relay_listener_resume (server->listener);
  if (server->refused > 0)
    {
      g_autofree char *count = g_strdup_printf ("%u", server->refused);
      motus_relay_log (MOTUS_RELAY_LOG_WARNING, "connections-refused", "count", count, NULL);
      server->refused = 0;
    }
}

/* Sessions that stand keep the certificate they began with. */
static void
renew_certificate (MotusRelayServer *server)
{
  gint64 calendar = motus_clock_calendar (server->clock);
  g_autoptr (GError) error = NULL;
  if (!motus_relay_identity_is_due (server->identity, calendar))
    return;

  g_autoptr (MotusRelayIdentity) identity = motus_relay_identity_load (server->config, calendar,
                                                                      &error);
  g_autoptr (MotusRelayTls) tls = identity != NULL ? motus_relay_tls_new (identity, &error) : NULL;
  if (tls == NULL)
    {
      motus_relay_log (MOTUS_RELAY_LOG_ERROR, "certificate-not-renewed", "why", error->message,
                       NULL);
      return;
    }
  motus_relay_identity_free (server->identity);
  motus_relay_tls_unref (server->tls);
  server->identity = g_steal_pointer (&identity);
  server->tls = g_steal_pointer (&tls);
  motus_relay_log (MOTUS_RELAY_LOG_NOTICE, "certificate-renewed", NULL);
}

static gboolean
needs_sweep (const MotusRelayServer *server)
{
  return server->timed.length > 0 || server->refused > 0
         || (server->listener != NULL && motus_relay_listener_is_paused (server->listener));
}

static void
set_timer (MotusRelayServer *server)
{
  gint64 when = motus_relay_engine_next_tick (server->engine);
  if (needs_sweep (server))
    {
      if (server->next_sweep == G_MAXINT64)
        server->next_sweep = now_of (server) + SWEEP_INTERVAL;
      when = MIN (when, server->next_sweep);
    }
  when = MIN (when, server->next_certificate);
  motus_relay_timer_set (server->timer, MIN (when, server->done_at));
}

static void
due_cb (gpointer user_data)
{
  MotusRelayServer *server = user_data;
  gint64 now = now_of (server);

  if (motus_relay_engine_next_tick (server->engine) <= now)
    motus_relay_engine_tick (server->engine);
  if (server->next_sweep <= now)
    {
      server->next_sweep = G_MAXINT64;
      sweep (server, now);
    }
  if (server->next_certificate <= now)
    {
      server->next_certificate = now + CERTIFICATE_INTERVAL;
      renew_certificate (server);
    }
}

/* The end of a turn */

static void
flush_dirty (MotusRelayServer *server)
{
  for (guint i = 0; i < server->dirty->len; i++)
    {
      const Peer *peer = g_ptr_array_index (server->dirty, i);
      motus_relay_connection_flush (peer->connection);
    }
  g_ptr_array_set_size (server->dirty, 0);
}

static void
forget_peer (MotusRelayServer *server, Peer *peer)
{
  if (!peer->known)
    return;
  peer->known = FALSE;
  motus_relay_engine_disconnected (server->engine, peer->id);
}

/* The engine is in the middle of something when it is found that a client does not read. */
static void
forget_ended (MotusRelayServer *server)
{
  for (guint i = 0; i < server->ended->len; i++)
    forget_peer (server, g_ptr_array_index (server->ended, i));
  g_ptr_array_set_size (server->ended, 0);
}

static void
bury (MotusRelayServer *server, Peer *peer)
{
  set_deadline (server, peer, G_MAXINT64);
  g_hash_table_steal (server->peers, &peer->id);
  motus_relay_admission_leave (server->admission, peer->source, peer->signed_in);
  forget_peer (server, peer);
  free_peer (peer);
}

/* Nobody who dies while this goes on is buried by it: they may have just become dirty. */
static void
bury_dead (MotusRelayServer *server)
{
  g_autoptr (GPtrArray) dead = g_steal_pointer (&server->dead);
  server->dead = g_ptr_array_new ();
  for (guint i = 0; i < dead->len; i++)
    bury (server, g_ptr_array_index (dead, i));
}

static void
check_done (MotusRelayServer *server)
{
  if (server->done == NULL
      || (g_hash_table_size (server->peers) > 0 && server->done_at > now_of (server)))
    return;
  MotusRelayServerDone done = g_steal_pointer (&server->done);
  server->done_at = G_MAXINT64;
  done (server->done_data);
}

static void
before_wait_cb (gpointer user_data)
{
  MotusRelayServer *server = user_data;
  if (server->engine == NULL)
    return;
  while (server->ended->len > 0 || server->dirty->len > 0 || server->dead->len > 0)
    {
      forget_ended (server);
      flush_dirty (server);
      if (server->dead->len > 0)
        bury_dead (server);
    }
  check_done (server);
  set_timer (server);
}

/* Beginning and end */

static gboolean
set_up_tls (MotusRelayServer *server, GError **error)
{
  server->identity = motus_relay_identity_load (server->config,
                                                motus_clock_calendar (server->clock), error);
  if (server->identity == NULL)
    return FALSE;
  server->tls = motus_relay_tls_new (server->identity, error);
  return server->tls != NULL;
}

static gboolean
set_up (MotusRelayServer *server, MotusRelayStore *store, GMainContext *context, GError **error)
{
  server->poller = motus_relay_poller_new (context, before_wait_cb, server, error);
  if (server->poller == NULL || !set_up_tls (server, error))
    return FALSE;
  server->context = (MotusRelayConnectionContext) {
    .poller = server->poller,
    .scratch = server->scratch,
    .events = &connection_events,
    .user_data = server,
  };
  server->timer = motus_relay_timer_new (server->poller, due_cb, server, error);
  if (server->timer == NULL)
    return FALSE;
  server->engine = motus_relay_engine_new (server->config, server->clock, store, &engine_output,
                                           server, error);
  if (server->engine == NULL)
    return FALSE;
  server->listener = motus_relay_listener_new (server->poller, server->config->host,
                                               server->config->port, accepted_cb, server, error);
  if (server->listener == NULL)
    return FALSE;
  server->port = motus_relay_listener_get_port (server->listener);
  return TRUE;
}

MotusRelayServer *
motus_relay_server_new (const MotusRelayConfig *config, MotusClock *clock, MotusRelayStore *store,
                        GMainContext *context, GError **error)
{
  g_autoptr (MotusRelayServer) server = g_new0 (MotusRelayServer, 1);
  const MotusRelayLimits *limits = &config->limits;

  server->config = config;
  server->clock = clock;
  server->admission = motus_relay_admission_new (motus_relay_admission_fit (limits->connections),
                                                 limits->connections_per_source);
  server->scratch = g_new (MotusRelayScratch, 1);
  server->peers = g_hash_table_new (g_int64_hash, g_int64_equal);
  server->dirty = g_ptr_array_new ();
  server->ended = g_ptr_array_new ();
  server->dead = g_ptr_array_new ();
  server->next_sweep = G_MAXINT64;
  server->done_at = G_MAXINT64;
  server->next_certificate = now_of (server) + CERTIFICATE_INTERVAL;
  if (!set_up (server, store, context, error))
    return NULL;
  return g_steal_pointer (&server);
}

void
motus_relay_server_free (MotusRelayServer *server)
{
  GHashTableIter iter;
  gpointer peer;

  if (server == NULL)
    return;
  motus_relay_listener_free (server->listener);
  motus_relay_engine_free (server->engine);
  g_hash_table_iter_init (&iter, server->peers);
  while (g_hash_table_iter_next (&iter, NULL, &peer))
    free_peer (peer);
  g_hash_table_unref (server->peers);
  g_ptr_array_unref (server->dirty);
  g_ptr_array_unref (server->ended);
  g_ptr_array_unref (server->dead);
  motus_relay_timer_free (server->timer);
  motus_relay_poller_free (server->poller);
  motus_relay_admission_free (server->admission);
  motus_relay_tls_unref (server->tls);
  motus_relay_identity_free (server->identity);
  g_free (server->scratch);
  g_free (server);
}

const MotusRelayConfig *
motus_relay_server_get_config (const MotusRelayServer *server)
{
  return server->config;
}

guint16
motus_relay_server_get_port (const MotusRelayServer *server)
{
  return server->port;
}

const MotusRelayIdentity *
motus_relay_server_get_identity (const MotusRelayServer *server)
{
  return server->identity;
}

MotusRelayEngine *
motus_relay_server_get_engine (MotusRelayServer *server)
{
  return server->engine;
}

void
motus_relay_server_shut_down (MotusRelayServer *server, MotusRelayServerDone done,
                              gpointer user_data)
{
  GHashTableIter iter;
  gpointer value;

  if (server->done_at != G_MAXINT64)
    return;
  server->done = done;
  server->done_data = user_data;
  server->done_at = now_of (server)
                    + MOTUS_RELAY_SHUT_DOWN_MILLISECONDS * MOTUS_CLOCK_SECOND / 1000;
  g_clear_pointer (&server->listener, motus_relay_listener_free);
  motus_relay_engine_shut_down (server->engine);
  /* Those the engine does not know or did not close. */
  g_hash_table_iter_init (&iter, server->peers);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Peer *peer = value;
      motus_relay_connection_close (peer->connection);
      expect_end (server, peer);
    }
}
