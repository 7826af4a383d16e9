/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a relay cannot do without: one thread, epoll, GnuTLS with the relay's own settings, and
 * frames passed to the paired client as they are. Nothing is parsed and nothing is stored.
 * "bench-forwarder FOLDER" keeps a certificate in FOLDER and prints the port. A client's first
 * frame is its number, 4 bytes; clients 2n and 2n + 1 are a pair. */

#include "motus-frame.h"
#include "motus-relay-identity.h"
#include "motus-relay-tls.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#define CLIENTS_MAX 65536
#define EVENTS 256

typedef struct {
  int fd;
  gboolean ready;
  gint64 number;        /* -1 until it has said it */
  gnutls_session_t session;
  MotusFrameReader *reader;
} Client;

static Client *clients[CLIENTS_MAX];
static int epoll;

static void
drop (Client *client)
{
  if (client->number >= 0)
    clients[client->number] = NULL;
  gnutls_deinit (client->session);
  motus_frame_reader_free (client->reader);
  close (client->fd);
  g_free (client);
}

/* Pairs have one message in flight: it always fits the socket. */
static void
pass_on (Client *client, GBytes *frame)
{
  static guint8 room[MOTUS_FRAME_PREFIX + MOTUS_FRAME_MAX];
  gsize len;
  const guint8 *data = g_bytes_get_data (frame, &len);

  if (client->number < 0 && len == 4)
    {
      client->number = ((gint64) data[0] << 8 | data[1]) % CLIENTS_MAX;
      clients[client->number] = client;
      return;
    }
  Client *other = client->number >= 0 ? clients[client->number ^ 1] : NULL;
  if (other == NULL)
    return;
  room[0] = (guint8) (len >> 24);
  room[1] = (guint8) (len >> 16);
  room[2] = (guint8) (len >> 8);
  room[3] = (guint8) len;
  memcpy (room + MOTUS_FRAME_PREFIX, data, len);
  gnutls_record_send (other->session, room, MOTUS_FRAME_PREFIX + len);
}

/* FALSE when the client is gone. */
static gboolean
read_client (Client *client)
{
  for (;;)
    {
      gsize room;
      g_autoptr (GBytes) frame = NULL;
      guint8 *place = motus_frame_reader_reserve (client->reader, &room);
      gssize got = gnutls_record_recv (client->session, place, room);

      motus_frame_reader_commit (client->reader, (gsize) MAX (got, 0));
      if (got == GNUTLS_E_AGAIN)
        return TRUE;
      if (got <= 0)
        return FALSE;
      while (motus_frame_reader_next (client->reader, &frame, NULL) && frame != NULL)
        {
          pass_on (client, frame);
          g_clear_pointer (&frame, g_bytes_unref);
        }
    }
}

static gboolean
serve_client (Client *client)
{
  if (client->ready)
    return read_client (client);
  int code = gnutls_handshake (client->session);
  if (code == 0)
    {
      client->ready = TRUE;
      return read_client (client);
    }
  return !gnutls_error_is_fatal (code);
}

static void
accept_clients (int listening, MotusRelayTls *tls)
{
  const int on = 1;
  int fd;
  while ((fd = accept4 (listening, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0)
    {
      Client *client = g_new0 (Client, 1);
      struct epoll_event event = { .events = EPOLLIN, .data.ptr = client };
      client->fd = fd;
      client->number = -1;
      client->session = motus_relay_tls_begin (tls);
      client->reader = motus_frame_reader_new (MOTUS_FRAME_MAX);
      setsockopt (fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
      gnutls_transport_set_int (client->session, fd);
      epoll_ctl (epoll, EPOLL_CTL_ADD, fd, &event);
    }
}

static int
listen_on_loopback (void)
{
  struct sockaddr_in address = {
    .sin_family = AF_INET,
    .sin_addr.s_addr = g_htonl (INADDR_LOOPBACK),
  };
  socklen_t length = sizeof address;
  int fd = socket (AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (bind (fd, (struct sockaddr *) &address, sizeof address) != 0 || listen (fd, 1024) != 0)
    g_error ("cannot listen");
  getsockname (fd, (struct sockaddr *) &address, &length);
  printf ("%u\n", g_ntohs (address.sin_port));
  fflush (stdout);
  return fd;
}

static MotusRelayTls *
set_up_tls (const char *folder)
{
  g_autoptr (MotusRelayConfig) config = motus_relay_config_new ();
  g_autoptr (GError) error = NULL;
  g_free (config->state_dir);
  config->state_dir = g_strdup (folder);
  g_autoptr (MotusRelayIdentity) identity
    = motus_relay_identity_load (config, g_get_real_time () / 1000, &error);
  MotusRelayTls *tls = identity != NULL ? motus_relay_tls_new (identity, &error) : NULL;
  if (tls == NULL)
    g_error ("%s", error->message);
  return tls;
}

int
main (int argc, char **argv)
{
  struct rlimit limit;
  g_assert_cmpint (argc, ==, 2);
  getrlimit (RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit (RLIMIT_NOFILE, &limit);

  MotusRelayTls *tls = set_up_tls (argv[1]);
  int listening = listen_on_loopback ();
  epoll = epoll_create1 (EPOLL_CLOEXEC);
  struct epoll_event event = { .events = EPOLLIN }, events[EVENTS];
  epoll_ctl (epoll, EPOLL_CTL_ADD, listening, &event);
  for (;;)
    {
      int count = epoll_wait (epoll, events, EVENTS, -1);
      for (int i = 0; i < count; i++)
        if (events[i].data.ptr == NULL)
          accept_clients (listening, tls);
        else if (!serve_client (events[i].data.ptr))
          drop (events[i].data.ptr);
    }
}
