/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "motus-chat-message.h"

G_BEGIN_DECLS

/* How a line stands to its neighbours. */
typedef struct {
  gboolean starts_group;        /* the first of a sender's lines that belong together: the name stands here */
  gboolean ends_group;          /* the last of them: the time stands here */
  gboolean starts_day;          /* a line with the date stands before it */
  guint new_messages;           /* the line "2 new messages" stands before it; 0: it does not */
} MotusTimelineLayout;

/**
 * MotusTimelineItem:
 *
 * One line of a conversation and how it is laid out among its neighbours. Emits "layout-changed" when that changes.
 */
#define MOTUS_TYPE_TIMELINE_ITEM (motus_timeline_item_get_type ())
G_DECLARE_FINAL_TYPE (MotusTimelineItem, motus_timeline_item, MOTUS, TIMELINE_ITEM, GObject)

/* @fresh: the line came while the conversation was on screen. */
MotusTimelineItem *motus_timeline_item_new (MotusChatMessage *message, gboolean fresh);

MotusChatMessage *motus_timeline_item_get_message (MotusTimelineItem *self);
/* The local time of the message, or NULL. Owned by the item. */
GDateTime *motus_timeline_item_get_time (MotusTimelineItem *self);
const MotusTimelineLayout *motus_timeline_item_get_layout (MotusTimelineItem *self);
void motus_timeline_item_set_layout (MotusTimelineItem *self, const MotusTimelineLayout *layout);

/* TRUE once for a line that came while the conversation was on screen: it may fade in. */
gboolean motus_timeline_item_take_fresh (MotusTimelineItem *self);

G_END_DECLS
