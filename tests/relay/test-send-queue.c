/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-relay-send-queue.h"

#include <string.h>

static void
push (MotusRelaySendQueue *queue, gsize len, guint8 fill)
{
  guint8 *data = g_malloc (MAX (len, 1));
  memset (data, fill, len);
  g_autoptr (GBytes) frame = g_bytes_new_take (data, len);
  motus_relay_send_queue_push (queue, frame);
}

static void
test_gathers (void)
{
  MotusRelaySendQueue queue = { 0 };
  guint8 room[MOTUS_RELAY_RECORD_MAX];
  gsize len;

  g_assert_null (motus_relay_send_queue_peek (&queue, room, &len));
  push (&queue, 0, 'z');
  g_assert_null (motus_relay_send_queue_peek (&queue, room, &len));
  push (&queue, 3, 'a');
  g_assert_true (motus_relay_send_queue_peek (&queue, room, &len) != room);
  g_assert_cmpuint (len, ==, 3);
  push (&queue, 2, 'b');
  push (&queue, 2, 'c');
  const guint8 *found = motus_relay_send_queue_peek (&queue, room, &len);
  g_assert_cmpmem (found, len, "aaabbcc", 7);
  motus_relay_send_queue_pop (&queue, 4);
  found = motus_relay_send_queue_peek (&queue, room, &len);
  g_assert_cmpmem (found, len, "bcc", 3);
  motus_relay_send_queue_pop (&queue, 3);
  g_assert_cmpuint (queue.bytes, ==, 0);
  g_assert_null (motus_relay_send_queue_peek (&queue, room, &len));
}

static void
test_records (void)
{
  MotusRelaySendQueue queue = { 0 };
  guint8 room[MOTUS_RELAY_RECORD_MAX];
  gsize len, total = 0;

  push (&queue, 10, 'a');
  push (&queue, 40000, 'b');
  push (&queue, 10, 'c');
  while (motus_relay_send_queue_peek (&queue, room, &len) != NULL)
    {
      g_assert_cmpuint (len, >, 0);
      g_assert_cmpuint (len, <=, MOTUS_RELAY_RECORD_MAX);
      motus_relay_send_queue_pop (&queue, len);
      total += len;
    }
  g_assert_cmpuint (total, ==, 40020);
}

static void
test_drop_unsent (void)
{
  MotusRelaySendQueue queue = { 0 };
  guint8 room[MOTUS_RELAY_RECORD_MAX];
  gsize len;

  push (&queue, 4, 'a');
  push (&queue, 4, 'b');
  push (&queue, 4, 'c');
  motus_relay_send_queue_pop (&queue, 2);
  /* The rest of the first and part of the second are with GnuTLS. */
  motus_relay_send_queue_drop_unsent (&queue, 3);
  g_assert_cmpuint (queue.bytes, ==, 6);
  const guint8 *found = motus_relay_send_queue_peek (&queue, room, &len);
  g_assert_cmpmem (found, len, "aabbbb", 6);
  motus_relay_send_queue_pop (&queue, 6);

  push (&queue, 4, 'd');
  motus_relay_send_queue_drop_unsent (&queue, 0);
  g_assert_cmpuint (queue.bytes, ==, 0);
  g_assert_null (motus_relay_send_queue_peek (&queue, room, &len));
  push (&queue, 4, 'e');
  motus_relay_send_queue_clear (&queue);
  g_assert_cmpuint (queue.bytes, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/relay-send-queue/gathers", test_gathers);
  g_test_add_func ("/relay-send-queue/records", test_records);
  g_test_add_func ("/relay-send-queue/drop-unsent", test_drop_unsent);
  return g_test_run ();
}
