/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-conversation-view-private.h"

#include "motus-gui-config.h"

#include <glib/gi18n.h>

G_DEFINE_FINAL_TYPE (MotusConversationView, motus_conversation_view, GTK_TYPE_WIDGET)

MotusConversation *
motus_conversation_view_get_conversation (MotusConversationView *self)
{
  g_return_val_if_fail (MOTUS_IS_CONVERSATION_VIEW (self), NULL);
  return self->conversation;
}

gboolean
motus_conversation_view_is_at_end (MotusConversationView *self)
{
  g_return_val_if_fail (MOTUS_IS_CONVERSATION_VIEW (self), FALSE);
  return self->at_end;
}

static gboolean
has_contacts (MotusConversationView *self)
{
  g_autoptr (GListModel) contacts = NULL;

  if (self->client)
    g_object_get (self->client, "contacts", &contacts, NULL);
  return contacts && g_list_model_get_n_items (contacts) > 0;
}

static void
update_nothing (MotusConversationView *self)
{
  gboolean company = has_contacts (self);

  adw_status_page_set_icon_name (self->nothing, MOTUS_APPLICATION_ID "-symbolic");
  adw_status_page_set_title (self->nothing, company ? _("Choose a conversation") : _("Nobody else is here yet"));
  adw_status_page_set_description (self->nothing, company ? _("Or invite somebody who is not on this relay yet.")
                                                          : _("Send somebody a link. It takes them here in a minute."));
}

static void
update (MotusConversationView *self)
{
  if (self->conversation == NULL)
    {
      update_nothing (self);
      return;
    }
  motus_conversation_view_update_head (self);
  motus_conversation_view_update_banners (self);
}

static void
watch (MotusConversationView *self, gboolean on)
{
  MotusContact *contact = self->conversation ? motus_conversation_get_contact (self->conversation) : NULL;

  if (self->conversation == NULL)
    return;
  if (on)
    {
      g_signal_connect_swapped (self->conversation, "notify", G_CALLBACK (update), self);
      g_signal_connect_swapped (self->conversation, "notify::unread", G_CALLBACK (motus_conversation_view_mark_new), self);
    }
  else
    g_signal_handlers_disconnect_by_data (self->conversation, self);
  if (contact && on)
    g_signal_connect_swapped (contact, "notify", G_CALLBACK (update), self);
  else if (contact)
    g_signal_handlers_disconnect_by_data (contact, self);
}

void
motus_conversation_view_set_conversation (MotusConversationView *self, MotusConversation *conversation)
{
  g_autoptr (GListModel) contacts = NULL;

  g_return_if_fail (MOTUS_IS_CONVERSATION_VIEW (self));
  if (self->conversation == conversation && conversation != NULL)
    return;
  if (self->client)
    g_object_get (self->client, "contacts", &contacts, NULL);
  watch (self, FALSE);
  g_set_object (&self->conversation, conversation);
  watch (self, TRUE);
  motus_composer_set_conversation (self->composer, conversation, contacts);
  motus_conversation_view_show_timeline (self);
  gtk_stack_set_visible_child_name (self->stack, conversation ? "conversation" : "none");
  update (self);
  motus_conversation_view_mark_read (self);
}

void
motus_conversation_view_set_client (MotusConversationView *self, MotusClient *client)
{
  g_autoptr (GListModel) contacts = NULL;
  g_autoptr (GListModel) invites = NULL;

  g_return_if_fail (MOTUS_IS_CONVERSATION_VIEW (self));
  motus_conversation_view_set_conversation (self, NULL);
  g_set_object (&self->client, client);
  g_clear_object (&self->contacts_watch);
  if (client == NULL)
    return;
  g_object_get (client, "contacts", &contacts, "room-invites", &invites, NULL);
  self->contacts_watch = motus_model_watch_new (contacts);
  g_signal_connect_swapped (self->contacts_watch, "changed", G_CALLBACK (update), self);
  g_signal_connect_object (invites, "items-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

void
motus_conversation_view_set_folded (MotusConversationView *self, gboolean folded)
{
  g_return_if_fail (MOTUS_IS_CONVERSATION_VIEW (self));
  gtk_widget_set_visible (self->back, folded);
  gtk_widget_set_visible (self->back_none, folded);
  /* A narrow title has no room for a picture of its first letter. */
  gtk_widget_set_visible (GTK_WIDGET (self->avatar), !folded);
}

void
motus_conversation_view_focus_composer (MotusConversationView *self)
{
  g_return_if_fail (MOTUS_IS_CONVERSATION_VIEW (self));
  if (self->conversation)
    motus_composer_grab_focus (self->composer);
}

void
motus_conversation_view_focus_messages (MotusConversationView *self)
{
  g_return_if_fail (MOTUS_IS_CONVERSATION_VIEW (self));
  gtk_widget_child_focus (GTK_WIDGET (self->list), GTK_DIR_TAB_FORWARD);
}

void
motus_conversation_view_open_menu (MotusConversationView *self)
{
  g_return_if_fail (MOTUS_IS_CONVERSATION_VIEW (self));
  if (self->conversation)
    gtk_menu_button_popup (self->menu);
}

static void
motus_conversation_view_dispose (GObject *object)
{
  MotusConversationView *self = MOTUS_CONVERSATION_VIEW (object);
  GtkWidget *child;

  if (self->list)
    motus_conversation_view_stop_scroll (self);
  watch (self, FALSE);
  g_clear_object (&self->contacts_watch);
  g_clear_object (&self->timeline);
  g_clear_object (&self->conversation);
  g_clear_object (&self->client);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  self->list = NULL;
  G_OBJECT_CLASS (motus_conversation_view_parent_class)->dispose (object);
}

#define BIND(name) gtk_widget_class_bind_template_child (widget_class, MotusConversationView, name)

static void
bind_children (GtkWidgetClass *widget_class)
{
  BIND (avatar);
  BIND (back);
  BIND (back_none);
  BIND (banners);
  BIND (composer);
  BIND (empty);
  BIND (list);
  BIND (menu);
  BIND (mode);
  BIND (mode_button);
  BIND (mode_icon);
  BIND (newest);
  BIND (nothing);
  BIND (presence);
  BIND (scroller);
  BIND (stack);
  BIND (title);
  BIND (verified);
}

static void
motus_conversation_view_class_init (MotusConversationViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (MOTUS_TYPE_COMPOSER);
  G_OBJECT_CLASS (klass)->dispose = motus_conversation_view_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, MOTUS_RESOURCE_BASE "/motus-conversation-view.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, motus_conversation_view_scroll_to_end);
  gtk_widget_class_bind_template_callback (widget_class, motus_conversation_view_submit);
}

static void
motus_conversation_view_init (MotusConversationView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  motus_conversation_view_init_list (self);
  motus_conversation_view_init_scroll (self);
  motus_conversation_view_set_folded (self, FALSE);
  update_nothing (self);
}
