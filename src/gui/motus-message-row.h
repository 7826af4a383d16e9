/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "motus-conversation.h"
#include "motus-timeline-item.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * MotusMessageRow:
 *
 * One line of a conversation: a bubble with what belongs to it, or a notice. Rows are used again for other lines. Emits
 * "retry" (MotusChatMessage *) for one that was not sent.
 */
#define MOTUS_TYPE_MESSAGE_ROW (motus_message_row_get_type ())
G_DECLARE_FINAL_TYPE (MotusMessageRow, motus_message_row, MOTUS, MESSAGE_ROW, GtkWidget)

GtkWidget *motus_message_row_new (void);

/* Shows @item, of a conversation of @kind, to the account @own_name. */
void motus_message_row_bind (MotusMessageRow *self, MotusTimelineItem *item, MotusConversationKind kind, const char *own_name);
void motus_message_row_unbind (MotusMessageRow *self);

/* The whole line as a sentence, for somebody who does not see it. Free with g_free(). */
char *motus_message_row_describe (MotusMessageRow *self);

G_END_DECLS
