/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-relay-send-queue.h"

#include <string.h>

static void
drop_head (MotusRelaySendQueue *queue)
{
  g_bytes_unref (g_queue_pop_head (&queue->frames));
  queue->sent = 0;
}

void
motus_relay_send_queue_clear (MotusRelaySendQueue *queue)
{
  while (!g_queue_is_empty (&queue->frames))
    drop_head (queue);
  queue->bytes = 0;
}

void
motus_relay_send_queue_push (MotusRelaySendQueue *queue, GBytes *frame)
{
  if (g_bytes_get_size (frame) == 0)
    return;
  g_queue_push_tail (&queue->frames, g_bytes_ref (frame));
  queue->bytes += g_bytes_get_size (frame);
}

static gsize
gather (const MotusRelaySendQueue *queue, guint8 *room)
{
  gsize skip = queue->sent, filled = 0;
  for (const GList *at = queue->frames.head; at != NULL && filled < MOTUS_RELAY_RECORD_MAX;
       at = at->next)
    {
      gsize size;
      const guint8 *data = g_bytes_get_data (at->data, &size);
      gsize take = MIN (size - skip, MOTUS_RELAY_RECORD_MAX - filled);
      memcpy (room + filled, data + skip, take);
      filled += take;
      skip = 0;
    }
  return filled;
}

const guint8 *
motus_relay_send_queue_peek (const MotusRelaySendQueue *queue, guint8 *room, gsize *len)
{
  if (queue->frames.head == NULL)
    return NULL;

  gsize size;
  const guint8 *data = g_bytes_get_data (queue->frames.head->data, &size);
  gsize left = size - queue->sent;
  if (left < MOTUS_RELAY_RECORD_MAX && queue->frames.length > 1)
    {
      *len = gather (queue, room);
      return room;
    }
  *len = MIN (left, MOTUS_RELAY_RECORD_MAX);
  return data + queue->sent;
}

void
motus_relay_send_queue_pop (MotusRelaySendQueue *queue, gsize len)
{
  queue->bytes -= len;
  while (len > 0)
    {
      gsize left = g_bytes_get_size (queue->frames.head->data) - queue->sent;
      if (len < left)
        {
          queue->sent += len;
          return;
        }
      len -= left;
      drop_head (queue);
    }
}

void
motus_relay_send_queue_drop_unsent (MotusRelaySendQueue *queue, gsize in_flight)
{
  const gsize begun = queue->sent + in_flight;
  GList *at = queue->frames.head;
  gsize kept = 0;

  for (; at != NULL && kept < begun; at = at->next)
    kept += g_bytes_get_size (at->data);
  while (at != NULL)
    {
      GList *next = at->next;
      g_bytes_unref (at->data);
      g_queue_delete_link (&queue->frames, at);
      at = next;
    }
  queue->bytes = kept - queue->sent;
}
