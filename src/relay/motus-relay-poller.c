/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-relay-poller.h"

#include "motus-relay-error.h"

#include <errno.h>
#include <unistd.h>

/* Taken from the kernel at once. What is ready beyond that comes in the next turn. */
#define BATCH_MAX 256

struct _MotusRelayPoller {
  GSource source;
  int epoll;
  MotusRelayBeforeWait before_wait;
  gpointer user_data;
  /* The batch being handed out. A removed watch is struck out of it. */
  struct epoll_event batch[BATCH_MAX];
  int batch_next, batch_len;
};

static gboolean
prepare_cb (GSource *source, int *timeout)
{
  MotusRelayPoller *poller = (MotusRelayPoller *) source;
  if (poller->before_wait != NULL)
    poller->before_wait (poller->user_data);
  *timeout = -1;
  return FALSE;
}

static gboolean
dispatch_cb (GSource *source, GSourceFunc callback, gpointer user_data)
{
  MotusRelayPoller *poller = (MotusRelayPoller *) source;

  int count = epoll_wait (poller->epoll, poller->batch, BATCH_MAX, 0);
  poller->batch_len = MAX (count, 0);
  for (poller->batch_next = 0; poller->batch_next < poller->batch_len;)
    {
      const struct epoll_event *event = &poller->batch[poller->batch_next++];
      MotusRelayWatch *watch = event->data.ptr;
      if (watch != NULL)
        watch->ready (watch, event->events);
    }
  poller->batch_len = 0;
  return G_SOURCE_CONTINUE;
}

static void
finalize_cb (GSource *source)
{
  MotusRelayPoller *poller = (MotusRelayPoller *) source;
  if (poller->epoll >= 0)
    close (poller->epoll);
}

static GSourceFuncs poller_funcs = {
  .prepare = prepare_cb,
  .dispatch = dispatch_cb,
  .finalize = finalize_cb,
};

MotusRelayPoller *
motus_relay_poller_new (GMainContext *context, MotusRelayBeforeWait before_wait,
                        gpointer user_data, GError **error)
{
  int epoll = epoll_create1 (EPOLL_CLOEXEC);
  if (epoll < 0)
    {
      g_set_error (error, MOTUS_RELAY_ERROR, MOTUS_RELAY_ERROR_LISTEN,
                   "The system has no descriptor for epoll: %s", g_strerror (errno));
      return NULL;
    }

  GSource *source = g_source_new (&poller_funcs, sizeof (MotusRelayPoller));
  MotusRelayPoller *poller = (MotusRelayPoller *) source;
  poller->epoll = epoll;
  poller->before_wait = before_wait;
  poller->user_data = user_data;
  g_source_set_static_name (source, "motus-relay-poller");
  g_source_add_unix_fd (source, epoll, G_IO_IN);
  /* GLib takes the descriptor of any other source out of its set for as long as the source is
   * being dispatched, and wakes itself up each time: five system calls a turn. Nothing here runs
   * a loop within the loop. */
  g_source_set_can_recurse (source, TRUE);
  g_source_attach (source, context);
  return poller;
}

void
motus_relay_poller_free (MotusRelayPoller *poller)
{
  if (poller == NULL)
    return;
  g_source_destroy (&poller->source);
  g_source_unref (&poller->source);
}

static gboolean
control (MotusRelayPoller *poller, int operation, MotusRelayWatch *watch, guint32 events)
{
  struct epoll_event event = { .events = events, .data.ptr = watch };
  return epoll_ctl (poller->epoll, operation, watch->fd, &event) == 0;
}

gboolean
motus_relay_poller_add (MotusRelayPoller *poller, MotusRelayWatch *watch, guint32 events)
{
  return control (poller, EPOLL_CTL_ADD, watch, events);
}

void
motus_relay_poller_change (MotusRelayPoller *poller, MotusRelayWatch *watch, guint32 events)
{
  control (poller, EPOLL_CTL_MOD, watch, events);
}

void
motus_relay_poller_remove (MotusRelayPoller *poller, MotusRelayWatch *watch)
{
  control (poller, EPOLL_CTL_DEL, watch, 0);
  for (int i = poller->batch_next; i < poller->batch_len; i++)
    if (poller->batch[i].data.ptr == watch)
      poller->batch[i].data.ptr = NULL;
}
