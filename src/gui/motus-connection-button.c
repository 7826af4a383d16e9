/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-connection-button.h"

#include "motus-connection-words.h"
#include "motus-gui-config.h"
#include "motus-label.h"

struct _MotusConnectionButton {
  GtkWidget parent_instance;

  GtkButton *button;
  GtkStack *dot_stack;
  GtkWidget *dot;
  GtkSpinner *spinner;
  GtkLabel *brief, *relay, *heading, *meaning;
  GtkPopover *popover;
  GtkButton *action, *refuse;

  MotusClient *client;
  MotusConnectionDo what;
  const char *style;            /* of the dot */
};

G_DEFINE_FINAL_TYPE (MotusConnectionButton, motus_connection_button, GTK_TYPE_WIDGET)

static void
show_dot (MotusConnectionButton *self, const MotusConnectionWords *words)
{
  if (self->style)
    gtk_widget_remove_css_class (self->dot, self->style);
  self->style = words->style;
  gtk_widget_add_css_class (self->dot, self->style);
  gtk_stack_set_visible_child (self->dot_stack, words->busy ? GTK_WIDGET (self->spinner) : self->dot);
  gtk_spinner_set_spinning (self->spinner, words->busy);
}

static void
show_words (MotusConnectionButton *self, const MotusConnectionWords *words, const char *relay)
{
  gboolean alarm = g_str_equal (words->style, "error") || g_str_equal (words->style, "warning");

  motus_label_set_text (self->brief, words->brief);
  motus_label_set_text (self->relay, relay && words->what == MOTUS_CONNECTION_DO_DISCONNECT ? relay : "");
  motus_label_set_text (self->heading, words->brief);
  motus_label_set_text (self->meaning, words->meaning);
  gtk_button_set_label (self->action, words->action);
  gtk_widget_set_visible (GTK_WIDGET (self->refuse), words->what == MOTUS_CONNECTION_DO_TRUST);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, words->brief, -1);
  if (alarm)
    gtk_widget_add_css_class (GTK_WIDGET (self->brief), words->style);
}

static void
update (MotusConnectionButton *self)
{
  g_autofree char *relay = NULL, *relay_words = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (MotusConnectionWords) words = { 0 };
  MotusConnectionState state;
  guint retry_in;

  g_object_get (self->client, "state", &state, "relay", &relay, "retry-in", &retry_in, "status-error", &error,
                "relay-words", &relay_words, NULL);
  motus_connection_words_init (&words, state, relay, retry_in, error, relay_words);
  self->what = words.what;
  gtk_widget_remove_css_class (GTK_WIDGET (self->brief), "error");
  gtk_widget_remove_css_class (GTK_WIDGET (self->brief), "warning");
  show_dot (self, &words);
  show_words (self, &words, relay);
}

static void
action_cb (MotusConnectionButton *self)
{
  if (self->what == MOTUS_CONNECTION_DO_CONNECT)
    motus_client_connect (self->client);
  else if (self->what == MOTUS_CONNECTION_DO_DISCONNECT)
    motus_client_disconnect (self->client);
  else if (self->what == MOTUS_CONNECTION_DO_TRUST)
    motus_client_answer_relay (self->client, TRUE);
  gtk_popover_popdown (self->popover);
}

static void
refuse_cb (MotusConnectionButton *self)
{
  motus_client_answer_relay (self->client, FALSE);
  gtk_popover_popdown (self->popover);
}

void
motus_connection_button_set_client (MotusConnectionButton *self, MotusClient *client)
{
  g_return_if_fail (MOTUS_IS_CONNECTION_BUTTON (self));
  if (self->client)
    g_signal_handlers_disconnect_by_data (self->client, self);
  g_set_object (&self->client, client);
  if (client == NULL)
    return;
  g_signal_connect_object (client, "notify::state", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (client, "notify::status-error", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (client, "notify::retry-in", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (client, "notify::relay", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (client, "notify::relay-words", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

static void
motus_connection_button_dispose (GObject *object)
{
  MotusConnectionButton *self = MOTUS_CONNECTION_BUTTON (object);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->client);
  G_OBJECT_CLASS (motus_connection_button_parent_class)->dispose (object);
}

#define BIND(name) gtk_widget_class_bind_template_child (widget_class, MotusConnectionButton, name)

static void
motus_connection_button_class_init (MotusConnectionButtonClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = motus_connection_button_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, MOTUS_RESOURCE_BASE "/motus-connection-button.ui");
  BIND (action);
  BIND (brief);
  BIND (button);
  BIND (dot);
  BIND (dot_stack);
  BIND (heading);
  BIND (meaning);
  BIND (popover);
  BIND (refuse);
  BIND (relay);
  BIND (spinner);
  gtk_widget_class_bind_template_callback (widget_class, action_cb);
  gtk_widget_class_bind_template_callback (widget_class, gtk_popover_popup);
  gtk_widget_class_bind_template_callback (widget_class, refuse_cb);
}

static void
motus_connection_button_init (MotusConnectionButton *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
