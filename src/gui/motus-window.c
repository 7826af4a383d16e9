/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-window-private.h"

#include "motus-display-text.h"
#include "motus-gui-config.h"

#include <glib/gi18n.h>

G_DEFINE_FINAL_TYPE (MotusWindow, motus_window, ADW_TYPE_APPLICATION_WINDOW)

MotusClient *
motus_window_get_client (MotusWindow *self)
{
  g_return_val_if_fail (MOTUS_IS_WINDOW (self), NULL);
  return self->client;
}

static void
remember (MotusWindow *self, const char *key, const char *value)
{
  if (self->settings)
    g_settings_set_string (self->settings, key, value);
}

void
motus_window_open (MotusWindow *self, MotusConversation *conversation, gboolean go)
{
  motus_conversation_view_set_conversation (self->view, conversation);
  motus_sidebar_set_selected (self->sidebar, conversation);
  if (conversation == NULL)
    return;
  if (go)
    adw_leaflet_set_visible_child (self->leaflet, GTK_WIDGET (self->view));
  remember (self, "last-conversation", motus_conversation_get_id (conversation));
  if (go)
    motus_conversation_view_focus_composer (self->view);
}

/* Opens what was open last, so that the window begins where it was left. */
static void
open_last (MotusWindow *self)
{
  g_autofree char *id = self->settings ? g_settings_get_string (self->settings, "last-conversation") : g_strdup ("");
  MotusConversation *last = NULL;

  if (id[0] == '@')
    last = motus_client_get_conversation (self->client, id + 1);
  else if (id[0] != '\0')
    last = motus_client_get_room (self->client, id);
  motus_window_open (self, last, FALSE);
}

void
motus_window_set_client (MotusWindow *self, MotusClient *client)
{
  g_autofree char *account = NULL;

  g_return_if_fail (MOTUS_IS_WINDOW (self) && MOTUS_IS_CLIENT (client));
  g_set_object (&self->client, client);
  motus_sidebar_set_client (self->sidebar, client);
  motus_conversation_view_set_client (self->view, client);
  motus_window_follow_client (self);
  gtk_stack_set_visible_child_name (self->stack, "panes");
  g_object_get (client, "account", &account, NULL);
  remember (self, "last-account", account ? account : "");
  g_autofree char *title = g_strdup_printf ("Motus · %s", account ? account : "");
  gtk_window_set_title (GTK_WINDOW (self), title);
  open_last (self);
}

/* A link in the hands of somebody who has an account already: it can lead to the person who made it. */
void
motus_window_open_link (MotusWindow *self, const char *link)
{
  g_autofree char *relay = NULL, *inviter = NULL;
  g_autoptr (GError) error = NULL;
  MotusConversation *conversation;

  g_return_if_fail (MOTUS_IS_WINDOW (self));
  if (self->client == NULL)
    {
      motus_window_show_welcome_page (self, link);
      return;
    }
  if (!motus_client_read_link (link, NULL, &relay, &inviter, &error))
    {
      motus_window_tell (self, error->message);
      return;
    }
  conversation = inviter ? motus_client_get_conversation (self->client, inviter) : NULL;
  if (conversation)
    motus_window_open (self, conversation, TRUE);
  else
    motus_window_tell (self, _("This link is for somebody who has no account there yet. You are signed in already."));
}

void
motus_window_tell (MotusWindow *self, const char *sentence)
{
  g_autofree char *shown = motus_display_text (sentence, 300, 3, NULL);
  g_autofree char *escaped = g_markup_escape_text (shown, -1);

  g_return_if_fail (MOTUS_IS_WINDOW (self));
  /* A toast's title is markup. */
  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (escaped));
}

static gboolean
take_folded_cb (gpointer user_data)
{
  MotusWindow *self = user_data;
  gboolean folded = adw_leaflet_get_folded (self->leaflet);

  self->folded_source = 0;
  motus_sidebar_set_folded (self->sidebar, folded);
  motus_conversation_view_set_folded (self->view, folded);
  if (!folded)
    motus_sidebar_set_selected (self->sidebar, motus_conversation_view_get_conversation (self->view));
  return G_SOURCE_REMOVE;
}

/* The leaflet folds while it allocates its children, who must not ask for another size just then: GTK would paint one of them
 * without an allocation. */
static void
folded_cb (MotusWindow *self)
{
  if (self->folded_source == 0)
    self->folded_source = g_idle_add_full (G_PRIORITY_HIGH_IDLE, take_folded_cb, self, NULL);
}

/* Back in the list, nothing is open any more: what comes in is unread. */
static void
visible_child_cb (MotusWindow *self)
{
  gboolean list = adw_leaflet_get_visible_child (self->leaflet) == GTK_WIDGET (self->sidebar);

  if (adw_leaflet_get_folded (self->leaflet) && list && self->client)
    motus_window_open (self, NULL, FALSE);
}

static void
bind_settings (MotusWindow *self)
{
  if (self->settings == NULL)
    return;
  g_settings_bind (self->settings, "window-width", self, "default-width", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "window-height", self, "default-height", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "window-maximized", self, "maximized", G_SETTINGS_BIND_DEFAULT);
}

static void
motus_window_dispose (GObject *object)
{
  MotusWindow *self = MOTUS_WINDOW (object);

  g_clear_handle_id (&self->folded_source, g_source_remove);
  if (self->client)
    g_signal_handlers_disconnect_by_data (self->client, self);
  g_clear_object (&self->client);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->home, g_free);
  G_OBJECT_CLASS (motus_window_parent_class)->dispose (object);
}

static void
motus_window_class_init (MotusWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (MOTUS_TYPE_CONVERSATION_VIEW);
  g_type_ensure (MOTUS_TYPE_SIDEBAR);
  G_OBJECT_CLASS (klass)->dispose = motus_window_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, MOTUS_RESOURCE_BASE "/motus-window.ui");
  gtk_widget_class_bind_template_child (widget_class, MotusWindow, leaflet);
  gtk_widget_class_bind_template_child (widget_class, MotusWindow, sidebar);
  gtk_widget_class_bind_template_child (widget_class, MotusWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, MotusWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, MotusWindow, view);
  gtk_widget_class_bind_template_callback (widget_class, folded_cb);
  gtk_widget_class_bind_template_callback (widget_class, visible_child_cb);
  motus_window_install_actions (widget_class);
}

static void
motus_window_init (MotusWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

MotusWindow *
motus_window_new (MotusApplication *application, const char *home)
{
  MotusWindow *self = g_object_new (MOTUS_TYPE_WINDOW, "application", application, NULL);
  GSettings *settings = motus_application_get_settings (application);

  self->home = g_strdup (home);
  self->settings = settings ? g_object_ref (settings) : NULL;
  bind_settings (self);
  motus_window_show_first_page (self);
  return self;
}
