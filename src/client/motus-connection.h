/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "motus-message.h"

G_BEGIN_DECLS

#define MOTUS_CONNECTION_PIN_SIZE 32
#define MOTUS_CONNECTION_BINDING_SIZE 32
/* From the first packet to the end of the handshake. */
#define MOTUS_CONNECTION_OPEN_SECONDS 20
/* Bytes that may wait to be written. */
#define MOTUS_CONNECTION_QUEUE_MAX (8 * 1024 * 1024)

/**
 * MotusConnection:
 *
 * One connection to a relay: TCP, TLS (1.2 or later with the suites of docs/protocol.md), frames.
 * The relay is known by its pin; no certificate authority is asked.
 */
#define MOTUS_TYPE_CONNECTION (motus_connection_get_type ())
G_DECLARE_FINAL_TYPE (MotusConnection, motus_connection, MOTUS, CONNECTION, GObject)

/* Called for every message, in order, and once at the end: with @message NULL and an @error that says
 * why. Never called again after motus_connection_close(). */
typedef void (*MotusConnectionFunc) (MotusConnection *connection, MotusMessage *message,
                                     const GError *error, gpointer user_data);

/* Connects and shakes hands. With a @pin nothing but a relay with that key is gone on with; without,
 * the caller looks at motus_connection_get_pin() before it says anything. Errors:
 * MOTUS_CLIENT_ERROR_UNREACHABLE (also after motus_connection_close()), RELAY_KEY_CHANGED (the pin
 * seen can be asked for), PROTOCOL. */
MotusConnection *motus_connection_new (void);
void motus_connection_open_async (MotusConnection *self, const char *host, guint16 port,
                                  const guint8 *pin, GAsyncReadyCallback callback,
                                  gpointer user_data);
gboolean motus_connection_open_finish (MotusConnection *self, GAsyncResult *result, GError **error);

/* The pin of the relay's key, and this end's tls-exporter value; NULL before there was a handshake. */
const guint8 *motus_connection_get_pin (MotusConnection *self);
const guint8 *motus_connection_get_binding (MotusConnection *self);

/* Begins to read. */
void motus_connection_start (MotusConnection *self, MotusConnectionFunc func, gpointer user_data);
/* From the next frame on, longer ones are taken: for after the login. */
void motus_connection_set_frame_max (MotusConnection *self, gsize max);

/* While it is set nothing more is read; what was read before is still told. */
void motus_connection_set_paused (MotusConnection *self, gboolean paused);

/* Queues a whole frame. FALSE with MOTUS_CLIENT_ERROR_OFFLINE when closed, REFUSED when too much
 * waits already. */
gboolean motus_connection_send (MotusConnection *self, GBytes *frame, GError **error);

/* Boot time in microseconds at which something was last read. */
gint64 motus_connection_get_last_read (MotusConnection *self);

void motus_connection_close (MotusConnection *self);

G_END_DECLS
