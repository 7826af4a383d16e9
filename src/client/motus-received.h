/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Gaps remembered of one sender. Beyond that the oldest are forgotten: a sender who numbers its
 * messages wildly harms its own only. */
#define MOTUS_RECEIVED_GAPS_MAX 256

/* Messages numbered @first to @last did not come. The message after them, which revealed it, stands
 * in @conversation at (@depth, sender, @id). */
typedef struct {
  guint64 first;
  guint64 last;
  char *conversation;
  guint64 depth;
  char *id;
} MotusMissing;

/**
 * MotusReceived:
 *
 * Which of one sender's messages to this account came: the highest number and the gaps below it.
 * docs/protocol.md, "The envelope", says how senders number them.
 */
typedef struct {
  guint64 highest;
  GPtrArray *missing;   /* of MotusMissing, ascending */
} MotusReceived;

MotusReceived *motus_received_new (void);
void motus_received_free (MotusReceived *received);

/* Message @seq (1 or more) came; it stands in @conversation at @depth with @id. A number that came
 * before changes nothing. Gives TRUE if the gaps changed. */
gboolean motus_received_note (MotusReceived *received, guint64 seq, const char *conversation,
                              guint64 depth, const char *id);

/* A new copy of the gaps, for another thread. */
GPtrArray *motus_received_copy_missing (const MotusReceived *received);

/* As bytes, and back: NULL unless @data is what motus_received_encode() made. */
GBytes *motus_received_encode (const MotusReceived *received);
MotusReceived *motus_received_decode (GBytes *data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MotusReceived, motus_received_free)

G_END_DECLS
