/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <sys/epoll.h>

G_BEGIN_DECLS

/**
 * MotusRelayPoller:
 *
 * All descriptors of the relay behind one GSource: GMainContext walks every source it has on
 * every turn, epoll only what is ready. Descriptors are level-triggered.
 */
typedef struct _MotusRelayPoller MotusRelayPoller;

/* What is watched; part of the object that owns the descriptor. */
typedef struct _MotusRelayWatch MotusRelayWatch;
struct _MotusRelayWatch {
  int fd;
  /* @events: EPOLLIN and so on. May remove and free this watch and any other. */
  void (*ready) (MotusRelayWatch *watch, guint32 events);
};

/* A poller in @context. @before_wait is called each time before the loop waits, so what was left
 * to be done together at the end of a turn is done there; it may be NULL.
 * Errors: LISTEN, if the system gives no epoll descriptor. */
typedef void (*MotusRelayBeforeWait) (gpointer user_data);
MotusRelayPoller *motus_relay_poller_new (GMainContext *context, MotusRelayBeforeWait before_wait,
                                          gpointer user_data, GError **error);
void motus_relay_poller_free (MotusRelayPoller *poller);

/* Watches @watch->fd for @events. FALSE with errno set if the system refuses. */
gboolean motus_relay_poller_add (MotusRelayPoller *poller, MotusRelayWatch *watch, guint32 events);
void motus_relay_poller_change (MotusRelayPoller *poller, MotusRelayWatch *watch, guint32 events);
/* @watch->ready is not called again. To be called before the descriptor is closed. */
void motus_relay_poller_remove (MotusRelayPoller *poller, MotusRelayWatch *watch);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MotusRelayPoller, motus_relay_poller_free)

G_END_DECLS
