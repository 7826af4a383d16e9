/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "motus-clock.h"
#include "motus-relay-config.h"
#include "motus-relay-engine.h"
#include "motus-relay-identity.h"

G_BEGIN_DECLS

/**
 * MotusRelayServer:
 *
 * The edge of the relay: the port, the connections and their limits in number and time, and the
 * engine that it tells what comes and that tells it what to send. One thread, one GSource.
 *
 * Two moments keep functions from running into each other: connections that have died are taken
 * apart, and what was queued is sent, only before the loop waits.
 */
typedef struct _MotusRelayServer MotusRelayServer;

/* For the TLS handshake, of the time that a login may take in all. */
#define MOTUS_RELAY_HANDSHAKE_SECONDS 10
/* For a connection that the relay closes to take what was queued, and to close in its turn. */
#define MOTUS_RELAY_CLOSE_SECONDS 5
/* For everybody to be told that the relay stops. */
#define MOTUS_RELAY_SHUT_DOWN_MILLISECONDS 1000

/* Listens as @config says, in @context. @config, @clock and @store outlive the server.
 * Errors: LISTEN, TLS, STORE. */
MotusRelayServer *motus_relay_server_new (const MotusRelayConfig *config, MotusClock *clock,
                                          MotusRelayStore *store, GMainContext *context,
                                          GError **error);
void motus_relay_server_free (MotusRelayServer *server);

const MotusRelayConfig *motus_relay_server_get_config (const MotusRelayServer *server);
/* The port listened on. */
guint16 motus_relay_server_get_port (const MotusRelayServer *server);
const MotusRelayIdentity *motus_relay_server_get_identity (const MotusRelayServer *server);
MotusRelayEngine *motus_relay_server_get_engine (MotusRelayServer *server);

/* Takes no more connections, tells everybody and closes; @done is called once, when all are gone or
 * MOTUS_RELAY_SHUT_DOWN_MILLISECONDS have passed. */
typedef void (*MotusRelayServerDone) (gpointer user_data);
void motus_relay_server_shut_down (MotusRelayServer *server, MotusRelayServerDone done,
                                   gpointer user_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MotusRelayServer, motus_relay_server_free)

G_END_DECLS
