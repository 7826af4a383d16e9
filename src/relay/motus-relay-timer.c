/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-relay-timer.h"

#include "motus-relay-error.h"

#include <errno.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

struct _MotusRelayTimer {
  MotusRelayWatch watch;
  MotusRelayPoller *poller;
  MotusRelayDue due;
  gpointer user_data;
  gint64 when;
};

static void
ready_cb (MotusRelayWatch *watch, guint32 events)
{
  MotusRelayTimer *timer = (MotusRelayTimer *) watch;
  guint64 times;
  if (read (watch->fd, &times, sizeof times) != sizeof times)
    return;
  timer->when = G_MAXINT64;
  timer->due (timer->user_data);
}

MotusRelayTimer *
motus_relay_timer_new (MotusRelayPoller *poller, MotusRelayDue due, gpointer user_data,
                       GError **error)
{
  int fd = timerfd_create (CLOCK_BOOTTIME, TFD_NONBLOCK | TFD_CLOEXEC);
  if (fd < 0)
    {
      g_set_error (error, MOTUS_RELAY_ERROR, MOTUS_RELAY_ERROR_LISTEN,
                   "The system has no timer: %s", g_strerror (errno));
      return NULL;
    }

  MotusRelayTimer *timer = g_new0 (MotusRelayTimer, 1);
  timer->watch.fd = fd;
  timer->watch.ready = ready_cb;
  timer->poller = poller;
  timer->due = due;
  timer->user_data = user_data;
  timer->when = G_MAXINT64;
  motus_relay_poller_add (poller, &timer->watch, EPOLLIN);
  return timer;
}

void
motus_relay_timer_free (MotusRelayTimer *timer)
{
  if (timer == NULL)
    return;
  motus_relay_poller_remove (timer->poller, &timer->watch);
  close (timer->watch.fd);
  g_free (timer);
}

void
motus_relay_timer_set (MotusRelayTimer *timer, gint64 when)
{
  struct itimerspec spec = { 0 };
  if (when == timer->when)
    return;
  timer->when = when;
  if (when != G_MAXINT64)
    {
      /* All zeros would mean never. */
      when = MAX (when, 1);
      spec.it_value.tv_sec = when / G_USEC_PER_SEC;
      spec.it_value.tv_nsec = when % G_USEC_PER_SEC * 1000;
    }
  timerfd_settime (timer->watch.fd, TFD_TIMER_ABSTIME, &spec, NULL);
}
