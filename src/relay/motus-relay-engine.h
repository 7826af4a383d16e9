/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "motus-clock.h"
#include "motus-relay-config.h"
#include "motus-relay-store.h"

G_BEGIN_DECLS

/**
 * MotusRelayEngine:
 *
 * All the relay decides, and nothing of how bytes come and go: who may sign up and in, who is
 * locked out, which invitation stands, what goes to whom. It is told of connections and their
 * frames, reads the time from a clock and its memory from a store, and says what to send
 * through the functions it is given. One thread; no sockets, no waiting, no randomness but
 * through Motus' own generator.
 *
 * What changes the store is answered only after the store says that it is durable.
 */
typedef struct _MotusRelayEngine MotusRelayEngine;

#define MOTUS_RELAY_BINDING_SIZE 32

/* What the engine asks of the edge. All are called from within the engine's own functions or from
 * the store's callback; none may call back into the engine. */
typedef struct {
  /* Queues a whole @frame for @connection; the edge refs it. */
  void (*send) (guint64 connection, GBytes *frame, gpointer user_data);
  /* Ends @connection once what was queued has gone out. The edge still reports it with
   * motus_relay_engine_disconnected(). */
  void (*close) (guint64 connection, gpointer user_data);
  /* The connection is signed in: from its next frame on it may send frames of
   * MOTUS_FRAME_MAX, and it no longer counts as unauthenticated. */
  void (*signed_in) (guint64 connection, gpointer user_data);
} MotusRelayOutput;

/* @config, @clock and @store outlive the engine. Reads everything the store has. */
MotusRelayEngine *motus_relay_engine_new (const MotusRelayConfig *config, MotusClock *clock,
                                          MotusRelayStore *store, const MotusRelayOutput *output,
                                          gpointer user_data, GError **error);
void motus_relay_engine_free (MotusRelayEngine *engine);

/* A connection is there, its TLS handshake done. @connection is never used again for
 * another. @source is the address's text prefix that counts as one source ("192.0.2.7/32",
 * "2001:db8::/64"); @binding its tls-exporter value, or NULL if it has none. */
void motus_relay_engine_connected (MotusRelayEngine *engine, guint64 connection,
                                   const char *source, const guint8 *binding);

/* A whole frame, without its prefix, came from @connection. */
void motus_relay_engine_frame (MotusRelayEngine *engine, guint64 connection, GBytes *frame);

/* @connection sent what is not a frame; @reason goes to the log. The engine answers and closes. */
void motus_relay_engine_violation (MotusRelayEngine *engine, guint64 connection,
                                   const char *reason);

/* @connection is gone. Nothing more is sent to it. */
void motus_relay_engine_disconnected (MotusRelayEngine *engine, guint64 connection);

/* Does what is due: batches of presence, expiries, login deadlines. */
void motus_relay_engine_tick (MotusRelayEngine *engine);

/* The boot time in microseconds at which motus_relay_engine_tick() is next of use;
 * G_MAXINT64 for never. */
gint64 motus_relay_engine_next_tick (const MotusRelayEngine *engine);

/* Makes an invitation to sign up for @uses people, good until @seconds from now; @token_hash
 * is the SHA-256 of its token. @done is told when it is durable, or why not. */
typedef void (*MotusRelayDone) (const GError *error, gpointer user_data);
void motus_relay_engine_add_account_invite (MotusRelayEngine *engine, const guint8 token_hash[32],
                                            guint uses, guint seconds, MotusRelayDone done,
                                            gpointer user_data);

/* Tells everybody signed in that the relay stops, and closes. */
void motus_relay_engine_shut_down (MotusRelayEngine *engine);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MotusRelayEngine, motus_relay_engine_free)

G_END_DECLS
