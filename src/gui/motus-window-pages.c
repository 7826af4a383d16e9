/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-window-private.h"

#include "motus-unlock-page.h"
#include "motus-welcome-page.h"

static void
show_page (MotusWindow *self, GtkWidget *page, const char *name)
{
  GtkWidget *old = gtk_stack_get_child_by_name (self->stack, name);

  if (old)
    gtk_stack_remove (self->stack, old);
  gtk_stack_add_named (self->stack, page, name);
  gtk_stack_set_visible_child (self->stack, page);
}

/* A page that has done its work still has a password in its entries: it goes. */
static void
drop_pages (MotusWindow *self)
{
  static const char *const names[] = { "welcome", "unlock" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      GtkWidget *page = gtk_stack_get_child_by_name (self->stack, names[i]);
      if (page)
        gtk_stack_remove (self->stack, page);
    }
}

static gboolean
drop_pages_cb (gpointer user_data)
{
  g_autoptr (MotusWindow) self = user_data;

  drop_pages (self);
  return G_SOURCE_REMOVE;
}

static void
done_cb (MotusWindow *self, MotusClient *client)
{
  MotusConnectionState state;

  motus_window_set_client (self, client);
  g_object_get (client, "state", &state, NULL);
  if (state == MOTUS_CONNECTION_OFFLINE)
    motus_client_connect (client);
  g_idle_add (drop_pages_cb, g_object_ref (self));
}

static void
left_cb (MotusWindow *self)
{
  motus_window_show_first_page (self);
}

void
motus_window_show_welcome_page (MotusWindow *self, const char *link)
{
  g_auto (GStrv) accounts = motus_client_list_accounts (self->home);
  GtkWidget *page = gtk_stack_get_child_by_name (self->stack, "welcome");

  if (page == NULL)
    {
      page = motus_welcome_page_new (self->home);
      g_signal_connect_object (page, "done", G_CALLBACK (done_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (page, "left", G_CALLBACK (left_cb), self, G_CONNECT_SWAPPED);
      motus_welcome_page_set_leavable (MOTUS_WELCOME_PAGE (page), accounts != NULL && accounts[0] != NULL);
      show_page (self, page, "welcome");
    }
  gtk_stack_set_visible_child (self->stack, page);
  if (link)
    motus_welcome_page_set_link (MOTUS_WELCOME_PAGE (page), link);
}

static void
new_account_cb (MotusWindow *self)
{
  motus_window_show_welcome_page (self, NULL);
}

/* The account that was used last comes first. */
static void
put_first (char **accounts, const char *name)
{
  for (gsize i = 0; accounts[i]; i++)
    if (g_str_equal (accounts[i], name))
      {
        char *first = accounts[i];
        memmove (accounts + 1, accounts, i * sizeof (char *));
        accounts[0] = first;
        return;
      }
}

void
motus_window_show_first_page (MotusWindow *self)
{
  g_auto (GStrv) accounts = motus_client_list_accounts (self->home);
  g_autofree char *last = self->settings ? g_settings_get_string (self->settings, "last-account") : g_strdup ("");
  GtkWidget *page;

  if (accounts == NULL || accounts[0] == NULL)
    {
      motus_window_show_welcome_page (self, NULL);
      return;
    }
  put_first (accounts, last);
  page = motus_unlock_page_new (self->home, accounts);
  g_signal_connect_object (page, "done", G_CALLBACK (done_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (page, "new-account", G_CALLBACK (new_account_cb), self, G_CONNECT_SWAPPED);
  show_page (self, page, "unlock");
}
