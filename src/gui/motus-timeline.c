/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-timeline.h"

#include "motus-time-format.h"

struct _MotusTimeline {
  GObject parent_instance;

  MotusConversation *conversation;
  GPtrArray *items;                     /* of MotusTimelineItem, as many as lines in the conversation */
  MotusChatMessage *first_new;          /* the first unread one when the conversation was opened, or NULL */
  guint new_messages;
};

static GType
motus_timeline_get_item_type (GListModel *model)
{
  return MOTUS_TYPE_TIMELINE_ITEM;
}

static guint
motus_timeline_get_n_items (GListModel *model)
{
  return MOTUS_TIMELINE (model)->items->len;
}

static gpointer
motus_timeline_get_item (GListModel *model, guint position)
{
  MotusTimeline *self = MOTUS_TIMELINE (model);

  return position < self->items->len ? g_object_ref (g_ptr_array_index (self->items, position)) : NULL;
}

static void
motus_timeline_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = motus_timeline_get_item_type;
  iface->get_n_items = motus_timeline_get_n_items;
  iface->get_item = motus_timeline_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (MotusTimeline, motus_timeline, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, motus_timeline_list_model_init))

static MotusTimelineItem *
get_at (MotusTimeline *self, guint position)
{
  return position < self->items->len ? g_ptr_array_index (self->items, position) : NULL;
}

/* A gap has no time: it stands in the day of what is around it. */
static gboolean
has_day (MotusTimelineItem *item)
{
  return motus_chat_message_get_kind (motus_timeline_item_get_message (item)) != MOTUS_CHAT_GAP;
}

static gboolean
starts_day (MotusTimeline *self, guint position)
{
  MotusTimelineItem *item = get_at (self, position), *before = NULL;
  GDateTime *time = motus_timeline_item_get_time (item);

  if (!has_day (item))
    return FALSE;
  while (position > 0 && (before == NULL || !has_day (before)))
    before = get_at (self, --position);
  if (before == NULL || !has_day (before))
    return TRUE;
  GDateTime *earlier = motus_timeline_item_get_time (before);
  if (earlier == NULL || time == NULL)
    return earlier != time;
  return motus_time_format_days_between (earlier, time) != 0;
}

static gboolean
is_close (MotusTimelineItem *before, MotusTimelineItem *item)
{
  GDateTime *earlier = motus_timeline_item_get_time (before);
  GDateTime *time = motus_timeline_item_get_time (item);

  if (earlier == NULL || time == NULL)
    return earlier == time;
  return ABS (g_date_time_difference (time, earlier)) <= MOTUS_TIMELINE_GROUP_SECONDS * G_TIME_SPAN_SECOND;
}

static gboolean
same_sender (MotusChatMessage *a, MotusChatMessage *b)
{
  return motus_chat_message_get_kind (a) == MOTUS_CHAT_TEXT && motus_chat_message_get_kind (b) == MOTUS_CHAT_TEXT
         && motus_chat_message_is_mine (a) == motus_chat_message_is_mine (b)
         && motus_chat_message_get_proof (a) == motus_chat_message_get_proof (b)
         && g_strcmp0 (motus_chat_message_get_sender (a), motus_chat_message_get_sender (b)) == 0;
}

/* Whether the line at @position continues what the one before it began. */
static gboolean
continues (MotusTimeline *self, guint position)
{
  MotusTimelineItem *before = position > 0 ? get_at (self, position - 1) : NULL;
  MotusTimelineItem *item = get_at (self, position);

  if (before == NULL || item == NULL || motus_timeline_item_get_message (item) == self->first_new)
    return FALSE;
  return same_sender (motus_timeline_item_get_message (before), motus_timeline_item_get_message (item))
         && !starts_day (self, position) && is_close (before, item);
}

static void
lay_out (MotusTimeline *self, guint position)
{
  MotusTimelineItem *item = get_at (self, position);

  if (item == NULL)
    return;
  MotusTimelineLayout layout = {
    .starts_group = !continues (self, position),
    .ends_group = !continues (self, position + 1),
    .starts_day = starts_day (self, position),
    .new_messages = motus_timeline_item_get_message (item) == self->first_new ? self->new_messages : 0,
  };
  motus_timeline_item_set_layout (item, &layout);
}

static void
insert_items (MotusTimeline *self, guint position, guint added, gboolean fresh)
{
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr (MotusChatMessage) message = g_list_model_get_item (G_LIST_MODEL (self->conversation), i);
      g_ptr_array_insert (self->items, (int) i, motus_timeline_item_new (message, fresh));
    }
}

static void
items_changed_cb (MotusTimeline *self, guint position, guint removed, guint added)
{
  if (removed > 0)
    g_ptr_array_remove_range (self->items, position, removed);
  insert_items (self, position, added, TRUE);
  for (guint i = position > 0 ? position - 1 : 0; i <= position + added; i++)
    lay_out (self, i);
  g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
}

static gboolean
counts_as_new (MotusChatMessage *message)
{
  return motus_chat_message_get_kind (message) == MOTUS_CHAT_TEXT && !motus_chat_message_is_mine (message);
}

/* Walks back over as many texts of others as are unread. */
static void
find_first_new (MotusTimeline *self)
{
  guint unread = motus_conversation_get_unread (self->conversation);

  for (guint i = self->items->len; i > 0 && self->new_messages < unread; i--)
    {
      MotusChatMessage *message = motus_timeline_item_get_message (get_at (self, i - 1));
      if (!counts_as_new (message))
        continue;
      self->new_messages++;
      g_set_object (&self->first_new, message);
    }
}

static void
lay_out_all (MotusTimeline *self)
{
  for (guint i = 0; i < self->items->len; i++)
    lay_out (self, i);
}

void
motus_timeline_mark_new (MotusTimeline *self)
{
  g_return_if_fail (MOTUS_IS_TIMELINE (self));
  g_clear_object (&self->first_new);
  self->new_messages = 0;
  find_first_new (self);
  lay_out_all (self);
}

void
motus_timeline_forget_new (MotusTimeline *self)
{
  g_return_if_fail (MOTUS_IS_TIMELINE (self));
  if (self->first_new == NULL)
    return;
  g_clear_object (&self->first_new);
  self->new_messages = 0;
  lay_out_all (self);
}

static void
motus_timeline_finalize (GObject *object)
{
  MotusTimeline *self = MOTUS_TIMELINE (object);

  g_clear_object (&self->conversation);
  g_clear_object (&self->first_new);
  g_ptr_array_unref (self->items);
  G_OBJECT_CLASS (motus_timeline_parent_class)->finalize (object);
}

static void
motus_timeline_class_init (MotusTimelineClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = motus_timeline_finalize;
}

static void
motus_timeline_init (MotusTimeline *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
}

MotusTimeline *
motus_timeline_new (MotusConversation *conversation)
{
  MotusTimeline *self = g_object_new (MOTUS_TYPE_TIMELINE, NULL);

  self->conversation = g_object_ref (conversation);
  insert_items (self, 0, g_list_model_get_n_items (G_LIST_MODEL (conversation)), FALSE);
  find_first_new (self);
  lay_out_all (self);
  g_signal_connect_object (conversation, "items-changed", G_CALLBACK (items_changed_cb), self, G_CONNECT_SWAPPED);
  return self;
}
