/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "motus-relay-poller.h"
#include "motus-relay-send-queue.h"
#include "motus-relay-tls.h"

G_BEGIN_DECLS

/**
 * MotusRelayConnection:
 *
 * One client: its socket, its TLS session, the frames it sends and those that wait for it.
 *
 *   HANDSHAKE --done--> OPEN --close()--> DRAINING --all sent--> LINGERING --client closed--> DEAD
 *       |                |                   |                      |
 *       +----------------+-------------------+-------- error -------+--------- abort() ----> DEAD
 *
 * DRAINING sends what was queued; LINGERING has sent close_notify. Both read what comes only to
 * discard it: closing a socket with bytes unread would make the system tell the client of a
 * reset, and perhaps take the last frame from it. The owner ends both after a time of its choice.
 *
 * A connection never frees itself. Its owner is told once that it is dead, from anywhere within
 * this type's functions, and frees it when nothing of it is running.
 */
typedef struct _MotusRelayConnection MotusRelayConnection;

typedef enum {
  MOTUS_RELAY_CONNECTION_HANDSHAKE,
  MOTUS_RELAY_CONNECTION_OPEN,
  MOTUS_RELAY_CONNECTION_DRAINING,
  MOTUS_RELAY_CONNECTION_LINGERING,
  MOTUS_RELAY_CONNECTION_DEAD,
} MotusRelayConnectionState;

/* Memory for bytes on their way, shared by the connections of one thread. */
#define MOTUS_RELAY_INPUT_ROOM (64 * 1024)
typedef struct {
  guint8 input[MOTUS_RELAY_INPUT_ROOM];
  guint8 output[MOTUS_RELAY_RECORD_MAX];
} MotusRelayScratch;

typedef struct {
  /* The handshake is done; frames follow. */
  void (*opened) (MotusRelayConnection *connection, gpointer user_data);
  void (*frame) (MotusRelayConnection *connection, GBytes *frame, gpointer user_data);
  /* What came is not a frame. Nothing more is read unless the owner closes or aborts. */
  void (*violation) (MotusRelayConnection *connection, const char *reason, gpointer user_data);
  /* Has frames to be flushed; said once until then. */
  void (*dirty) (MotusRelayConnection *connection, gpointer user_data);
  /* @reason is a word for the log. */
  void (*dead) (MotusRelayConnection *connection, const char *reason, gpointer user_data);
} MotusRelayConnectionEvents;

/* What all connections of a server share; outlives them. */
typedef struct {
  MotusRelayPoller *poller;
  MotusRelayScratch *scratch;
  const MotusRelayConnectionEvents *events;
  gpointer user_data;
} MotusRelayConnectionContext;

/* Takes @fd over, a connected socket that does not block, also on failure: NULL if the system
 * lacks the means. */
MotusRelayConnection *motus_relay_connection_new (const MotusRelayConnectionContext *context,
                                                  MotusRelayTls *tls, int fd);
void motus_relay_connection_free (MotusRelayConnection *connection);

/* For the owner: whatever it wants to find with a connection. */
void motus_relay_connection_set_owner_data (MotusRelayConnection *connection, gpointer data);
gpointer motus_relay_connection_get_owner_data (const MotusRelayConnection *connection);

MotusRelayConnectionState motus_relay_connection_get_state (const MotusRelayConnection *connection);
/* FALSE if the session has none. */
gboolean motus_relay_connection_get_binding (const MotusRelayConnection *connection,
                                             guint8 binding[MOTUS_RELAY_TLS_BINDING_SIZE]);

/* Takes frames of at most @max bytes, from the next one on. */
void motus_relay_connection_set_frame_max (MotusRelayConnection *connection, gsize max);

/* Queues @frame, in state OPEN only. It goes out with the next motus_relay_connection_flush(). */
void motus_relay_connection_send (MotusRelayConnection *connection, GBytes *frame);
/* Sends what the socket takes. What is left follows by itself. */
void motus_relay_connection_flush (MotusRelayConnection *connection);
/* Bytes that wait. */
gsize motus_relay_connection_get_queued (const MotusRelayConnection *connection);

/* Closes once all that is queued has gone out. */
void motus_relay_connection_close (MotusRelayConnection *connection);
/* Closes with @last (or NULL) in place of every frame not yet begun. */
void motus_relay_connection_close_with (MotusRelayConnection *connection, GBytes *last);
/* At once. */
void motus_relay_connection_abort (MotusRelayConnection *connection, const char *reason);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MotusRelayConnection, motus_relay_connection_free)

G_END_DECLS
