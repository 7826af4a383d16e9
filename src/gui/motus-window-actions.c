/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-window-private.h"

#include "motus-invite-dialog.h"
#include "motus-mode-line.h"
#include "motus-room-dialog.h"
#include "motus-verify-dialog.h"

#include <glib/gi18n.h>

/* The conversation with that id: "everyone", "@NAME", or a room's. */
static MotusConversation *
find_conversation (MotusWindow *self, const char *id)
{
  if (g_str_equal (id, "everyone"))
    return motus_client_get_conversation (self->client, NULL);
  return id[0] == '@' ? motus_client_get_conversation (self->client, id + 1) : motus_client_get_room (self->client, id);
}

static void
open_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  MotusWindow *self = MOTUS_WINDOW (widget);
  MotusConversation *conversation = self->client ? find_conversation (self, g_variant_get_string (parameter, NULL)) : NULL;

  if (conversation)
    motus_window_open (self, conversation, TRUE);
}

static void
open_link_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  motus_window_open_link (MOTUS_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

static void
tell_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  motus_window_tell (MOTUS_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

static void
back_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  MotusWindow *self = MOTUS_WINDOW (widget);

  if (!adw_leaflet_get_folded (self->leaflet))
    {
      motus_conversation_view_focus_composer (self->view);
      return;
    }
  adw_leaflet_navigate (self->leaflet, ADW_NAVIGATION_DIRECTION_BACK);
  motus_sidebar_focus_list (self->sidebar);
}

static void
step_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  MotusWindow *self = MOTUS_WINDOW (widget);

  if (self->client)
    motus_sidebar_step (self->sidebar, g_str_equal (action, "win.next") ? 1 : -1);
}

static void
search_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  MotusWindow *self = MOTUS_WINDOW (widget);

  if (self->client == NULL)
    return;
  if (adw_leaflet_get_folded (self->leaflet))
    adw_leaflet_set_visible_child (self->leaflet, GTK_WIDGET (self->sidebar));
  motus_sidebar_focus_search (self->sidebar);
}

static void
menu_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  MotusWindow *self = MOTUS_WINDOW (widget);
  gboolean alone = adw_leaflet_get_folded (self->leaflet)
                   && adw_leaflet_get_visible_child (self->leaflet) == GTK_WIDGET (self->view);

  if (self->client == NULL)
    return;
  if (alone)
    motus_conversation_view_open_menu (self->view);
  else
    motus_sidebar_open_menu (self->sidebar);
}

/* Round the window: the list, what was said, the composer. */
static void
next_pane_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  MotusWindow *self = MOTUS_WINDOW (widget);
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (self));
  gboolean in_text = focus && GTK_IS_TEXT_VIEW (focus);

  if (self->client == NULL)
    return;
  if (focus && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->sidebar)))
    motus_conversation_view_focus_messages (self->view);
  else if (in_text || motus_conversation_view_get_conversation (self->view) == NULL)
    motus_sidebar_focus_list (self->sidebar);
  else
    motus_conversation_view_focus_composer (self->view);
}

static void
invite_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  MotusWindow *self = MOTUS_WINDOW (widget);

  if (self->client)
    motus_invite_dialog_present (GTK_WINDOW (self), self->client);
}

static void
new_room_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  MotusWindow *self = MOTUS_WINDOW (widget);

  if (self->client)
    motus_room_dialog_present (GTK_WINDOW (self), self->client, NULL, NULL);
}

static void
new_room_with_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  MotusWindow *self = MOTUS_WINDOW (widget);

  if (self->client)
    motus_room_dialog_present (GTK_WINDOW (self), self->client, NULL, g_variant_get_string (parameter, NULL));
}

static void
invite_to_room_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  MotusWindow *self = MOTUS_WINDOW (widget);
  MotusConversation *room = self->client ? find_conversation (self, g_variant_get_string (parameter, NULL)) : NULL;

  if (room)
    motus_room_dialog_present (GTK_WINDOW (self), self->client, room, NULL);
}

static void
left_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MotusWindow) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!motus_client_leave_finish (MOTUS_CLIENT (source), result, &error))
    motus_window_tell (self, error->message);
  else
    motus_window_tell (self, _("You left the room."));
}

static void
leave_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  MotusWindow *self = MOTUS_WINDOW (widget);
  MotusConversation *room = self->client ? find_conversation (self, g_variant_get_string (parameter, NULL)) : NULL;

  if (room)
    motus_client_leave_async (self->client, room, NULL, left_cb, g_object_ref (self));
}

static void
verify_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  MotusWindow *self = MOTUS_WINDOW (widget);
  g_autoptr (MotusContact) contact = NULL;

  if (self->client)
    contact = motus_mode_line_find_contact (self->client, g_variant_get_string (parameter, NULL));
  if (contact && motus_contact_get_trust (contact) == MOTUS_TRUST_NONE)
    motus_window_tell (self, _("There is no key to compare yet. It comes when this person signs in."));
  else if (contact)
    motus_verify_dialog_present (GTK_WINDOW (self), self->client, contact);
}

static void
accept_key_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  MotusWindow *self = MOTUS_WINDOW (widget);
  g_autoptr (MotusContact) contact = NULL;

  if (self->client)
    contact = motus_mode_line_find_contact (self->client, g_variant_get_string (parameter, NULL));
  if (contact)
    motus_client_accept_key (self->client, contact);
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MotusWindow) self = user_data;
  g_autoptr (GError) error = NULL;

  if (motus_client_answer_invite_finish (MOTUS_CLIENT (source), result, &error))
    return;
  motus_window_tell (self, error->message);
  motus_conversation_view_enable_banners (self->view);
}

typedef struct {
  MotusWindow *window;
  char *room;
} AcceptData;

static void
accepted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree AcceptData *data = user_data;
  MotusWindow *self = data->window;
  g_autofree char *room_id = data->room;
  MotusConversation *room = motus_client_get_room (MOTUS_CLIENT (source), room_id);

  if (room)
    motus_window_open (self, room, TRUE);
  answered_cb (source, result, self);
}

static char *
find_invited_room (MotusWindow *self, const char *invite_id)
{
  g_autoptr (GListModel) invites = NULL;

  g_object_get (self->client, "room-invites", &invites, NULL);
  for (guint i = 0; i < g_list_model_get_n_items (invites); i++)
    {
      g_autoptr (MotusRoomInvite) invite = g_list_model_get_item (invites, i);
      if (g_str_equal (motus_room_invite_get_id (invite), invite_id))
        return g_strdup (motus_room_invite_get_room (invite));
    }
  return g_strdup ("");
}

static void
accept_invite_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  MotusWindow *self = MOTUS_WINDOW (widget);
  const char *id = g_variant_get_string (parameter, NULL);
  AcceptData *data;

  if (self->client == NULL)
    return;
  data = g_new0 (AcceptData, 1);
  data->window = g_object_ref (self);
  data->room = find_invited_room (self, id);
  motus_client_answer_invite_async (self->client, id, TRUE, NULL, accepted_cb, data);
}

static void
decline_invite_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  MotusWindow *self = MOTUS_WINDOW (widget);

  if (self->client)
    motus_client_answer_invite_async (self->client, g_variant_get_string (parameter, NULL), FALSE, NULL, answered_cb,
                                      g_object_ref (self));
}

static const struct {
  const char *name, *parameter;
  GtkWidgetActionActivateFunc activate;
} actions[] = {
  { "win.open", "s", open_action },
  { "win.open-link", "s", open_link_action },
  { "win.tell", "s", tell_action },
  { "win.back", NULL, back_action },
  { "win.next", NULL, step_action },
  { "win.previous", NULL, step_action },
  { "win.search", NULL, search_action },
  { "win.menu", NULL, menu_action },
  { "win.next-pane", NULL, next_pane_action },
  { "win.invite", NULL, invite_action },
  { "win.new-room", NULL, new_room_action },
  { "win.new-room-with", "s", new_room_with_action },
  { "win.invite-to-room", "s", invite_to_room_action },
  { "win.leave", "s", leave_action },
  { "win.verify", "s", verify_action },
  { "win.accept-key", "s", accept_key_action },
  { "win.accept-invite", "s", accept_invite_action },
  { "win.decline-invite", "s", decline_invite_action },
};

static void
add_keys (GtkWidgetClass *widget_class)
{
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "win.back", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F6, 0, "win.next-pane", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F10, 0, "win.menu", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_f, GDK_CONTROL_MASK, "win.search", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_k, GDK_CONTROL_MASK, "win.search", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_n, GDK_CONTROL_MASK, "win.new-room", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_i, GDK_CONTROL_MASK, "win.invite", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Down, GDK_ALT_MASK, "win.next", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Up, GDK_ALT_MASK, "win.previous", NULL);
}

void
motus_window_install_actions (GtkWidgetClass *widget_class)
{
  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, actions[i].parameter, actions[i].activate);
  add_keys (widget_class);
}
