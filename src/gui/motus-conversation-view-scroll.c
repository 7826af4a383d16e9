/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-conversation-view-private.h"

/*
 * Staying at the end. The list guesses the height of lines it has not laid out, so the adjustment cannot be set to its end when
 * a line is added: one frame has to pass, and then the list itself scrolls to its last line. "at_end" is what the
 * person wants, and only a scroll of the person's changes it: a change of the value that comes together with a change of the
 * upper bound or the page is the list's own.
 */

/* As near to the end as this, in pixels, is at the end. */
#define NEAR 32

/* Frames that pass before the list scrolls. */
#define FRAMES_TO_WAIT 1

static GtkAdjustment *
get_adjustment (MotusConversationView *self)
{
  return gtk_scrolled_window_get_vadjustment (self->scroller);
}

static gboolean
is_near_end (MotusConversationView *self)
{
  GtkAdjustment *adjustment = get_adjustment (self);

  return gtk_adjustment_get_value (adjustment) >= gtk_adjustment_get_upper (adjustment)
                                                  - gtk_adjustment_get_page_size (adjustment) - NEAR;
}

static gboolean
is_looked_at (MotusConversationView *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  return gtk_widget_get_mapped (GTK_WIDGET (self)) && GTK_IS_WINDOW (root) && gtk_window_is_active (GTK_WINDOW (root));
}

void
motus_conversation_view_mark_read (MotusConversationView *self)
{
  if (self->conversation && self->at_end && is_looked_at (self))
    motus_conversation_mark_read (self->conversation);
}

void
motus_conversation_view_mark_new (MotusConversationView *self)
{
  if (self->timeline && motus_conversation_get_unread (self->conversation) > 0 && !(self->at_end && is_looked_at (self)))
    motus_timeline_mark_new (self->timeline);
}

static void
set_at_end (MotusConversationView *self, gboolean at_end)
{
  self->at_end = at_end;
  gtk_widget_set_visible (self->newest, !at_end);
  motus_conversation_view_mark_read (self);
}

static gboolean
tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  MotusConversationView *self = user_data;
  guint n = self->timeline ? g_list_model_get_n_items (G_LIST_MODEL (self->timeline)) : 0;

  if (self->scroll_wait-- > 0)
    return G_SOURCE_CONTINUE;
  self->scroll_tick = 0;
  if (n > 0)
    gtk_widget_activate_action (GTK_WIDGET (self->list), "list.scroll-to-item", "u", n - 1);
  motus_conversation_view_mark_read (self);
  return G_SOURCE_REMOVE;
}

void
motus_conversation_view_scroll_to_end (MotusConversationView *self)
{
  set_at_end (self, TRUE);
  self->scroll_wait = FRAMES_TO_WAIT;
  if (self->scroll_tick == 0)
    self->scroll_tick = gtk_widget_add_tick_callback (GTK_WIDGET (self->list), tick_cb, self, NULL);
}

void
motus_conversation_view_stop_scroll (MotusConversationView *self)
{
  if (self->scroll_tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self->list), self->scroll_tick);
  self->scroll_tick = 0;
}

static gboolean
take_geometry (MotusConversationView *self)
{
  double upper = gtk_adjustment_get_upper (get_adjustment (self));
  double page = gtk_adjustment_get_page_size (get_adjustment (self));
  gboolean changed = upper != self->seen_upper || page != self->seen_page;

  self->seen_upper = upper;
  self->seen_page = page;
  return changed;
}

static void
geometry_changed_cb (MotusConversationView *self)
{
  if (take_geometry (self) && self->at_end && !is_near_end (self) && self->scroll_tick == 0)
    motus_conversation_view_scroll_to_end (self);
}

static void
value_changed_cb (MotusConversationView *self)
{
  if (!take_geometry (self) && self->scroll_tick == 0)
    set_at_end (self, is_near_end (self));
}

static void
window_active_cb (MotusConversationView *self)
{
  motus_conversation_view_mark_read (self);
}

static gboolean
mark_read_cb (gpointer user_data)
{
  g_autoptr (MotusConversationView) self = user_data;

  motus_conversation_view_mark_read (self);
  return G_SOURCE_REMOVE;
}

/* It may be mapped while its neighbours get their sizes, and what is read changes one of them. */
static void
mapped_cb (MotusConversationView *self)
{
  g_idle_add (mark_read_cb, g_object_ref (self));
}

static void
root_changed_cb (MotusConversationView *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (GTK_IS_WINDOW (root))
    g_signal_connect_object (root, "notify::is-active", G_CALLBACK (window_active_cb), self, G_CONNECT_SWAPPED);
}

void
motus_conversation_view_init_scroll (MotusConversationView *self)
{
  GtkAdjustment *adjustment = get_adjustment (self);

  set_at_end (self, TRUE);
  g_signal_connect_object (adjustment, "changed", G_CALLBACK (geometry_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (value_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect (self, "notify::root", G_CALLBACK (root_changed_cb), NULL);
  g_signal_connect (self, "map", G_CALLBACK (mapped_cb), NULL);
}
