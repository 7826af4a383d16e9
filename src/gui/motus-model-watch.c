/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-model-watch.h"

struct _MotusModelWatch {
  GObject parent_instance;

  GListModel *model;
  GPtrArray *items;             /* of GObject, those of the model */
  guint idle;
};

G_DEFINE_FINAL_TYPE (MotusModelWatch, motus_model_watch, G_TYPE_OBJECT)

static guint changed_signal;

static gboolean
idle_cb (gpointer user_data)
{
  MotusModelWatch *self = user_data;

  self->idle = 0;
  g_signal_emit (self, changed_signal, 0);
  return G_SOURCE_REMOVE;
}

/* After input, before the next frame is drawn. */
static void
queue_change (MotusModelWatch *self)
{
  if (self->idle == 0)
    self->idle = g_idle_add_full (G_PRIORITY_HIGH_IDLE, idle_cb, self, NULL);
}

static void
unwatch (MotusModelWatch *self, guint position, guint n)
{
  for (guint i = position; i < position + n; i++)
    g_signal_handlers_disconnect_by_data (g_ptr_array_index (self->items, i), self);
}

static void
items_changed_cb (MotusModelWatch *self, guint position, guint removed, guint added)
{
  unwatch (self, position, removed);
  if (removed > 0)
    g_ptr_array_remove_range (self->items, position, removed);
  for (guint i = position; i < position + added; i++)
    {
      GObject *item = g_list_model_get_item (self->model, i);
      g_signal_connect_swapped (item, "notify", G_CALLBACK (queue_change), self);
      g_ptr_array_insert (self->items, (int) i, item);
    }
  queue_change (self);
}

static void
motus_model_watch_dispose (GObject *object)
{
  MotusModelWatch *self = MOTUS_MODEL_WATCH (object);

  g_clear_handle_id (&self->idle, g_source_remove);
  unwatch (self, 0, self->items->len);
  g_ptr_array_set_size (self->items, 0);
  if (self->model)
    g_signal_handlers_disconnect_by_data (self->model, self);
  g_clear_object (&self->model);
  G_OBJECT_CLASS (motus_model_watch_parent_class)->dispose (object);
}

static void
motus_model_watch_finalize (GObject *object)
{
  g_ptr_array_unref (MOTUS_MODEL_WATCH (object)->items);
  G_OBJECT_CLASS (motus_model_watch_parent_class)->finalize (object);
}

static void
motus_model_watch_class_init (MotusModelWatchClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = motus_model_watch_dispose;
  G_OBJECT_CLASS (klass)->finalize = motus_model_watch_finalize;
  changed_signal = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);
}

static void
motus_model_watch_init (MotusModelWatch *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
}

MotusModelWatch *
motus_model_watch_new (GListModel *model)
{
  MotusModelWatch *self = g_object_new (MOTUS_TYPE_MODEL_WATCH, NULL);

  self->model = g_object_ref (model);
  g_signal_connect_swapped (model, "items-changed", G_CALLBACK (items_changed_cb), self);
  items_changed_cb (self, 0, 0, g_list_model_get_n_items (model));
  return self;
}
