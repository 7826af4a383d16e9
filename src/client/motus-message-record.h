/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "motus-chat-message-private.h"

G_BEGIN_DECLS

/**
 * MotusMessageRecord:
 *
 * One line of a conversation as the store keeps it.
 */
typedef struct {
  char *conversation;           /* its id */
  char *id;
  char *sender;
  MotusChatKind kind;           /* TEXT, or NOTICE for what came and could not be shown */
  gboolean mine;
  gboolean is_private;
  gboolean mentions_me;
  MotusProof proof;
  MotusDelivery delivery;
  gint64 sent_at;               /* the sender's calendar, milliseconds */
  gint64 received_at;           /* this machine's calendar, milliseconds */
  guint64 depth;
  char *text;
} MotusMessageRecord;

MotusMessageRecord *motus_message_record_new (void);
MotusMessageRecord *motus_message_record_copy (const MotusMessageRecord *record);
void motus_message_record_free (MotusMessageRecord *record);

/* The name it is stored under, "SENDER/ID"; free with g_free(). */
char *motus_message_record_name (const char *sender, const char *id);

GBytes *motus_message_record_encode (const MotusMessageRecord *record);
MotusMessageRecord *motus_message_record_decode (GBytes *data);

/* The line it makes. */
MotusChatMessage *motus_message_record_to_line (const MotusMessageRecord *record);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MotusMessageRecord, motus_message_record_free)

G_END_DECLS
