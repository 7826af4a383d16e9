/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MotusRelaySendQueue:
 *
 * Frames on their way to one client. Small ones are handed out together, so that several make one
 * TLS record; an empty queue holds no memory.
 */
typedef struct {
  GQueue frames;        /* of GBytes */
  gsize sent;           /* of the first */
  gsize bytes;          /* not yet sent, in all */
} MotusRelaySendQueue;

/* Of user data in one TLS record (RFC 8446, section 5.1). */
#define MOTUS_RELAY_RECORD_MAX 16384

void motus_relay_send_queue_clear (MotusRelaySendQueue *queue);
/* Refs @frame. */
void motus_relay_send_queue_push (MotusRelaySendQueue *queue, GBytes *frame);

/* The next bytes to be sent, at most MOTUS_RELAY_RECORD_MAX; gathered in @room, which has that
 * size, unless they lie together already. NULL if there are none. */
const guint8 *motus_relay_send_queue_peek (const MotusRelaySendQueue *queue, guint8 *room,
                                           gsize *len);
/* @len bytes have been sent. */
void motus_relay_send_queue_pop (MotusRelaySendQueue *queue, gsize len);

/* Drops all frames but one whose beginning was sent or, counting @in_flight bytes more, is about
 * to be. */
void motus_relay_send_queue_drop_unsent (MotusRelaySendQueue *queue, gsize in_flight);

G_END_DECLS
