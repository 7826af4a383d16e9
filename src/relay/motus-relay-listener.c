/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-relay-listener.h"

#include "motus-relay-error.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <unistd.h>

#define BACKLOG 1024
/* Taken in one turn, so that those who are connected are not kept waiting by those who come. */
#define ACCEPT_MAX 64

struct _MotusRelayListener {
  MotusRelayWatch watch;
  MotusRelayPoller *poller;
  MotusRelayAccepted accepted;
  gpointer user_data;
  int reserve;
  gboolean paused;
};

static gboolean
out_of_descriptors (int code)
{
  return code == EMFILE || code == ENFILE || code == ENOBUFS || code == ENOMEM;
}

static int
open_reserve (void)
{
  return open ("/dev/null", O_RDONLY | O_CLOEXEC);
}

/* Spends the reserve on turning one caller away. FALSE if even that did not go. */
static gboolean
turn_away (MotusRelayListener *listener)
{
  if (listener->reserve < 0)
    return FALSE;
  close (listener->reserve);
  int fd = accept4 (listener->watch.fd, NULL, NULL, SOCK_CLOEXEC);
  int code = errno;
  if (fd >= 0)
    close (fd);
  listener->reserve = open_reserve ();
  return fd >= 0 || !out_of_descriptors (code);
}

static void
pause_listening (MotusRelayListener *listener)
{
  listener->paused = TRUE;
  motus_relay_poller_change (listener->poller, &listener->watch, 0);
}

/* FALSE when there is nothing more to take now. */
static gboolean
accept_one (MotusRelayListener *listener)
{
  struct sockaddr_storage address;
  socklen_t length = sizeof address;
  int fd = accept4 (listener->watch.fd, (struct sockaddr *) &address, &length,
                    SOCK_NONBLOCK | SOCK_CLOEXEC);

  if (fd >= 0)
    {
      listener->accepted (fd, (const struct sockaddr *) &address, listener->user_data);
      return TRUE;
    }
  if (errno == EAGAIN)
    return FALSE;
  if (!out_of_descriptors (errno))
    return TRUE;        /* the caller gave up, or the like (accept(2), "Error handling") */
  if (turn_away (listener))
    return TRUE;
  pause_listening (listener);
  return FALSE;
}

static void
ready_cb (MotusRelayWatch *watch, guint32 events)
{
  MotusRelayListener *listener = (MotusRelayListener *) watch;
  for (guint i = 0; i < ACCEPT_MAX; i++)
    if (!accept_one (listener))
      return;
}

static int
open_socket (const struct addrinfo *where, GError **error)
{
  const int on = 1, off = 0;
  int fd = socket (where->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, IPPROTO_TCP);

  if (fd >= 0)
    {
      setsockopt (fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
      if (where->ai_family == AF_INET6)
        setsockopt (fd, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off);
      if (bind (fd, where->ai_addr, where->ai_addrlen) == 0 && listen (fd, BACKLOG) == 0)
        return fd;
    }

  int code = errno;
  if (fd >= 0)
    close (fd);
  g_set_error_literal (error, MOTUS_RELAY_ERROR, MOTUS_RELAY_ERROR_LISTEN, g_strerror (code));
  return -1;
}

/* All addresses are those of IPv6, which holds IPv4 too; a system without IPv6 has only the
 * others. */
static int
open_port (const char *host, guint16 port, GError **error)
{
  const char *const all[] = { "::", "0.0.0.0" };
  const char *const one[] = { host };
  const char *const *hosts = host != NULL ? one : all;
  gsize count = host != NULL ? G_N_ELEMENTS (one) : G_N_ELEMENTS (all);
  g_autofree char *service = g_strdup_printf ("%u", port);
  g_autoptr (GError) wrong = NULL;
  int fd = -1;

  for (gsize i = 0; i < count && fd < 0; i++)
    {
      const struct addrinfo hints = {
        .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE,
        .ai_socktype = SOCK_STREAM,
      };
      struct addrinfo *found = NULL;
      g_clear_error (&wrong);
      int code = getaddrinfo (hosts[i], service, &hints, &found);
      if (code != 0)
        {
          g_set_error_literal (&wrong, MOTUS_RELAY_ERROR, MOTUS_RELAY_ERROR_LISTEN,
                               gai_strerror (code));
          continue;
        }
      fd = open_socket (found, &wrong);
      freeaddrinfo (found);
    }
  if (fd < 0)
    g_set_error (error, MOTUS_RELAY_ERROR, MOTUS_RELAY_ERROR_LISTEN,
                 "The relay cannot listen on %s port %u: %s. Is another program using it?",
                 host != NULL ? host : "any address,", port, wrong->message);
  return fd;
}

MotusRelayListener *
motus_relay_listener_new (MotusRelayPoller *poller, const char *host, guint16 port,
                          MotusRelayAccepted accepted, gpointer user_data, GError **error)
{
  int fd = open_port (host, port, error);
  if (fd < 0)
    return NULL;

  MotusRelayListener *listener = g_new0 (MotusRelayListener, 1);
  listener->watch.fd = fd;
  listener->watch.ready = ready_cb;
  listener->poller = poller;
  listener->accepted = accepted;
  listener->user_data = user_data;
  listener->reserve = open_reserve ();
  motus_relay_poller_add (poller, &listener->watch, EPOLLIN);
  return listener;
}

void
motus_relay_listener_free (MotusRelayListener *listener)
{
  if (listener == NULL)
    return;
  motus_relay_poller_remove (listener->poller, &listener->watch);
  close (listener->watch.fd);
  if (listener->reserve >= 0)
    close (listener->reserve);
  g_free (listener);
}

guint16
motus_relay_listener_get_port (const MotusRelayListener *listener)
{
  struct sockaddr_storage address = { 0 };
  socklen_t length = sizeof address;
  getsockname (listener->watch.fd, (struct sockaddr *) &address, &length);
  return address.ss_family == AF_INET6
         ? g_ntohs (((struct sockaddr_in6 *) &address)->sin6_port)
         : g_ntohs (((struct sockaddr_in *) &address)->sin_port);
}

gboolean
motus_relay_listener_is_paused (const MotusRelayListener *listener)
{
  return listener->paused;
}

void
motus_relay_listener_resume (MotusRelayListener *listener)
{
  if (!listener->paused)
    return;
  listener->paused = FALSE;
  if (listener->reserve < 0)
    listener->reserve = open_reserve ();
  motus_relay_poller_change (listener->poller, &listener->watch, EPOLLIN);
}
