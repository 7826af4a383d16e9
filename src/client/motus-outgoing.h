/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  char *name;
  guint64 seq;
} MotusOutgoingTarget;

/**
 * MotusOutgoing:
 *
 * For whom a message was sealed, and under which number for each: kept until the relay acknowledged
 * it, because a second attempt under the same id must bear the same numbers.
 */
typedef GPtrArray MotusOutgoing;        /* of MotusOutgoingTarget */

MotusOutgoing *motus_outgoing_new (void);
void motus_outgoing_add (MotusOutgoing *outgoing, const char *name, guint64 seq);

GBytes *motus_outgoing_encode (const MotusOutgoing *outgoing);
MotusOutgoing *motus_outgoing_decode (GBytes *data);

G_END_DECLS
