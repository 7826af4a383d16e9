/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-conversation-row.h"

#include "motus-display-text.h"
#include "motus-gui-config.h"
#include "motus-label.h"
#include "motus-time-format.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define UNREAD_SHOWN 999

struct _MotusConversationRow {
  GtkWidget parent_instance;

  AdwAvatar *avatar;
  GtkWidget *dot;
  GtkImage *mark;
  GtkLabel *title, *time, *preview, *unread;

  MotusConversation *conversation;
  gboolean open;
};

G_DEFINE_FINAL_TYPE (MotusConversationRow, motus_conversation_row, GTK_TYPE_WIDGET)

static guint opened_signal;

static void
set_class (GtkWidget *widget, const char *name, gboolean on)
{
  if (on)
    gtk_widget_add_css_class (widget, name);
  else
    gtk_widget_remove_css_class (widget, name);
}

static void
update_title (MotusConversationRow *self)
{
  MotusConversationKind kind = motus_conversation_get_kind (self->conversation);
  const char *title = motus_conversation_get_title (self->conversation);
  g_autofree char *shown = motus_display_title (*title ? title : _("Room without a name"));

  motus_label_set_text (self->title, shown);
  adw_avatar_set_text (self->avatar, title);
  adw_avatar_set_show_initials (self->avatar, kind == MOTUS_CONVERSATION_PERSON);
  adw_avatar_set_icon_name (self->avatar, kind == MOTUS_CONVERSATION_ROOM ? "motus-room-symbolic" : "system-users-symbolic");
}

static void
update_person (MotusConversationRow *self)
{
  MotusContact *contact = motus_conversation_get_contact (self->conversation);
  MotusTrust trust = contact ? motus_contact_get_trust (contact) : MOTUS_TRUST_NONE;

  gtk_widget_set_visible (self->dot, contact != NULL);
  set_class (self->dot, "online", contact && motus_contact_is_online (contact));
  gtk_widget_set_visible (GTK_WIDGET (self->mark), trust == MOTUS_TRUST_VERIFIED || trust == MOTUS_TRUST_CHANGED);
  gtk_image_set_from_icon_name (self->mark, trust == MOTUS_TRUST_CHANGED ? "dialog-warning-symbolic" : "motus-verified-symbolic");
  set_class (GTK_WIDGET (self->mark), "success", trust == MOTUS_TRUST_VERIFIED);
  set_class (GTK_WIDGET (self->mark), "warning", trust == MOTUS_TRUST_CHANGED);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->mark), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  trust == MOTUS_TRUST_CHANGED ? _("Key changed") : _("Verified"), -1);
}

/* The sidebar has one line, so a text of many is run together. */
static char *
make_line (const char *text)
{
  g_autofree char *shown = motus_display_text (text, 120, G_MAXSIZE, NULL);

  return g_strstrip (g_strdelimit (g_steal_pointer (&shown), "\n\t", ' '));
}

static void
update_preview (MotusConversationRow *self)
{
  const char *draft = self->open ? "" : motus_conversation_get_draft (self->conversation);
  g_autofree char *line = make_line (*draft ? draft : motus_conversation_get_preview (self->conversation));
  /* Translators: before the start of a text that was not sent yet. */
  g_autofree char *words = *draft ? g_strdup_printf (_("Draft: %s"), line) : g_steal_pointer (&line);

  motus_label_set_text (self->preview, words);
  set_class (GTK_WIDGET (self->preview), "accent", *draft != '\0');
  set_class (GTK_WIDGET (self->preview), "dim-label", *draft == '\0');
}

static void
update_time (MotusConversationRow *self)
{
  gint64 last = motus_conversation_get_last_activity (self->conversation);
  g_autoptr (GDateTime) when = last > 0 ? g_date_time_new_from_unix_local (last / 1000) : NULL;
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *words = when ? motus_time_format_short (when, now) : g_strdup ("");

  motus_label_set_text (self->time, words);
}

static void
update_unread (MotusConversationRow *self)
{
  guint unread = motus_conversation_get_unread (self->conversation);
  gboolean mentioned = motus_conversation_is_mentioned (self->conversation);
  g_autofree char *words = unread > UNREAD_SHOWN ? g_strdup_printf ("%u+", UNREAD_SHOWN)
                                                 : g_strdup_printf (mentioned ? "@ %u" : "%u", unread);

  motus_label_set_text (self->unread, words);
  gtk_widget_set_visible (GTK_WIDGET (self->unread), unread > 0);
  set_class (GTK_WIDGET (self->unread), "mention", mentioned);
  set_class (GTK_WIDGET (self->title), "heading", unread > 0);
}

static char *
describe (MotusConversationRow *self)
{
  MotusContact *contact = motus_conversation_get_contact (self->conversation);
  guint unread = motus_conversation_get_unread (self->conversation);
  g_autoptr (GString) words = g_string_new (gtk_label_get_text (self->title));

  if (contact)
    g_string_append_printf (words, ", %s", motus_contact_is_online (contact) ? _("online") : _("offline"));
  if (unread > 0)
    g_string_append_printf (words, ngettext (", %u unread", ", %u unread", unread), unread);
  return g_string_free (g_steal_pointer (&words), FALSE);
}

void
motus_conversation_row_update (MotusConversationRow *self)
{
  GtkWidget *list_item = gtk_widget_get_parent (GTK_WIDGET (self));

  g_return_if_fail (MOTUS_IS_CONVERSATION_ROW (self));
  if (self->conversation == NULL)
    return;
  update_title (self);
  update_person (self);
  update_preview (self);
  update_time (self);
  update_unread (self);
  g_autofree char *words = describe (self);
  if (list_item)
    gtk_accessible_update_property (GTK_ACCESSIBLE (list_item), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
}

MotusConversation *
motus_conversation_row_get_conversation (MotusConversationRow *self)
{
  g_return_val_if_fail (MOTUS_IS_CONVERSATION_ROW (self), NULL);
  return self->conversation;
}

static void
watch (MotusConversationRow *self, GObject *object, gboolean on)
{
  if (object && on)
    g_signal_connect_swapped (object, "notify", G_CALLBACK (motus_conversation_row_update), self);
  else if (object)
    g_signal_handlers_disconnect_by_data (object, self);
}

static void
watch_all (MotusConversationRow *self, gboolean on)
{
  if (self->conversation == NULL)
    return;
  watch (self, G_OBJECT (self->conversation), on);
  watch (self, (GObject *) motus_conversation_get_contact (self->conversation), on);
}

void
motus_conversation_row_set_conversation (MotusConversationRow *self, MotusConversation *conversation)
{
  g_return_if_fail (MOTUS_IS_CONVERSATION_ROW (self));
  watch_all (self, FALSE);
  g_set_object (&self->conversation, conversation);
  watch_all (self, TRUE);
  motus_conversation_row_update (self);
}

void
motus_conversation_row_set_open (MotusConversationRow *self, gboolean open)
{
  g_return_if_fail (MOTUS_IS_CONVERSATION_ROW (self));
  self->open = open;
  motus_conversation_row_update (self);
}

static void
released_cb (MotusConversationRow *self)
{
  if (self->conversation)
    g_signal_emit (self, opened_signal, 0);
}

static void
motus_conversation_row_dispose (GObject *object)
{
  MotusConversationRow *self = MOTUS_CONVERSATION_ROW (object);
  GtkWidget *child;

  watch_all (self, FALSE);
  g_clear_object (&self->conversation);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (motus_conversation_row_parent_class)->dispose (object);
}

static void
motus_conversation_row_class_init (MotusConversationRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = motus_conversation_row_dispose;
  opened_signal = g_signal_new ("opened", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class, MOTUS_RESOURCE_BASE "/motus-conversation-row.ui");
  gtk_widget_class_bind_template_child (widget_class, MotusConversationRow, avatar);
  gtk_widget_class_bind_template_child (widget_class, MotusConversationRow, dot);
  gtk_widget_class_bind_template_child (widget_class, MotusConversationRow, mark);
  gtk_widget_class_bind_template_child (widget_class, MotusConversationRow, preview);
  gtk_widget_class_bind_template_child (widget_class, MotusConversationRow, time);
  gtk_widget_class_bind_template_child (widget_class, MotusConversationRow, title);
  gtk_widget_class_bind_template_child (widget_class, MotusConversationRow, unread);
  gtk_widget_class_bind_template_callback (widget_class, released_cb);
  gtk_widget_class_set_css_name (widget_class, "conversation");
}

static void
motus_conversation_row_init (MotusConversationRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
motus_conversation_row_new (void)
{
  return g_object_new (MOTUS_TYPE_CONVERSATION_ROW, NULL);
}
