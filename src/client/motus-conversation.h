/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "motus-chat-message.h"
#include "motus-contact.h"

G_BEGIN_DECLS

typedef enum {
  MOTUS_CONVERSATION_EVERYONE,
  MOTUS_CONVERSATION_ROOM,
  MOTUS_CONVERSATION_PERSON,
} MotusConversationKind;

/**
 * MotusConversation:
 *
 * Everyone, a room, or one person. A #GListModel of #MotusChatMessage in causal order, oldest first; at least the
 * last MOTUS_CONVERSATION_KEEP of them. Properties (notified): "title", "kind", "unread" (guint), "mentioned" (an unread one
 * mentions me), "preview" (one line of the last text, or ""), "last-activity" (gint64 milliseconds, 0 if none),
 * "draft" (writable), "contact" (of PERSON), "members" (GStrv, of ROOM: all including me), "closed" (a room that was left).
 */
#define MOTUS_TYPE_CONVERSATION (motus_conversation_get_type ())
G_DECLARE_FINAL_TYPE (MotusConversation, motus_conversation, MOTUS, CONVERSATION, GObject)

#define MOTUS_CONVERSATION_KEEP 100

const char *motus_conversation_get_id (MotusConversation *self);        /* "everyone", a room's id, or "@NAME" */
MotusConversationKind motus_conversation_get_kind (MotusConversation *self);
const char *motus_conversation_get_title (MotusConversation *self);
MotusContact *motus_conversation_get_contact (MotusConversation *self); /* NULL unless PERSON */
const char *const *motus_conversation_get_members (MotusConversation *self);    /* NULL unless ROOM */
guint motus_conversation_get_unread (MotusConversation *self);
gboolean motus_conversation_is_mentioned (MotusConversation *self);
const char *motus_conversation_get_preview (MotusConversation *self);
gint64 motus_conversation_get_last_activity (MotusConversation *self);
gboolean motus_conversation_is_closed (MotusConversation *self);

const char *motus_conversation_get_draft (MotusConversation *self);     /* "" if none */
void motus_conversation_set_draft (MotusConversation *self, const char *draft);

/* The person has seen all there is: unread becomes 0. */
void motus_conversation_mark_read (MotusConversation *self);

G_END_DECLS
