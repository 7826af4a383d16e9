/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Many clients in one process.
 *
 *   bench-load relay PORT PAIRS IDLE LINK
 *   bench-load forwarder PORT PAIRS IDLE
 *
 * connects PAIRS pairs, of which each has one message of 1 KiB in flight, and IDLE clients more
 * that say nothing; prints "ready"; then for each line "SECONDS" on standard input lets the pairs
 * talk so long and prints how many messages were delivered and the median and 99th percentile of
 * their time in microseconds. To the forwarder go the same frames as to the relay. Idle clients
 * have done their TLS handshake and are not signed in. */

#include "bench-client.h"

#include "motus-invitation.h"
#include "motus-link.h"
#include "motus-name.h"
#include "motus-random.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>

#define MESSAGE_SIZE 1024
#define EVENTS 256
#define TIMES_MAX 1000000

typedef struct {
  BenchClient *client;
  guint8 *frame;        /* to its pair; its id is changed each time */
  gsize frame_len;
  guint8 *id;
  gint64 sent_at;
  gboolean holds;       /* has the message of its pair */
} Talker;

static gboolean to_relay;
static guint n_talkers;
static Talker *talkers;
static guint64 n_sent, n_delivered;
static guint32 *times;
static int epoll;

static char *
name_of (guint index)
{
  return g_strdup_printf ("bench%05u", index);
}

/* A message as a client would send it, but for what only its recipient could check. */
static GBytes *
make_frame (guint from, guint to)
{
  g_autoptr (MotusMessage) message = motus_message_new (MOTUS_MESSAGE_ENCRYPTED_SEND);
  g_autofree char *sender = name_of (from), *target = name_of (to);
  guint8 bytes[MESSAGE_SIZE];

  motus_random_nonce (bytes, sizeof bytes);
  g_autoptr (GBytes) body = g_bytes_new (bytes, sizeof bytes);
  motus_message_set_text (message, "id", "00000000000000000000000000000000");
  motus_message_set_text (message, "from", sender);
  motus_message_set_text (message, "mode", "private");
  motus_message_add_name (message, "targets", target);
  motus_message_add_int (message, "seqs", 1);
  motus_message_set_int (message, "depth", 1);
  motus_message_set_int (message, "sent_at", G_GINT64_CONSTANT (1700000000000));
  motus_message_add_key (message, "keys", target, bytes, 256);
  motus_message_set_bytes (message, "nonce", bytes, 16);
  motus_message_set_bytes (message, "tag", bytes + 16, 16);
  motus_message_set_bytes (message, "signature", bytes, 64);
  motus_message_set_body (message, body);
  return motus_message_encode (message, NULL);
}

static void
prepare_frame (Talker *talker, guint index)
{
  g_autoptr (GBytes) frame = make_frame (index, index ^ 1);
  talker->frame = g_memdup2 (g_bytes_get_data (frame, &talker->frame_len),
                             g_bytes_get_size (frame));
  talker->id = memmem (talker->frame, talker->frame_len, "00000000000000000000000000000000",
                       MOTUS_ID_LENGTH);
}

static void
send_next (Talker *talker)
{
  char id[MOTUS_ID_LENGTH + 1];
  g_snprintf (id, sizeof id, "%032" G_GINT64_MODIFIER "x", ++n_sent);
  memcpy (talker->id, id, MOTUS_ID_LENGTH);
  talker->holds = FALSE;
  talker->sent_at = g_get_monotonic_time ();
  bench_client_send (talker->client, talker->frame, talker->frame_len);
}

/* The forwarder passes on nothing else; what the relay sends besides are acknowledgements and
 * news of who is there. */
static gboolean
is_message (GBytes *frame)
{
  gsize len;
  const char *data = g_bytes_get_data (frame, &len);
  if (to_relay && memmem (data, MIN (len, 64), "\"error\"", 7) != NULL)
    g_error ("the relay says: %.*s", (int) len, data);
  return !to_relay || memmem (data, MIN (len, 64), "\"encrypted_message\"", 19) != NULL;
}

static void
deliver (Talker *talker, gboolean answering)
{
  const Talker *other = &talkers[(talker - talkers) ^ 1];
  if (n_delivered < TIMES_MAX)
    times[n_delivered] = (guint32) (g_get_monotonic_time () - other->sent_at);
  n_delivered++;
  talker->holds = TRUE;
  if (answering)
    send_next (talker);
}

static void
read_talker (Talker *talker, gboolean answering)
{
  BenchClient *client = talker->client;
  for (;;)
    {
      GBytes *frame = NULL;
      gsize room;
      guint8 *place = motus_frame_reader_reserve (client->reader, &room);
      gssize got = gnutls_record_recv (client->session, place, room);
      motus_frame_reader_commit (client->reader, (gsize) MAX (got, 0));
      if (got == GNUTLS_E_AGAIN)
        return;
      if (got == 0 || (got < 0 && gnutls_error_is_fatal ((int) got)))
        g_error ("a connection ended");
      while (motus_frame_reader_next (client->reader, &frame, NULL) && frame != NULL)
        {
          if (is_message (frame))
            deliver (talker, answering);
          g_clear_pointer (&frame, g_bytes_unref);
        }
    }
}

static void
turn (int timeout, gboolean answering)
{
  struct epoll_event events[EVENTS];
  int count = epoll_wait (epoll, events, EVENTS, timeout);
  for (int i = 0; i < count; i++)
    read_talker (events[i].data.ptr, answering);
}

static int
compare_times (const void *a, const void *b)
{
  guint32 x = *(const guint32 *) a, y = *(const guint32 *) b;
  return (x > y) - (x < y);
}

/* Until no message is in flight: each pair has one that one of the two holds. */
static guint
held (void)
{
  guint count = 0;
  for (guint i = 0; i < n_talkers; i++)
    count += talkers[i].holds;
  return count;
}

static void
talk (double seconds)
{
  gint64 begun = g_get_monotonic_time ();
  gint64 end = begun + (gint64) (seconds * G_USEC_PER_SEC);

  n_delivered = 0;
  for (guint i = 0; i < n_talkers; i++)
    if (talkers[i].holds)
      send_next (&talkers[i]);
  while (g_get_monotonic_time () < end)
    turn (100, TRUE);
  while (held () < n_talkers / 2)
    turn (100, FALSE);

  gsize kept = MIN (n_delivered, TIMES_MAX);
  double took = (double) (g_get_monotonic_time () - begun) / G_USEC_PER_SEC;
  qsort (times, kept, sizeof *times, compare_times);
  printf ("%" G_GUINT64_FORMAT " %.3f %u %u\n", n_delivered, took, times[kept / 2],
          times[kept * 99 / 100]);
  fflush (stdout);
}

static void
connect_talkers (guint16 port, const char *link_text)
{
  BenchAccount account;
  guint8 token[MOTUS_INVITATION_TOKEN_SIZE] = { 0 };

  if (to_relay)
    {
      g_autoptr (MotusLink) link = motus_link_parse (link_text, NULL);
      motus_invitation_token (link->secret, token);
      bench_account_init (&account);
    }
  for (guint i = 0; i < n_talkers; i++)
    {
      const guint8 number[] = { 0, 0, 0, 4, (guint8) (i >> 8), (guint8) i, 0, 0 };
      g_autofree char *name = name_of (i);
      talkers[i].client = bench_client_connect (port);
      if (to_relay)
        bench_client_sign_up (talkers[i].client, &account, name, token);
      else
        bench_client_send (talkers[i].client, number, sizeof number);
    }
  for (guint i = 0; i < n_talkers; i++)
    if (to_relay)
      bench_client_sign_in (talkers[i].client, &account);
}

static void
set_up (guint16 port, guint n_idle, const char *link_text)
{
  connect_talkers (port, link_text);
  for (guint i = 0; i < n_talkers; i++)
    {
      struct epoll_event event = { .events = EPOLLIN, .data.ptr = &talkers[i] };
      prepare_frame (&talkers[i], i);
      talkers[i].holds = i % 2 == 0;
      bench_client_set_asynchronous (talkers[i].client);
      epoll_ctl (epoll, EPOLL_CTL_ADD, talkers[i].client->fd, &event);
    }
  for (guint i = 0; i < n_idle; i++)
    {
      bench_client_connect (port);
      turn (0, FALSE);
    }
}

int
main (int argc, char **argv)
{
  struct rlimit limit;
  char line[64];

  g_assert_cmpint (argc, >=, 5);
  getrlimit (RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit (RLIMIT_NOFILE, &limit);
  to_relay = strcmp (argv[1], "relay") == 0;
  n_talkers = 2 * (guint) atoi (argv[3]);
  talkers = g_new0 (Talker, n_talkers);
  times = g_new (guint32, TIMES_MAX);
  epoll = epoll_create1 (EPOLL_CLOEXEC);
  set_up ((guint16) atoi (argv[2]), (guint) atoi (argv[4]), argc > 5 ? argv[5] : NULL);
  printf ("ready\n");
  fflush (stdout);
  while (fgets (line, sizeof line, stdin) != NULL)
    talk (g_ascii_strtod (line, NULL));
  return 0;
}
