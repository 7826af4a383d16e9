/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "motus-conversation.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * MotusConversationRow:
 *
 * One line of the sidebar: who, the last text or the draft, the time, how many are unread. Emits "opened" when it is clicked.
 */
#define MOTUS_TYPE_CONVERSATION_ROW (motus_conversation_row_get_type ())
G_DECLARE_FINAL_TYPE (MotusConversationRow, motus_conversation_row, MOTUS, CONVERSATION_ROW, GtkWidget)

GtkWidget *motus_conversation_row_new (void);

/* @conversation may be NULL: the row lets go of the one it showed. */
void motus_conversation_row_set_conversation (MotusConversationRow *self, MotusConversation *conversation);
MotusConversation *motus_conversation_row_get_conversation (MotusConversationRow *self);

/* The times are said relative to today: say them again. */
void motus_conversation_row_update (MotusConversationRow *self);

/* The draft of a conversation that is open stands in its composer, and not in its row. */
void motus_conversation_row_set_open (MotusConversationRow *self, gboolean open);

G_END_DECLS
