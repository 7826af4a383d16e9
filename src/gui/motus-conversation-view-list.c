/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-conversation-view-private.h"

#include "motus-display-text.h"
#include "motus-label.h"
#include "motus-message-row.h"

#include <glib/gi18n.h>

static void
retry_cb (MotusConversationView *self, MotusChatMessage *message)
{
  if (self->client && self->conversation)
    motus_client_retry_async (self->client, self->conversation, message, NULL, NULL, NULL);
}

static void
setup_cb (MotusConversationView *self, GtkListItem *list_item)
{
  GtkWidget *row = motus_message_row_new ();

  gtk_list_item_set_activatable (list_item, FALSE);
  gtk_list_item_set_selectable (list_item, FALSE);
  gtk_list_item_set_child (list_item, row);
  g_signal_connect_object (row, "retry", G_CALLBACK (retry_cb), self, G_CONNECT_SWAPPED);
}

static void
bind_cb (MotusConversationView *self, GtkListItem *list_item)
{
  g_autofree char *account = NULL;

  g_object_get (self->client, "account", &account, NULL);
  motus_message_row_bind (MOTUS_MESSAGE_ROW (gtk_list_item_get_child (list_item)), gtk_list_item_get_item (list_item),
                          motus_conversation_get_kind (self->conversation), account);
}

static void
unbind_cb (MotusConversationView *self, GtkListItem *list_item)
{
  motus_message_row_unbind (MOTUS_MESSAGE_ROW (gtk_list_item_get_child (list_item)));
}

static void
update_empty (MotusConversationView *self)
{
  gboolean empty = self->timeline && g_list_model_get_n_items (G_LIST_MODEL (self->timeline)) == 0;
  g_autofree char *name = NULL, *words = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->empty), empty);
  if (!empty)
    return;
  name = motus_display_name (motus_conversation_get_title (self->conversation));
  if (motus_conversation_get_kind (self->conversation) == MOTUS_CONVERSATION_EVERYONE)
    words = g_strdup (_("Nothing said yet. What you write here goes to everybody who is online."));
  else if (motus_conversation_get_kind (self->conversation) == MOTUS_CONVERSATION_ROOM)
    words = g_strdup (_("Nothing said yet. What you write here goes to the members of this room."));
  else
    words = g_strdup_printf (_("Nothing said yet. What you write here goes to %s alone."), name);
  motus_label_set_text (self->empty, words);
}

/* A text of one's own is always followed, and answers what was new; one of somebody else is followed by a person who was at the end. */
static void
items_changed_cb (MotusConversationView *self, guint position, guint removed, guint added)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->timeline));

  update_empty (self);
  if (added == 0 || position + added < n)
    return;
  g_autoptr (MotusTimelineItem) last = g_list_model_get_item (G_LIST_MODEL (self->timeline), n - 1);
  gboolean mine = motus_chat_message_is_mine (motus_timeline_item_get_message (last));
  if (mine)
    motus_timeline_forget_new (self->timeline);
  if (mine || self->at_end)
    motus_conversation_view_scroll_to_end (self);
}

void
motus_conversation_view_show_timeline (MotusConversationView *self)
{
  g_autoptr (GtkNoSelection) selection = NULL;

  if (self->timeline)
    g_signal_handlers_disconnect_by_data (self->timeline, self);
  gtk_list_view_set_model (self->list, NULL);
  g_clear_object (&self->timeline);
  if (self->conversation == NULL)
    return;
  self->timeline = motus_timeline_new (self->conversation);
  selection = gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->timeline)));
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (selection));
  g_signal_connect_object (self->timeline, "items-changed", G_CALLBACK (items_changed_cb), self, G_CONNECT_SWAPPED);
  update_empty (self);
  motus_conversation_view_scroll_to_end (self);
}

void
motus_conversation_view_init_list (MotusConversationView *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_cb), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_factory (self->list, factory);
}
