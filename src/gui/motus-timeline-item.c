/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-timeline-item.h"

struct _MotusTimelineItem {
  GObject parent_instance;

  MotusChatMessage *message;
  GDateTime *time;
  MotusTimelineLayout layout;
  gboolean fresh;
};

G_DEFINE_FINAL_TYPE (MotusTimelineItem, motus_timeline_item, G_TYPE_OBJECT)

static guint layout_changed_signal;

MotusChatMessage *
motus_timeline_item_get_message (MotusTimelineItem *self)
{
  return self->message;
}

GDateTime *
motus_timeline_item_get_time (MotusTimelineItem *self)
{
  return self->time;
}

const MotusTimelineLayout *
motus_timeline_item_get_layout (MotusTimelineItem *self)
{
  return &self->layout;
}

static gboolean
layouts_equal (const MotusTimelineLayout *a, const MotusTimelineLayout *b)
{
  return a->starts_group == b->starts_group && a->ends_group == b->ends_group
         && a->starts_day == b->starts_day && a->new_messages == b->new_messages;
}

void
motus_timeline_item_set_layout (MotusTimelineItem *self, const MotusTimelineLayout *layout)
{
  if (layouts_equal (&self->layout, layout))
    return;
  self->layout = *layout;
  g_signal_emit (self, layout_changed_signal, 0);
}

gboolean
motus_timeline_item_take_fresh (MotusTimelineItem *self)
{
  gboolean fresh = self->fresh;

  self->fresh = FALSE;
  return fresh;
}

static void
motus_timeline_item_finalize (GObject *object)
{
  MotusTimelineItem *self = MOTUS_TIMELINE_ITEM (object);

  g_clear_object (&self->message);
  g_clear_pointer (&self->time, g_date_time_unref);
  G_OBJECT_CLASS (motus_timeline_item_parent_class)->finalize (object);
}

static void
motus_timeline_item_class_init (MotusTimelineItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = motus_timeline_item_finalize;
  layout_changed_signal = g_signal_new ("layout-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
motus_timeline_item_init (MotusTimelineItem *self)
{
}

MotusTimelineItem *
motus_timeline_item_new (MotusChatMessage *message, gboolean fresh)
{
  MotusTimelineItem *self = g_object_new (MOTUS_TYPE_TIMELINE_ITEM, NULL);

  self->message = g_object_ref (message);
  self->time = motus_chat_message_get_local_time (message);
  self->fresh = fresh;
  return self;
}
