/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "motus-chat-message-private.h"
#include "motus-conversation.h"

G_BEGIN_DECLS

/* The id of the conversation with all. */
#define MOTUS_CONVERSATION_EVERYONE_ID "everyone"
/* Lines held by one conversation; beyond that the oldest go. */
#define MOTUS_CONVERSATION_MAX 1000
/* How far a message may run ahead of all depths seen before it: nobody can use up the range. */
#define MOTUS_CONVERSATION_DEPTH_JUMP 1000000
/* The longest draft kept, in bytes. */
#define MOTUS_CONVERSATION_DRAFT_MAX (64 * 1024)

MotusConversation *motus_conversation_new_everyone (void);
/* A room by its id; @title may be empty. */
MotusConversation *motus_conversation_new_room (const char *room, const char *title);
MotusConversation *motus_conversation_new_person (MotusContact *contact);

/* Adds a line at its place. @activity is when it came, by this machine's calendar (0: not an
 * activity); @unread counts it and remembers whether it mentions me. */
void motus_conversation_add (MotusConversation *self, MotusChatMessage *message, gint64 activity,
                             gboolean unread);
/* Adds a notice after all there is. */
void motus_conversation_add_notice (MotusConversation *self, const char *text, gint64 now);
/* Takes a line out again; nothing happens if it is not there. */
void motus_conversation_remove (MotusConversation *self, MotusChatMessage *message);

/* The largest depth of any line, 0 if there is none. */
guint64 motus_conversation_get_depth (MotusConversation *self);
/* The depth under which a message that says @depth is kept: at most DEPTH_JUMP ahead. */
guint64 motus_conversation_clamp_depth (MotusConversation *self, guint64 depth);
/* The next depth, for a message that has none of its own. */
guint64 motus_conversation_reserve_depth (MotusConversation *self);

void motus_conversation_set_members (MotusConversation *self, const char *const *members);
void motus_conversation_set_closed (MotusConversation *self, gboolean closed);
/* What was kept of it on disk. */
void motus_conversation_restore (MotusConversation *self, guint unread, gboolean mentioned,
                                 gint64 last_activity, const char *draft);

G_END_DECLS
