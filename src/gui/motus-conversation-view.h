/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "motus-client.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * MotusConversationView:
 *
 * The right pane: who, the mode and who can read, what is to be decided, what was said, and the composer. Without a conversation, what to
 * do next.
 */
#define MOTUS_TYPE_CONVERSATION_VIEW (motus_conversation_view_get_type ())
G_DECLARE_FINAL_TYPE (MotusConversationView, motus_conversation_view, MOTUS, CONVERSATION_VIEW, GtkWidget)

void motus_conversation_view_set_client (MotusConversationView *self, MotusClient *client);

/* @conversation may be NULL. */
void motus_conversation_view_set_conversation (MotusConversationView *self, MotusConversation *conversation);
MotusConversation *motus_conversation_view_get_conversation (MotusConversationView *self);

/* Whether the pane stands alone, so that a way back is needed. */
void motus_conversation_view_set_folded (MotusConversationView *self, gboolean folded);

/* TRUE if the person sees the newest line now. */
gboolean motus_conversation_view_is_at_end (MotusConversationView *self);

/* An answer to a banner did not get through: it can be given again. */
void motus_conversation_view_enable_banners (MotusConversationView *self);

void motus_conversation_view_focus_composer (MotusConversationView *self);
void motus_conversation_view_focus_messages (MotusConversationView *self);
void motus_conversation_view_open_menu (MotusConversationView *self);

G_END_DECLS
