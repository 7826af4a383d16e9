/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "motus-conversation.h"

G_BEGIN_DECLS

/**
 * MotusConversationRecord:
 *
 * What the store keeps of a conversation besides its lines.
 */
typedef struct {
  char *id;
  MotusConversationKind kind;
  char *title;
  char **members;               /* of a room */
  gboolean closed;
  guint unread;
  gboolean mentioned;
  gint64 last_activity;
  char *draft;
} MotusConversationRecord;

/* Of a conversation as it is now. */
MotusConversationRecord *motus_conversation_record_new (MotusConversation *conversation);
void motus_conversation_record_free (MotusConversationRecord *record);

GBytes *motus_conversation_record_encode (const MotusConversationRecord *record);
MotusConversationRecord *motus_conversation_record_decode (GBytes *data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MotusConversationRecord, motus_conversation_record_free)

G_END_DECLS
