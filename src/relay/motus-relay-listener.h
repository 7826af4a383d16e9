/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "motus-relay-poller.h"

#include <sys/socket.h>

G_BEGIN_DECLS

/**
 * MotusRelayListener:
 *
 * The port. Takes connections in batches and hands each over as a non-blocking descriptor. When
 * the process or the system has no descriptors left, one kept in reserve is spent on taking the
 * next connection and closing it, so that callers are turned away rather than left waiting, and
 * the loop does not spin.
 */
typedef struct _MotusRelayListener MotusRelayListener;

/* @fd is handed over. */
typedef void (*MotusRelayAccepted) (int fd, const struct sockaddr *address, gpointer user_data);

/* Listens on @host, a numeric address or NULL for all of IPv6 and IPv4, and @port, 0 for any free
 * one. Errors: LISTEN. */
MotusRelayListener *motus_relay_listener_new (MotusRelayPoller *poller, const char *host,
                                              guint16 port, MotusRelayAccepted accepted,
                                              gpointer user_data, GError **error);
/* Closes the port; @poller must still be there. */
void motus_relay_listener_free (MotusRelayListener *listener);

/* The port in fact. */
guint16 motus_relay_listener_get_port (const MotusRelayListener *listener);

/* TRUE while it takes no connections because not even the reserve was enough. Whoever hears of
 * time passing calls motus_relay_listener_resume(). */
gboolean motus_relay_listener_is_paused (const MotusRelayListener *listener);
void motus_relay_listener_resume (MotusRelayListener *listener);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MotusRelayListener, motus_relay_listener_free)

G_END_DECLS
