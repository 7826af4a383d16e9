/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-conversation-view-private.h"

#include "motus-display-text.h"
#include "motus-label.h"
#include "motus-mode-line.h"

#include <glib/gi18n.h>

static char *
describe_presence (MotusConversation *conversation)
{
  MotusContact *contact = motus_conversation_get_contact (conversation);
  const char *const *members = motus_conversation_get_members (conversation);
  guint count = members ? g_strv_length ((char **) members) : 0;

  if (contact && motus_contact_get_trust (contact) == MOTUS_TRUST_VERIFIED)
    return g_strdup (motus_contact_is_online (contact) ? _("online · verified") : _("offline · verified"));
  if (contact)
    return g_strdup (motus_contact_is_online (contact) ? _("online") : _("offline"));
  if (motus_conversation_get_kind (conversation) == MOTUS_CONVERSATION_ROOM)
    return g_strdup_printf (ngettext ("room · %u member", "room · %u members", count), count);
  return g_strdup (_("all who are online"));
}

static void
update_title (MotusConversationView *self)
{
  MotusContact *contact = motus_conversation_get_contact (self->conversation);
  MotusConversationKind kind = motus_conversation_get_kind (self->conversation);
  const char *title = motus_conversation_get_title (self->conversation);
  g_autofree char *shown = motus_display_title (*title ? title : _("Room without a name"));
  g_autofree char *presence = describe_presence (self->conversation);

  motus_label_set_text (self->title, shown);
  motus_label_set_text (self->presence, presence);
  gtk_widget_set_visible (GTK_WIDGET (self->verified),
                          contact && motus_contact_get_trust (contact) == MOTUS_TRUST_VERIFIED);
  adw_avatar_set_text (self->avatar, title);
  adw_avatar_set_show_initials (self->avatar, kind == MOTUS_CONVERSATION_PERSON);
  adw_avatar_set_icon_name (self->avatar, kind == MOTUS_CONVERSATION_ROOM ? "motus-room-symbolic" : "system-users-symbolic");
}

static void
set_class (GtkWidget *widget, const char *name, gboolean on)
{
  if (on)
    gtk_widget_add_css_class (widget, name);
  else
    gtk_widget_remove_css_class (widget, name);
}

/* The line leads to where what it names can be settled. */
static void
update_mode (MotusConversationView *self)
{
  MotusContact *contact = motus_conversation_get_contact (self->conversation);
  gboolean proven = TRUE;
  g_autofree char *words = motus_mode_line_describe (self->client, self->conversation, &proven);

  motus_label_set_text (self->mode, words);
  gtk_image_set_from_icon_name (self->mode_icon, proven ? "motus-private-symbolic" : "dialog-warning-symbolic");
  set_class (GTK_WIDGET (self->mode_button), "warning", !proven);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->mode_button), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  if (contact)
    gtk_actionable_set_action_target (GTK_ACTIONABLE (self->mode_button), "s", motus_contact_get_name (contact));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->mode_button), contact ? "win.verify" : NULL);
  /* A button that loses its action stays as if it could not be used, and so pale. */
  gtk_widget_set_sensitive (GTK_WIDGET (self->mode_button), TRUE);
  gtk_widget_set_can_target (GTK_WIDGET (self->mode_button), contact != NULL);
  gtk_widget_set_focusable (GTK_WIDGET (self->mode_button), contact != NULL);
  motus_label_set_tooltip (GTK_WIDGET (self->mode_button), contact ? _("Compare the safety number") : NULL);
}

static void
append (GMenu *menu, const char *label, const char *action, const char *target)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, action, "s", target);
  g_menu_append_item (menu, item);
}

static void
append_names (GMenu *menu, const char *const *names)
{
  for (gsize i = 0; names && names[i]; i++)
    {
      g_autofree char *id = g_strconcat ("@", names[i], NULL);
      append (menu, names[i], "win.open", id);
    }
}

static void
append_room (GMenu *menu, MotusConversation *room)
{
  g_autoptr (GMenu) members = g_menu_new ();
  const char *id = motus_conversation_get_id (room);

  append_names (members, motus_conversation_get_members (room));
  append (menu, _("_Invite into this room…"), "win.invite-to-room", id);
  g_menu_append_submenu (menu, _("_Members"), G_MENU_MODEL (members));
  append (menu, _("_Leave this room"), "win.leave", id);
}

static void
update_menu (MotusConversationView *self)
{
  MotusContact *contact = motus_conversation_get_contact (self->conversation);
  gboolean room = motus_conversation_get_kind (self->conversation) == MOTUS_CONVERSATION_ROOM;
  g_autoptr (GMenu) menu = g_menu_new ();

  if (contact)
    {
      append (menu, _("_Verify…"), "win.verify", motus_contact_get_name (contact));
      append (menu, _("Invite into a _room…"), "win.new-room-with", motus_contact_get_name (contact));
    }
  else if (room && !motus_conversation_is_closed (self->conversation))
    append_room (menu, self->conversation);
  else
    g_menu_append (menu, _("_Invite someone…"), "win.invite");
  gtk_menu_button_set_menu_model (self->menu, G_MENU_MODEL (menu));
}

/* A menu that is open must not change under the pointer. */
static gboolean
is_menu_open (MotusConversationView *self)
{
  GtkPopover *popover = gtk_menu_button_get_popover (self->menu);

  return popover && gtk_widget_get_visible (GTK_WIDGET (popover));
}

void
motus_conversation_view_update_head (MotusConversationView *self)
{
  gboolean closed = motus_conversation_is_closed (self->conversation);

  update_title (self);
  update_mode (self);
  if (!is_menu_open (self))
    update_menu (self);
  gtk_widget_set_visible (GTK_WIDGET (self->composer), !closed);
}
