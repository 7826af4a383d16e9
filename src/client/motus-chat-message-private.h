/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "motus-chat-message.h"

G_BEGIN_DECLS

/* Where a line stands. Lines sort by depth, then by the sender's name, then by the id, as
 * docs/protocol.md, "The envelope", has it; a gap comes right before the message that revealed it,
 * a notice after everything that was there. Times never sort. */
typedef struct {
  guint64 depth;
  const char *from;
  const char *id;
} MotusChatPlace;

/* What a text has from its birth. All strings are copied. */
typedef struct {
  const char *id;
  const char *sender;
  gboolean mine;
  gboolean is_private;
  gboolean mentions_me;
  const char *text;
  gint64 sent_at;
  guint64 depth;
  MotusProof proof;
  MotusDelivery delivery;
} MotusChatText;

MotusChatMessage *motus_chat_message_new_text (const MotusChatText *text);
/* A notice after @depth; @order counts the notices of a conversation, so that they keep theirs. */
MotusChatMessage *motus_chat_message_new_notice (const char *text, gint64 sent_at, guint64 depth,
                                                 guint order);
/* @missing messages of @sender are not there; stands right before @place. */
MotusChatMessage *motus_chat_message_new_gap (const char *sender, guint64 missing,
                                              const MotusChatPlace *place);

/* Says another number of missing messages. */
void motus_chat_message_set_missing (MotusChatMessage *self, guint64 missing);
/* @failure is a sentence for FAILED and NULL for every other. */
void motus_chat_message_set_delivery (MotusChatMessage *self, MotusDelivery delivery,
                                      const char *failure);

guint64 motus_chat_message_get_depth (MotusChatMessage *self);
gboolean motus_chat_message_is_private (MotusChatMessage *self);

/* For sorting: negative, 0 or positive as @a stands before, at or after @b. */
int motus_chat_message_compare (MotusChatMessage *a, MotusChatMessage *b);

G_END_DECLS
