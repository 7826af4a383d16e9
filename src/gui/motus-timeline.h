/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "motus-conversation.h"
#include "motus-timeline-item.h"

G_BEGIN_DECLS

/* Lines of one sender belong together if not more than this lies between two of them. */
#define MOTUS_TIMELINE_GROUP_SECONDS (5 * 60)

/**
 * MotusTimeline:
 *
 * A conversation as it is laid out: a #GListModel of #MotusTimelineItem, one for each line of the conversation. Knows what
 * belongs together, where a day begins, and what was new when the conversation was opened.
 */
#define MOTUS_TYPE_TIMELINE (motus_timeline_get_type ())
G_DECLARE_FINAL_TYPE (MotusTimeline, motus_timeline, MOTUS, TIMELINE, GObject)

/* The line "new messages" is put before as many texts of others as are unread in @conversation now. */
MotusTimeline *motus_timeline_new (MotusConversation *conversation);

/* Begins the new ones at the first of those that the conversation counts as unread now. */
void motus_timeline_mark_new (MotusTimeline *self);

/* Takes the line "new messages" away: what is below it was answered. */
void motus_timeline_forget_new (MotusTimeline *self);

G_END_DECLS
