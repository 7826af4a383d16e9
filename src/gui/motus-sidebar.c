/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-sidebar.h"

#include "motus-connection-button.h"
#include "motus-conversation-row.h"
#include "motus-display-text.h"
#include "motus-gui-config.h"
#include "motus-label.h"
#include "motus-model-watch.h"

#include <adwaita.h>
#include <glib/gi18n.h>

struct _MotusSidebar {
  GtkWidget parent_instance;

  AdwHeaderBar *header;
  AdwAvatar *avatar;
  GtkLabel *account;
  GtkMenuButton *menu;
  GtkSearchBar *search_bar;
  GtkSearchEntry *search;
  GtkListView *list;
  GtkWidget *nobody;
  GtkButton *requests;
  MotusConnectionButton *connection;

  MotusClient *client;
  GListModel *invites;
  MotusModelWatch *conversations_watch, *contacts_watch;
  GtkCustomSorter *sorter;
  GtkCustomFilter *filter;
  GtkSingleSelection *selection;
  char *wanted;                 /* what is searched for, folded; or NULL */
  gboolean folded, selecting;
};

G_DEFINE_FINAL_TYPE (MotusSidebar, motus_sidebar, GTK_TYPE_WIDGET)

static gboolean
is_online (MotusConversation *conversation)
{
  MotusContact *contact = motus_conversation_get_contact (conversation);

  return contact && motus_contact_is_online (contact);
}

int
motus_sidebar_compare (gconstpointer a, gconstpointer b, gpointer unused)
{
  MotusConversation *left = (MotusConversation *) a, *right = (MotusConversation *) b;
  gint64 left_time = motus_conversation_get_last_activity (left);
  gint64 right_time = motus_conversation_get_last_activity (right);
  gboolean left_everyone = motus_conversation_get_kind (left) == MOTUS_CONVERSATION_EVERYONE;
  gboolean right_everyone = motus_conversation_get_kind (right) == MOTUS_CONVERSATION_EVERYONE;

  if (left_everyone != right_everyone)
    return left_everyone ? -1 : 1;
  if (left_time != right_time)
    return left_time > right_time ? -1 : 1;
  if (is_online (left) != is_online (right))
    return is_online (left) ? -1 : 1;
  return g_utf8_collate (motus_conversation_get_title (left), motus_conversation_get_title (right));
}

static gboolean
matches (gpointer item, gpointer user_data)
{
  MotusSidebar *self = user_data;
  g_autofree char *folded = NULL;

  if (self->wanted == NULL)
    return TRUE;
  folded = g_utf8_casefold (motus_conversation_get_title (item), -1);
  return strstr (folded, self->wanted) != NULL;
}

static void
open_conversation (MotusSidebar *self, MotusConversation *conversation)
{
  if (conversation)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.open", "s", motus_conversation_get_id (conversation));
}

static void
opened_cb (MotusSidebar *self, MotusConversationRow *row)
{
  open_conversation (self, motus_conversation_row_get_conversation (row));
}

static void
activate_cb (MotusSidebar *self, guint position)
{
  g_autoptr (MotusConversation) conversation = g_list_model_get_item (G_LIST_MODEL (self->selection), position);

  open_conversation (self, conversation);
}

static void
selected_cb (MotusSidebar *self)
{
  if (!self->folded && !self->selecting)
    open_conversation (self, gtk_single_selection_get_selected_item (self->selection));
}

static guint
find_position (MotusSidebar *self, MotusConversation *conversation)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->selection));

  for (guint i = 0; conversation && i < n; i++)
    {
      g_autoptr (MotusConversation) item = g_list_model_get_item (G_LIST_MODEL (self->selection), i);
      if (item == conversation)
        return i;
    }
  return GTK_INVALID_LIST_POSITION;
}

void
motus_sidebar_set_selected (MotusSidebar *self, MotusConversation *conversation)
{
  g_return_if_fail (MOTUS_IS_SIDEBAR (self));
  self->selecting = TRUE;
  gtk_single_selection_set_selected (self->selection, find_position (self, conversation));
  self->selecting = FALSE;
}

void
motus_sidebar_step (MotusSidebar *self, int by)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->selection));
  guint at = gtk_single_selection_get_selected (self->selection);
  guint to = at == GTK_INVALID_LIST_POSITION ? 0 : (guint) CLAMP ((int) at + by, 0, (int) n - 1);

  g_return_if_fail (MOTUS_IS_SIDEBAR (self));
  if (n > 0)
    activate_cb (self, to);
}

static void
search_changed_cb (MotusSidebar *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->search));

  g_clear_pointer (&self->wanted, g_free);
  if (*text)
    self->wanted = g_utf8_casefold (text, -1);
  self->selecting = TRUE;
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
  self->selecting = FALSE;
  gtk_widget_set_visible (self->nobody, g_list_model_get_n_items (G_LIST_MODEL (self->selection)) == 0);
}

/* Return in the search opens the first that is found. */
static void
search_activate_cb (MotusSidebar *self)
{
  if (g_list_model_get_n_items (G_LIST_MODEL (self->selection)) == 0)
    return;
  activate_cb (self, 0);
  gtk_search_bar_set_search_mode (self->search_bar, FALSE);
}

static void
resort (MotusSidebar *self)
{
  self->selecting = TRUE;
  gtk_sorter_changed (GTK_SORTER (self->sorter), GTK_SORTER_CHANGE_DIFFERENT);
  self->selecting = FALSE;
}

/* The answer is given in the conversation with whoever asks. */
static void
requests_cb (MotusSidebar *self)
{
  g_autoptr (MotusRoomInvite) invite = g_list_model_get_item (self->invites, 0);
  MotusConversation *with = invite ? motus_client_get_conversation (self->client, motus_room_invite_get_from (invite)) : NULL;

  open_conversation (self, with ? with : motus_client_get_conversation (self->client, NULL));
}

static void
update_requests (MotusSidebar *self)
{
  guint n = g_list_model_get_n_items (self->invites);
  /* Translators: invitations into rooms that wait for an answer. */
  g_autofree char *words = g_strdup_printf (_("Requests (%u)"), n);

  gtk_button_set_label (self->requests, words);
  gtk_widget_set_visible (GTK_WIDGET (self->requests), n > 0);
}

static void
show_account (MotusSidebar *self)
{
  g_autofree char *account = NULL;

  g_object_get (self->client, "account", &account, NULL);
  g_autofree char *shown = motus_display_title (account ? account : "");
  motus_label_set_text (self->account, shown);
  adw_avatar_set_text (self->avatar, account);
}

static void
show_conversations (MotusSidebar *self, GListModel *conversations)
{
  g_autoptr (GtkFilterListModel) found = gtk_filter_list_model_new (g_object_ref (conversations), NULL);
  g_autoptr (GtkSortListModel) sorted = NULL;

  gtk_filter_list_model_set_filter (found, GTK_FILTER (self->filter));
  sorted = gtk_sort_list_model_new (g_object_ref (G_LIST_MODEL (found)), g_object_ref (GTK_SORTER (self->sorter)));
  self->selecting = TRUE;
  gtk_single_selection_set_model (self->selection, G_LIST_MODEL (sorted));
  self->selecting = FALSE;
}

void
motus_sidebar_set_client (MotusSidebar *self, MotusClient *client)
{
  g_autoptr (GListModel) conversations = NULL;
  g_autoptr (GListModel) contacts = NULL;

  g_return_if_fail (MOTUS_IS_SIDEBAR (self) && MOTUS_IS_CLIENT (client));
  g_set_object (&self->client, client);
  g_clear_object (&self->invites);
  g_clear_object (&self->conversations_watch);
  g_clear_object (&self->contacts_watch);
  g_object_get (client, "conversations", &conversations, "contacts", &contacts, "room-invites", &self->invites, NULL);
  show_conversations (self, conversations);
  self->conversations_watch = motus_model_watch_new (conversations);
  g_signal_connect_swapped (self->conversations_watch, "changed", G_CALLBACK (resort), self);
  self->contacts_watch = motus_model_watch_new (contacts);
  g_signal_connect_swapped (self->contacts_watch, "changed", G_CALLBACK (resort), self);
  g_signal_connect_object (self->invites, "items-changed", G_CALLBACK (update_requests), self, G_CONNECT_SWAPPED);
  update_requests (self);
  show_account (self);
  motus_connection_button_set_client (self->connection, client);
}

void
motus_sidebar_set_folded (MotusSidebar *self, gboolean folded)
{
  g_return_if_fail (MOTUS_IS_SIDEBAR (self));
  self->folded = folded;
  adw_header_bar_set_show_end_title_buttons (self->header, folded);
}

void
motus_sidebar_focus_search (MotusSidebar *self)
{
  g_return_if_fail (MOTUS_IS_SIDEBAR (self));
  gtk_search_bar_set_search_mode (self->search_bar, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

void
motus_sidebar_focus_list (MotusSidebar *self)
{
  g_return_if_fail (MOTUS_IS_SIDEBAR (self));
  gtk_widget_child_focus (GTK_WIDGET (self->list), GTK_DIR_TAB_FORWARD);
}

void
motus_sidebar_open_menu (MotusSidebar *self)
{
  g_return_if_fail (MOTUS_IS_SIDEBAR (self));
  gtk_menu_button_popup (self->menu);
}

/* What is selected is what is open. */
static void
row_selected_cb (GtkListItem *list_item)
{
  motus_conversation_row_set_open (MOTUS_CONVERSATION_ROW (gtk_list_item_get_child (list_item)),
                                   gtk_list_item_get_selected (list_item));
}

static void
setup_cb (MotusSidebar *self, GtkListItem *list_item)
{
  GtkWidget *row = motus_conversation_row_new ();

  gtk_list_item_set_child (list_item, row);
  g_signal_connect_object (row, "opened", G_CALLBACK (opened_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect (list_item, "notify::selected", G_CALLBACK (row_selected_cb), NULL);
}

static void
bind_cb (MotusSidebar *self, GtkListItem *list_item)
{
  motus_conversation_row_set_conversation (MOTUS_CONVERSATION_ROW (gtk_list_item_get_child (list_item)),
                                           gtk_list_item_get_item (list_item));
}

static void
unbind_cb (MotusSidebar *self, GtkListItem *list_item)
{
  motus_conversation_row_set_conversation (MOTUS_CONVERSATION_ROW (gtk_list_item_get_child (list_item)), NULL);
}

static void
init_list (MotusSidebar *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_cb), self, G_CONNECT_SWAPPED);
  self->sorter = gtk_custom_sorter_new (motus_sidebar_compare, NULL, NULL);
  self->filter = gtk_custom_filter_new (matches, self, NULL);
  self->selection = gtk_single_selection_new (NULL);
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (selected_cb), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_factory (self->list, factory);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (self->selection));
}

static void
motus_sidebar_dispose (GObject *object)
{
  MotusSidebar *self = MOTUS_SIDEBAR (object);
  GtkWidget *child;

  if (self->filter)
    gtk_custom_filter_set_filter_func (self->filter, NULL, NULL, NULL);
  g_clear_object (&self->conversations_watch);
  g_clear_object (&self->contacts_watch);
  g_clear_object (&self->invites);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->selection);
  g_clear_object (&self->sorter);
  g_clear_object (&self->filter);
  g_clear_object (&self->client);
  g_clear_pointer (&self->wanted, g_free);
  G_OBJECT_CLASS (motus_sidebar_parent_class)->dispose (object);
}

#define BIND(name) gtk_widget_class_bind_template_child (widget_class, MotusSidebar, name)

static void
motus_sidebar_class_init (MotusSidebarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (MOTUS_TYPE_CONNECTION_BUTTON);
  G_OBJECT_CLASS (klass)->dispose = motus_sidebar_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, MOTUS_RESOURCE_BASE "/motus-sidebar.ui");
  BIND (account);
  BIND (avatar);
  BIND (connection);
  BIND (header);
  BIND (list);
  BIND (menu);
  BIND (nobody);
  BIND (requests);
  BIND (search);
  BIND (search_bar);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, requests_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
}

static void
motus_sidebar_init (MotusSidebar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_search_bar_connect_entry (self->search_bar, GTK_EDITABLE (self->search));
  init_list (self);
}
