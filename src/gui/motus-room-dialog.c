/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-room-dialog.h"

#include "motus-display-text.h"
#include "motus-gui-config.h"
#include "motus-label.h"

#include <glib/gi18n.h>

struct _MotusRoomDialog {
  AdwWindow parent_instance;

  GtkSpinner *spinner;
  GtkWidget *invite_button;
  GtkWidget *form;
  GtkLabel *hint;
  GtkWidget *name_group;
  GtkEditable *name_row;
  GtkEditable *search;
  GtkStack *people_stack;
  GtkListView *people;
  GtkLabel *error_label;
  GtkWidget *leave_button;

  MotusClient *client;
  MotusConversation *room;      /* NULL until a new one is made */
  GtkFilterListModel *shown;
  GtkStringFilter *name_filter;
  GHashTable *chosen;           /* names ticked */
  GHashTable *buttons;          /* name to check button, of those on the screen */
  GQueue waiting;               /* names still to be asked, the present one first */
  GString *failures;            /* a sentence for each name that could not be asked */
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (MotusRoomDialog, motus_room_dialog, ADW_TYPE_WINDOW)

static void
motus_room_dialog_tell (MotusRoomDialog *self, const char *sentence)
{
  motus_label_set_text (self->error_label, sentence != NULL ? sentence : "");
  gtk_widget_set_visible (GTK_WIDGET (self->error_label), sentence != NULL);
}

static void
motus_room_dialog_set_busy (MotusRoomDialog *self, gboolean busy)
{
  gtk_widget_set_sensitive (self->form, !busy);
  gtk_widget_set_sensitive (self->invite_button, !busy && g_hash_table_size (self->chosen) > 0);
  gtk_spinner_set_spinning (self->spinner, busy);
}

/* The list of people. */

static void
motus_room_dialog_choose (MotusRoomDialog *self, const char *name, gboolean chosen)
{
  if (chosen)
    g_hash_table_add (self->chosen, g_strdup (name));
  else
    g_hash_table_remove (self->chosen, name);
  gtk_widget_set_sensitive (self->invite_button, g_hash_table_size (self->chosen) > 0);
}

static void
person_toggled_cb (GtkCheckButton *button, GtkListItem *item)
{
  MotusRoomDialog *self = MOTUS_ROOM_DIALOG (gtk_widget_get_root (GTK_WIDGET (button)));
  MotusContact *contact = gtk_list_item_get_item (item);

  motus_room_dialog_choose (self, motus_contact_get_name (contact),
                            gtk_check_button_get_active (button));
}

static void
person_setup_cb (MotusRoomDialog *self, GtkListItem *item)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *button = gtk_check_button_new ();
  GtkWidget *presence = gtk_label_new (NULL);

  gtk_widget_add_css_class (row, "person");
  gtk_widget_set_hexpand (button, TRUE);
  gtk_widget_add_css_class (presence, "dim-label");
  gtk_widget_add_css_class (presence, "caption");
  gtk_box_append (GTK_BOX (row), button);
  gtk_box_append (GTK_BOX (row), presence);
  gtk_list_item_set_child (item, row);
}

static void
presence_changed_cb (GtkLabel *presence, GParamSpec *pspec, MotusContact *contact)
{
  motus_label_set_text (presence, motus_contact_is_online (contact) ? _("online") : _("offline"));
}

static void
person_bind_cb (MotusRoomDialog *self, GtkListItem *item)
{
  MotusContact *contact = gtk_list_item_get_item (item);
  GtkWidget *button = gtk_widget_get_first_child (gtk_list_item_get_child (item));
  GtkWidget *presence = gtk_widget_get_last_child (gtk_list_item_get_child (item));
  char *name = g_strdup (motus_contact_get_name (contact));

  g_hash_table_insert (self->buttons, name, button);
  gtk_check_button_set_label (GTK_CHECK_BUTTON (button), name);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (button), g_hash_table_contains (self->chosen, name));
  g_signal_connect (button, "toggled", G_CALLBACK (person_toggled_cb), item);
  presence_changed_cb (GTK_LABEL (presence), NULL, contact);
  g_signal_connect_swapped (contact, "notify::online", G_CALLBACK (presence_changed_cb), presence);
}

static void
person_unbind_cb (MotusRoomDialog *self, GtkListItem *item)
{
  MotusContact *contact = gtk_list_item_get_item (item);
  GtkWidget *button = gtk_widget_get_first_child (gtk_list_item_get_child (item));
  GtkWidget *presence = gtk_widget_get_last_child (gtk_list_item_get_child (item));

  g_signal_handlers_disconnect_by_func (contact, presence_changed_cb, presence);
  g_signal_handlers_disconnect_by_func (button, person_toggled_cb, item);
  g_hash_table_remove (self->buttons, motus_contact_get_name (contact));
}

static void
person_activate_cb (MotusRoomDialog *self, guint position)
{
  g_autoptr (MotusContact) contact = g_list_model_get_item (G_LIST_MODEL (self->shown), position);
  GtkCheckButton *button = g_hash_table_lookup (self->buttons, motus_contact_get_name (contact));

  if (button != NULL)
    gtk_check_button_set_active (button, !gtk_check_button_get_active (button));
}

static void
search_changed_cb (MotusRoomDialog *self)
{
  gtk_string_filter_set_search (self->name_filter, gtk_editable_get_text (self->search));
}

static void
search_activate_cb (MotusRoomDialog *self)
{
  if (g_list_model_get_n_items (G_LIST_MODEL (self->shown)) > 0)
    person_activate_cb (self, 0);
}

static gboolean
is_outside (gpointer item, gpointer user_data)
{
  MotusRoomDialog *self = user_data;
  const char *const *members = self->room != NULL ? motus_conversation_get_members (self->room) : NULL;

  return members == NULL || !g_strv_contains (members, motus_contact_get_name (item));
}

static void
people_changed_cb (MotusRoomDialog *self)
{
  gboolean somebody = g_list_model_get_n_items (G_LIST_MODEL (self->shown)) > 0
                   || *gtk_editable_get_text (self->search) != '\0';

  gtk_stack_set_visible_child_name (self->people_stack, somebody ? "people" : "nobody");
}

static GtkListItemFactory *
motus_room_dialog_create_factory (MotusRoomDialog *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect_swapped (factory, "setup", G_CALLBACK (person_setup_cb), self);
  g_signal_connect_swapped (factory, "bind", G_CALLBACK (person_bind_cb), self);
  g_signal_connect_swapped (factory, "unbind", G_CALLBACK (person_unbind_cb), self);
  return factory;
}

static void
motus_room_dialog_fill (MotusRoomDialog *self)
{
  GListModel *contacts = NULL;
  GtkEveryFilter *filter = gtk_every_filter_new ();
  g_autoptr (GtkListItemFactory) factory = motus_room_dialog_create_factory (self);

  g_object_get (self->client, "contacts", &contacts, NULL);
  self->name_filter = gtk_string_filter_new (gtk_property_expression_new (MOTUS_TYPE_CONTACT, NULL, "name"));
  gtk_multi_filter_append (GTK_MULTI_FILTER (filter), GTK_FILTER (self->name_filter));
  gtk_multi_filter_append (GTK_MULTI_FILTER (filter),
                           GTK_FILTER (gtk_custom_filter_new (is_outside, self, NULL)));
  self->shown = gtk_filter_list_model_new (contacts, GTK_FILTER (filter));
  g_signal_connect_object (self->shown, "items-changed", G_CALLBACK (people_changed_cb), self,
                           G_CONNECT_SWAPPED);

  g_autoptr (GtkNoSelection) selection = gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->shown)));
  gtk_list_view_set_factory (self->people, factory);
  gtk_list_view_set_model (self->people, GTK_SELECTION_MODEL (selection));
  people_changed_cb (self);
}

/* Asking people, one after the other: the first answer for a new room makes it. */

static void motus_room_dialog_ask_next (MotusRoomDialog *self);

static void
motus_room_dialog_finish (MotusRoomDialog *self)
{
  if (self->failures->len == 0)
    {
      gtk_window_close (GTK_WINDOW (self));
      return;
    }
  motus_room_dialog_tell (self, self->failures->str);
  motus_room_dialog_set_busy (self, FALSE);
}

static void
motus_room_dialog_note_failure (MotusRoomDialog *self, const char *name, const GError *error)
{
  if (self->failures->len > 0)
    g_string_append_c (self->failures, '\n');
  /* Translators: a person's name, and the sentence that says why the person could not be invited */
  g_string_append_printf (self->failures, _("%s: %s"), name, error->message);
}

static void
asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MotusRoomDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  MotusConversation *room = motus_client_invite_finish (MOTUS_CLIENT (source), result, &error);

  if (self->client == NULL)     /* closed meanwhile */
    return;
  g_autofree char *name = g_queue_pop_head (&self->waiting);
  if (room != NULL)
    {
      g_set_object (&self->room, room);
      g_hash_table_remove (self->chosen, name);
    }
  else
    {
      motus_room_dialog_note_failure (self, name, error);
    }
  motus_room_dialog_ask_next (self);
}

static void
motus_room_dialog_ask_next (MotusRoomDialog *self)
{
  const char *name = g_queue_peek_head (&self->waiting);

  if (name == NULL)
    {
      motus_room_dialog_finish (self);
      return;
    }
  motus_client_invite_async (self->client, name, self->room, gtk_editable_get_text (self->name_row),
                             self->cancellable, asked_cb, g_object_ref (self));
}

static void
invite_cb (MotusRoomDialog *self)
{
  GHashTableIter iter;
  gpointer name;

  g_hash_table_iter_init (&iter, self->chosen);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    g_queue_push_tail (&self->waiting, g_strdup (name));
  g_string_truncate (self->failures, 0);
  motus_room_dialog_tell (self, NULL);
  motus_room_dialog_set_busy (self, TRUE);
  motus_room_dialog_ask_next (self);
}

/* Leaving. */

static void
left_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MotusRoomDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean left = motus_client_leave_finish (MOTUS_CLIENT (source), result, &error);

  if (self->client == NULL)     /* closed meanwhile */
    return;
  motus_room_dialog_set_busy (self, FALSE);
  if (left)
    gtk_window_close (GTK_WINDOW (self));
  else
    motus_room_dialog_tell (self, error->message);
}

static void
leave_confirmed_cb (MotusRoomDialog *self)
{
  motus_room_dialog_set_busy (self, TRUE);
  motus_client_leave_async (self->client, self->room, self->cancellable, left_cb,
                            g_object_ref (self));
}

static void
leave_cb (MotusRoomDialog *self)
{
  GtkWidget *question = adw_message_dialog_new (GTK_WINDOW (self), NULL, NULL);
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (question);
  g_autofree char *name = motus_display_name (motus_conversation_get_title (self->room));

  adw_message_dialog_format_heading (dialog, _("Leave “%s”?"), name);
  adw_message_dialog_set_body (dialog, _("What is written there from now on does not reach you. To come back, somebody in the room has to invite you."));
  adw_message_dialog_add_responses (dialog, "stay", _("Stay"), "leave", _("Leave"), NULL);
  adw_message_dialog_set_response_appearance (dialog, "leave", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (dialog, "stay");
  adw_message_dialog_set_close_response (dialog, "stay");
  g_signal_connect_object (question, "response::leave", G_CALLBACK (leave_confirmed_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (question));
}

static void
motus_room_dialog_describe (MotusRoomDialog *self)
{
  gboolean fresh = self->room == NULL;
  g_autofree char *title = fresh ? g_strdup (_("New room")) : motus_display_title (motus_conversation_get_title (self->room));

  gtk_window_set_title (GTK_WINDOW (self), title);
  motus_label_set_text (self->hint,
                      fresh ? _("Only those who accept the invitation read what is written in the room.")
                            : _("Who accepts reads what is written from then on."));
  gtk_button_set_label (GTK_BUTTON (self->invite_button), fresh ? _("Create") : _("Invite"));
  gtk_widget_set_visible (self->name_group, fresh);
  gtk_widget_set_visible (self->leave_button, !fresh);
  gtk_widget_grab_focus (fresh ? GTK_WIDGET (self->name_row) : GTK_WIDGET (self->search));
}

static void
motus_room_dialog_dispose (GObject *object)
{
  MotusRoomDialog *self = MOTUS_ROOM_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  if (self->people != NULL)
    gtk_list_view_set_model (self->people, NULL);
  g_clear_object (&self->shown);
  g_clear_object (&self->room);
  g_clear_object (&self->client);
  G_OBJECT_CLASS (motus_room_dialog_parent_class)->dispose (object);
}

static void
motus_room_dialog_finalize (GObject *object)
{
  MotusRoomDialog *self = MOTUS_ROOM_DIALOG (object);

  g_queue_clear_full (&self->waiting, g_free);
  g_hash_table_unref (self->chosen);
  g_hash_table_unref (self->buttons);
  g_string_free (self->failures, TRUE);
  g_object_unref (self->cancellable);
  G_OBJECT_CLASS (motus_room_dialog_parent_class)->finalize (object);
}

static void
motus_room_dialog_bind (GtkWidgetClass *klass)
{
  gtk_widget_class_bind_template_child (klass, MotusRoomDialog, spinner);
  gtk_widget_class_bind_template_child (klass, MotusRoomDialog, invite_button);
  gtk_widget_class_bind_template_child (klass, MotusRoomDialog, form);
  gtk_widget_class_bind_template_child (klass, MotusRoomDialog, hint);
  gtk_widget_class_bind_template_child (klass, MotusRoomDialog, name_group);
  gtk_widget_class_bind_template_child (klass, MotusRoomDialog, name_row);
  gtk_widget_class_bind_template_child (klass, MotusRoomDialog, search);
  gtk_widget_class_bind_template_child (klass, MotusRoomDialog, people_stack);
  gtk_widget_class_bind_template_child (klass, MotusRoomDialog, people);
  gtk_widget_class_bind_template_child (klass, MotusRoomDialog, error_label);
  gtk_widget_class_bind_template_child (klass, MotusRoomDialog, leave_button);
  gtk_widget_class_bind_template_callback (klass, invite_cb);
  gtk_widget_class_bind_template_callback (klass, search_changed_cb);
  gtk_widget_class_bind_template_callback (klass, search_activate_cb);
  gtk_widget_class_bind_template_callback (klass, person_activate_cb);
  gtk_widget_class_bind_template_callback (klass, leave_cb);
  gtk_widget_class_bind_template_callback (klass, gtk_window_close);
}

static void
motus_room_dialog_class_init (MotusRoomDialogClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = motus_room_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = motus_room_dialog_finalize;
  gtk_widget_class_set_template_from_resource (GTK_WIDGET_CLASS (klass), MOTUS_RESOURCE_BASE "/motus-room-dialog.ui");
  motus_room_dialog_bind (GTK_WIDGET_CLASS (klass));
}

static void
motus_room_dialog_init (MotusRoomDialog *self)
{
  self->chosen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->buttons = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->failures = g_string_new (NULL);
  self->cancellable = g_cancellable_new ();
  g_queue_init (&self->waiting);
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
motus_room_dialog_present (GtkWindow *parent, MotusClient *client, MotusConversation *room, const char *person)
{
  MotusRoomDialog *self = g_object_new (MOTUS_TYPE_ROOM_DIALOG, "transient-for", parent, NULL);

  self->client = g_object_ref (client);
  g_set_object (&self->room, room);
  if (person)
    motus_room_dialog_choose (self, person, TRUE);
  motus_room_dialog_fill (self);
  motus_room_dialog_describe (self);
  gtk_window_present (GTK_WINDOW (self));
}
