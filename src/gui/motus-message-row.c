/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-message-row.h"

#include "motus-display-text.h"
#include "motus-gui-config.h"
#include "motus-label.h"
#include "motus-message-text.h"
#include "motus-sender-colour.h"
#include "motus-time-format.h"

#include <adwaita.h>
#include <glib/gi18n.h>

struct _MotusMessageRow {
  GtkWidget parent_instance;

  GtkLabel *day, *notice, *new_label, *sender, *time, *failure;
  GtkWidget *new_line, *line, *column, *bubble_line, *bubble, *meta, *failure_line;
  GtkWidget *unsigned_mark, *private_mark, *retry;
  GtkImage *tick;
  AdwAvatar *avatar;
  MotusMessageText *text;

  MotusTimelineItem *item;
  MotusConversationKind kind;
  char *own_name;
  char *sender_class;
};

G_DEFINE_FINAL_TYPE (MotusMessageRow, motus_message_row, GTK_TYPE_WIDGET)

static guint retry_signal;

static const struct {
  const char *icon, *words;
} ticks[] = {
  [MOTUS_DELIVERY_NONE] = { NULL, NULL },
  [MOTUS_DELIVERY_WAITING] = { "motus-waiting-symbolic", N_("Waiting to be sent") },
  [MOTUS_DELIVERY_SENT] = { "motus-sent-symbolic", N_("Sent: the relay has it") },
  [MOTUS_DELIVERY_DELIVERED] = { "motus-delivered-symbolic", N_("Delivered") },
  [MOTUS_DELIVERY_FAILED] = { NULL, N_("Not sent") },    /* the line below the bubble has the mark */
};

static MotusChatMessage *
get_message (MotusMessageRow *self)
{
  return motus_timeline_item_get_message (self->item);
}

static gboolean
is_private (MotusChatMessage *message)
{
  gboolean value = FALSE;

  g_object_get (message, "private", &value, NULL);
  return value;
}

static void
set_class (GtkWidget *widget, const char *name, gboolean on)
{
  if (on)
    gtk_widget_add_css_class (widget, name);
  else
    gtk_widget_remove_css_class (widget, name);
}

static void
update_lines_before (MotusMessageRow *self)
{
  const MotusTimelineLayout *layout = motus_timeline_item_get_layout (self->item);
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *day = motus_time_format_day (motus_timeline_item_get_time (self->item), now);
  g_autofree char *news = g_strdup_printf (ngettext ("%u new message", "%u new messages", layout->new_messages),
                                           layout->new_messages);

  motus_label_set_text (self->day, day);
  gtk_widget_set_visible (GTK_WIDGET (self->day), layout->starts_day);
  motus_label_set_text (self->new_label, news);
  gtk_widget_set_visible (self->new_line, layout->new_messages > 0);
}

static void
update_sender (MotusMessageRow *self)
{
  MotusChatMessage *message = get_message (self);
  const MotusTimelineLayout *layout = motus_timeline_item_get_layout (self->item);
  const char *name = motus_chat_message_get_sender (message);
  gboolean theirs = !motus_chat_message_is_mine (message);
  gboolean group = self->kind != MOTUS_CONVERSATION_PERSON;
  g_autofree char *shown = motus_display_title (name);

  if (self->sender_class)
    gtk_widget_remove_css_class (GTK_WIDGET (self->sender), self->sender_class);
  g_free (self->sender_class);
  self->sender_class = g_strdup_printf ("sender-%u", motus_sender_colour_index (name));
  gtk_widget_add_css_class (GTK_WIDGET (self->sender), self->sender_class);
  motus_label_set_text (self->sender, shown);
  gtk_widget_set_visible (GTK_WIDGET (self->sender), theirs && layout->starts_group);
  adw_avatar_set_text (self->avatar, name);
  gtk_widget_set_visible (GTK_WIDGET (self->avatar), theirs && group);
  gtk_widget_set_opacity (GTK_WIDGET (self->avatar), layout->starts_group ? 1 : 0);
}

/* Mine stand at the right with their marks before them, those of others at the left with their marks behind. */
static void
update_side (MotusMessageRow *self)
{
  gboolean mine = motus_chat_message_is_mine (get_message (self));

  gtk_widget_set_halign (self->line, mine ? GTK_ALIGN_END : GTK_ALIGN_START);
  gtk_widget_set_halign (self->bubble_line, mine ? GTK_ALIGN_END : GTK_ALIGN_START);
  gtk_box_reorder_child_after (GTK_BOX (self->bubble_line), self->meta, mine ? NULL : self->bubble);
  set_class (self->bubble, "mine", mine);
  set_class (self->bubble, "mention", motus_chat_message_mentions_me (get_message (self)) && !mine);
}

static void
update_delivery (MotusMessageRow *self)
{
  MotusChatMessage *message = get_message (self);
  MotusDelivery delivery = motus_chat_message_get_delivery (message);
  const char *words = delivery < G_N_ELEMENTS (ticks) && ticks[delivery].words ? _(ticks[delivery].words) : "";
  gboolean failed = delivery == MOTUS_DELIVERY_FAILED;
  const char *failure = motus_chat_message_get_failure (message);

  gtk_image_set_from_icon_name (self->tick, delivery < G_N_ELEMENTS (ticks) ? ticks[delivery].icon : NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->tick), *words != '\0' && !failed);
  motus_label_set_tooltip (GTK_WIDGET (self->tick), words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->tick), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  gtk_widget_set_visible (self->failure_line, failed);
  motus_label_set_text (self->failure, failed && failure ? failure : words);
}

static void
update_meta (MotusMessageRow *self)
{
  MotusChatMessage *message = get_message (self);
  GDateTime *time = motus_timeline_item_get_time (self->item);
  gboolean last = motus_timeline_item_get_layout (self->item)->ends_group;
  gboolean is_unsigned = motus_chat_message_get_proof (message) == MOTUS_PROOF_UNSIGNED;
  g_autofree char *clock = motus_time_format_clock (time);
  g_autofree char *full = motus_time_format_full (time);

  motus_label_set_text (self->time, clock);
  gtk_widget_set_visible (GTK_WIDGET (self->time), last);
  gtk_widget_set_visible (self->unsigned_mark, last && is_unsigned && !motus_chat_message_is_mine (message));
  gtk_widget_set_visible (self->private_mark, last && is_private (message));
  motus_label_set_tooltip (self->bubble, full);
  motus_label_set_tooltip (GTK_WIDGET (self->time), full);
}

/* "3 messages from bob are missing" says more than a text, so it looks like a notice with a warning. */
static void
update_notice (MotusMessageRow *self)
{
  MotusChatMessage *message = get_message (self);
  g_autofree char *shown = motus_display_text (motus_chat_message_get_text (message), 400, 6, NULL);

  motus_label_set_text (self->notice, shown);
  set_class (GTK_WIDGET (self->notice), "gap", motus_chat_message_get_kind (message) == MOTUS_CHAT_GAP);
}

static void
update_accessible (MotusMessageRow *self)
{
  GtkWidget *list_item = gtk_widget_get_parent (GTK_WIDGET (self));
  g_autofree char *words = motus_message_row_describe (self);

  if (list_item)
    gtk_accessible_update_property (GTK_ACCESSIBLE (list_item), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
}

static void
update (MotusMessageRow *self)
{
  gboolean is_text = motus_chat_message_get_kind (get_message (self)) == MOTUS_CHAT_TEXT;
  const MotusTimelineLayout *layout = motus_timeline_item_get_layout (self->item);

  gtk_widget_set_visible (self->line, is_text);
  gtk_widget_set_visible (GTK_WIDGET (self->notice), !is_text);
  set_class (GTK_WIDGET (self), "starts-group", is_text && layout->starts_group);
  update_lines_before (self);
  if (is_text)
    {
      update_sender (self);
      update_side (self);
      update_delivery (self);
      update_meta (self);
    }
  else
    update_notice (self);
  update_accessible (self);
}

static void
update_text (MotusMessageRow *self)
{
  MotusChatMessage *message = get_message (self);

  if (motus_chat_message_get_kind (message) == MOTUS_CHAT_TEXT)
    motus_message_text_set (self->text, motus_chat_message_get_text (message), self->own_name);
}

static void
message_changed_cb (MotusMessageRow *self)
{
  update_text (self);
  update (self);
}

static void
retry_cb (MotusMessageRow *self)
{
  if (self->item)
    g_signal_emit (self, retry_signal, 0, get_message (self));
}

char *
motus_message_row_describe (MotusMessageRow *self)
{
  g_return_val_if_fail (MOTUS_IS_MESSAGE_ROW (self) && self->item, NULL);
  MotusChatMessage *message = get_message (self);
  MotusDelivery delivery = motus_chat_message_get_delivery (message);
  g_autofree char *text = motus_display_text (motus_chat_message_get_text (message), 400, 6, NULL);
  g_autofree char *clock = motus_time_format_clock (motus_timeline_item_get_time (self->item));
  g_autofree char *name = motus_display_title (motus_chat_message_get_sender (message));

  if (motus_chat_message_get_kind (message) != MOTUS_CHAT_TEXT)
    return g_steal_pointer (&text);
  if (motus_chat_message_is_mine (message))
    /* Translators: a message of one's own, read aloud: the time, the text, whether it arrived. */
    return g_strdup_printf (_("You, %s: %s. %s"), clock, text, ticks[delivery].words ? _(ticks[delivery].words) : "");
  /* Translators: a message read aloud: the sender, the time, the text. */
  return g_strdup_printf (_("%s, %s: %s"), name, clock, text);
}

void
motus_message_row_bind (MotusMessageRow *self, MotusTimelineItem *item, MotusConversationKind kind, const char *own_name)
{
  g_return_if_fail (MOTUS_IS_MESSAGE_ROW (self));
  motus_message_row_unbind (self);
  self->item = g_object_ref (item);
  self->kind = kind;
  self->own_name = g_strdup (own_name);
  update_text (self);
  update (self);
  set_class (GTK_WIDGET (self), "arriving", motus_timeline_item_take_fresh (item));
  g_signal_connect_swapped (item, "layout-changed", G_CALLBACK (update), self);
  g_signal_connect_swapped (get_message (self), "notify", G_CALLBACK (message_changed_cb), self);
}

void
motus_message_row_unbind (MotusMessageRow *self)
{
  g_return_if_fail (MOTUS_IS_MESSAGE_ROW (self));
  if (self->item)
    {
      g_signal_handlers_disconnect_by_data (self->item, self);
      g_signal_handlers_disconnect_by_data (get_message (self), self);
    }
  g_clear_object (&self->item);
  g_clear_pointer (&self->own_name, g_free);
}

static void
motus_message_row_dispose (GObject *object)
{
  MotusMessageRow *self = MOTUS_MESSAGE_ROW (object);
  GtkWidget *child;

  motus_message_row_unbind (self);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_pointer (&self->sender_class, g_free);
  G_OBJECT_CLASS (motus_message_row_parent_class)->dispose (object);
}

#define BIND(name) gtk_widget_class_bind_template_child (widget_class, MotusMessageRow, name)

static void
bind_children (GtkWidgetClass *widget_class)
{
  BIND (avatar);
  BIND (bubble);
  BIND (bubble_line);
  BIND (column);
  BIND (day);
  BIND (failure);
  BIND (failure_line);
  BIND (line);
  BIND (meta);
  BIND (new_label);
  BIND (new_line);
  BIND (notice);
  BIND (private_mark);
  BIND (retry);
  BIND (sender);
  BIND (text);
  BIND (tick);
  BIND (time);
  BIND (unsigned_mark);
}

static void
motus_message_row_class_init (MotusMessageRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (MOTUS_TYPE_MESSAGE_TEXT);
  G_OBJECT_CLASS (klass)->dispose = motus_message_row_dispose;
  retry_signal = g_signal_new ("retry", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                               G_TYPE_NONE, 1, MOTUS_TYPE_CHAT_MESSAGE);
  gtk_widget_class_set_template_from_resource (widget_class, MOTUS_RESOURCE_BASE "/motus-message-row.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, retry_cb);
  gtk_widget_class_set_css_name (widget_class, "message");
}

static void
motus_message_row_init (MotusMessageRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
motus_message_row_new (void)
{
  return g_object_new (MOTUS_TYPE_MESSAGE_ROW, NULL);
}
