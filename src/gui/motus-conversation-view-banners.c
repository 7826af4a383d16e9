/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-conversation-view-private.h"

#include "motus-banner.h"
#include "motus-display-text.h"

#include <glib/gi18n.h>

/* More than these at once would hide the conversation. */
#define BANNERS_MAX 3

static void
verify_cb (MotusBanner *banner)
{
  const char *name = motus_banner_get_key (banner) + strlen ("key:");

  gtk_widget_activate_action (GTK_WIDGET (banner), "win.verify", "s", name);
}

static void
accept_key_cb (MotusBanner *banner)
{
  const char *name = motus_banner_get_key (banner) + strlen ("key:");

  gtk_widget_activate_action (GTK_WIDGET (banner), "win.accept-key", "s", name);
}

static void
answer (MotusBanner *banner, gboolean accept)
{
  const char *id = motus_banner_get_key (banner) + strlen ("invite:");

  motus_banner_set_busy (banner, TRUE);
  gtk_widget_activate_action (GTK_WIDGET (banner), accept ? "win.accept-invite" : "win.decline-invite", "s", id);
}

static void
accept_invite_cb (MotusBanner *banner)
{
  answer (banner, TRUE);
}

static void
decline_invite_cb (MotusBanner *banner)
{
  answer (banner, FALSE);
}

static MotusBanner *
find_banner (MotusConversationView *self, const char *key)
{
  GtkWidget *child = gtk_widget_get_first_child (self->banners);

  for (; child; child = gtk_widget_get_next_sibling (child))
    if (g_strcmp0 (motus_banner_get_key (MOTUS_BANNER (child)), key) == 0)
      return MOTUS_BANNER (child);
  return NULL;
}

static void
append_banner (MotusConversationView *self, GtkWidget *banner, const char *key, GCallback primary, GCallback secondary)
{
  motus_banner_set_key (MOTUS_BANNER (banner), key);
  g_signal_connect (banner, "primary", primary, NULL);
  g_signal_connect (banner, "secondary", secondary, NULL);
  gtk_box_append (GTK_BOX (self->banners), banner);
}

static void
add_key_banner (MotusConversationView *self, const char *name, const char *key)
{
  g_autofree char *shown = motus_display_name (name);
  g_autofree char *heading = g_strdup_printf (_("%s’s key has changed"), shown);
  g_autofree char *sentence = g_strdup_printf (
    _("Either %1$s reinstalled Motus, or somebody is pretending to be %1$s. Compare the numbers before you go on. "
      "Verify compares them now; Accept goes on without comparing."), shown);

  append_banner (self, motus_banner_new (TRUE, heading, sentence, _("Verify…"), _("Accept")), key,
                 G_CALLBACK (verify_cb), G_CALLBACK (accept_key_cb));
}

static void
add_invite_banner (MotusConversationView *self, MotusRoomInvite *invite, const char *key)
{
  const char *room = motus_room_invite_get_room_name (invite);
  g_autofree char *from = motus_display_name (motus_room_invite_get_from (invite));
  g_autofree char *name = motus_display_name (room);
  g_autofree char *heading = *room ? g_strdup_printf (_("%s invites you into the room “%s”"), from, name)
                                   : g_strdup_printf (_("%s invites you into a room"), from);
  g_autofree char *sentence = g_strdup_printf (
    _("Accept: its members see you, and you read and write there. Decline: nothing happens but that %s is told."), from);

  append_banner (self, motus_banner_new (FALSE, heading, sentence, _("Accept"), _("Decline")), key,
                 G_CALLBACK (accept_invite_cb), G_CALLBACK (decline_invite_cb));
}

static gboolean
concerns (MotusConversationView *self, MotusRoomInvite *invite)
{
  const char *from = motus_room_invite_get_from (invite);
  MotusConversation *with = motus_client_get_conversation (self->client, from);

  return with == self->conversation
         || (with == NULL && motus_conversation_get_kind (self->conversation) == MOTUS_CONVERSATION_EVERYONE);
}

/* Whether what is written here would go to @contact, if its key had not changed. */
static gboolean
would_reach (MotusConversation *conversation, MotusContact *contact)
{
  const char *const *members = motus_conversation_get_members (conversation);

  if (motus_conversation_get_contact (conversation))
    return motus_conversation_get_contact (conversation) == contact;
  if (members)
    return g_strv_contains (members, motus_contact_get_name (contact)) && !motus_conversation_is_closed (conversation);
  return motus_contact_is_online (contact);
}

static guint
list_changed_keys (MotusConversationView *self, GStrvBuilder *keys)
{
  g_autoptr (GListModel) contacts = NULL;
  guint count = 0;

  g_object_get (self->client, "contacts", &contacts, NULL);
  for (guint i = 0; i < g_list_model_get_n_items (contacts) && count < BANNERS_MAX; i++)
    {
      g_autoptr (MotusContact) contact = g_list_model_get_item (contacts, i);
      g_autofree char *key = g_strconcat ("key:", motus_contact_get_name (contact), NULL);
      if (motus_contact_get_trust (contact) != MOTUS_TRUST_CHANGED || !would_reach (self->conversation, contact))
        continue;
      g_strv_builder_add (keys, key);
      count++;
    }
  return count;
}

/* The keys of the banners that should be there. */
static GStrv
list_keys (MotusConversationView *self, GListModel *invites)
{
  g_autoptr (GStrvBuilder) keys = g_strv_builder_new ();
  guint n = g_list_model_get_n_items (invites);
  guint count = list_changed_keys (self, keys);

  for (guint i = 0; i < n && count < BANNERS_MAX; i++)
    {
      g_autoptr (MotusRoomInvite) invite = g_list_model_get_item (invites, i);
      g_autofree char *key = g_strconcat ("invite:", motus_room_invite_get_id (invite), NULL);
      if (!concerns (self, invite))
        continue;
      g_strv_builder_add (keys, key);
      count++;
    }
  return g_strv_builder_end (keys);
}

static void
remove_others (MotusConversationView *self, const char *const *keys)
{
  GtkWidget *next, *child = gtk_widget_get_first_child (self->banners);

  for (; child; child = next)
    {
      next = gtk_widget_get_next_sibling (child);
      if (!g_strv_contains (keys, motus_banner_get_key (MOTUS_BANNER (child))))
        gtk_box_remove (GTK_BOX (self->banners), child);
    }
}

static void
add_banner (MotusConversationView *self, GListModel *invites, const char *key)
{
  if (g_str_has_prefix (key, "key:"))
    {
      add_key_banner (self, key + strlen ("key:"), key);
      return;
    }
  for (guint i = 0; i < g_list_model_get_n_items (invites); i++)
    {
      g_autoptr (MotusRoomInvite) invite = g_list_model_get_item (invites, i);
      if (g_str_equal (motus_room_invite_get_id (invite), key + strlen ("invite:")))
        add_invite_banner (self, invite, key);
    }
}

void
motus_conversation_view_update_banners (MotusConversationView *self)
{
  g_autoptr (GListModel) invites = NULL;
  g_auto (GStrv) keys = NULL;

  g_object_get (self->client, "room-invites", &invites, NULL);
  keys = list_keys (self, invites);
  remove_others (self, (const char *const *) keys);
  for (gsize i = 0; keys[i]; i++)
    if (find_banner (self, keys[i]) == NULL)
      add_banner (self, invites, keys[i]);
}

void
motus_conversation_view_enable_banners (MotusConversationView *self)
{
  GtkWidget *child = gtk_widget_get_first_child (self->banners);

  g_return_if_fail (MOTUS_IS_CONVERSATION_VIEW (self));
  for (; child; child = gtk_widget_get_next_sibling (child))
    motus_banner_set_busy (MOTUS_BANNER (child), FALSE);
}
