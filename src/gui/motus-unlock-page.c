/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-unlock-page.h"

#include "motus-gui-config.h"
#include "motus-label.h"
#include "motus-password-row.h"

#include <glib/gi18n.h>

struct _MotusUnlockPage {
  AdwBin parent_instance;

  AdwAvatar *avatar;
  GtkLabel *title;
  AdwComboRow *account_row;
  GtkEditable *password_row;
  GtkLabel *error_label;
  GtkWidget *working;
  GtkSpinner *spinner;
  GtkWidget *unlock_button;
  GtkWidget *other_button;

  char *home;
  char **accounts;
  MotusClient *client;          /* while it is being unlocked */
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (MotusUnlockPage, motus_unlock_page, ADW_TYPE_BIN)

enum { DONE, NEW_ACCOUNT, N_SIGNALS };
static guint signals[N_SIGNALS];

static const char *
motus_unlock_page_get_account (MotusUnlockPage *self)
{
  guint selected = adw_combo_row_get_selected (self->account_row);

  return selected < g_strv_length (self->accounts) ? self->accounts[selected] : self->accounts[0];
}

static void
motus_unlock_page_tell (MotusUnlockPage *self, const char *sentence)
{
  motus_label_set_text (self->error_label, sentence != NULL ? sentence : "");
  gtk_widget_set_visible (GTK_WIDGET (self->error_label), sentence != NULL);
  if (sentence != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self->password_row), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->password_row), "error");
}

static void
motus_unlock_page_set_busy (MotusUnlockPage *self, gboolean busy)
{
  gtk_widget_set_visible (self->working, busy);
  gtk_spinner_set_spinning (self->spinner, busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->account_row), !busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->password_row), !busy);
  gtk_widget_set_visible (self->unlock_button, !busy);
  gtk_widget_set_sensitive (self->other_button, !busy);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "unlock.cancel", busy);
  if (!busy)
    gtk_widget_grab_focus (GTK_WIDGET (self->password_row));
}

static void
account_changed_cb (MotusUnlockPage *self)
{
  if (self->accounts == NULL)
    return;

  const char *account = motus_unlock_page_get_account (self);
  g_autofree char *title = g_strdup_printf (_("Welcome back, %s"), account);
  adw_avatar_set_text (self->avatar, account);
  motus_label_set_text (self->title, title);
  gtk_editable_set_text (self->password_row, "");
}

static void
password_changed_cb (MotusUnlockPage *self)
{
  motus_unlock_page_tell (self, NULL);
}

static void
motus_unlock_page_drop_client (MotusUnlockPage *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->client);
}

/* The key file's own messages are not translated; this is the one that people meet. */
static const char *
describe_error (const GError *error)
{
  if (g_strcmp0 (motus_client_error_get_name (error), "E_PASSWORD") == 0)
    return _("The password is wrong. Nothing was changed; try again.");
  return error->message;
}

static void
unlocked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MotusUnlockPage) self = user_data;
  g_autoptr (MotusClient) client = g_object_ref (MOTUS_CLIENT (source));
  g_autoptr (GError) error = NULL;
  gboolean unlocked = motus_client_unlock_finish (client, result, &error);

  if (client != self->client)   /* cancelled meanwhile */
    return;
  g_clear_object (&self->client);
  g_clear_object (&self->cancellable);
  gtk_editable_set_text (self->password_row, "");
  motus_unlock_page_set_busy (self, FALSE);
  if (!unlocked)
    {
      motus_unlock_page_tell (self, describe_error (error));
      return;
    }
  motus_client_connect (client);
  g_signal_emit (self, signals[DONE], 0, client);
}

static void
unlock_cb (MotusUnlockPage *self)
{
  const char *password = gtk_editable_get_text (self->password_row);

  if (self->client != NULL)
    return;
  if (*password == '\0')
    {
      motus_unlock_page_tell (self, _("Type the password of this account."));
      gtk_widget_grab_focus (GTK_WIDGET (self->password_row));
      return;
    }
  self->client = motus_client_new (self->home, motus_unlock_page_get_account (self));
  self->cancellable = g_cancellable_new ();
  motus_client_unlock_async (self->client, password, self->cancellable, unlocked_cb,
                             g_object_ref (self));
  motus_unlock_page_set_busy (self, TRUE);
}

static void
other_cb (MotusUnlockPage *self)
{
  gtk_editable_set_text (self->password_row, "");
  g_signal_emit (self, signals[NEW_ACCOUNT], 0);
}

static void
cancel_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  MotusUnlockPage *self = MOTUS_UNLOCK_PAGE (widget);

  motus_unlock_page_drop_client (self);
  motus_unlock_page_set_busy (self, FALSE);
}

static void
motus_unlock_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (motus_unlock_page_parent_class)->map (widget);
  gtk_widget_grab_focus (GTK_WIDGET (MOTUS_UNLOCK_PAGE (widget)->password_row));
}

static void
motus_unlock_page_dispose (GObject *object)
{
  MotusUnlockPage *self = MOTUS_UNLOCK_PAGE (object);

  motus_unlock_page_drop_client (self);
  g_clear_pointer (&self->home, g_free);
  g_clear_pointer (&self->accounts, g_strfreev);
  G_OBJECT_CLASS (motus_unlock_page_parent_class)->dispose (object);
}

static void
motus_unlock_page_bind (GtkWidgetClass *klass)
{
  gtk_widget_class_bind_template_child (klass, MotusUnlockPage, avatar);
  gtk_widget_class_bind_template_child (klass, MotusUnlockPage, title);
  gtk_widget_class_bind_template_child (klass, MotusUnlockPage, account_row);
  gtk_widget_class_bind_template_child (klass, MotusUnlockPage, password_row);
  gtk_widget_class_bind_template_child (klass, MotusUnlockPage, error_label);
  gtk_widget_class_bind_template_child (klass, MotusUnlockPage, working);
  gtk_widget_class_bind_template_child (klass, MotusUnlockPage, spinner);
  gtk_widget_class_bind_template_child (klass, MotusUnlockPage, unlock_button);
  gtk_widget_class_bind_template_child (klass, MotusUnlockPage, other_button);
  gtk_widget_class_bind_template_callback (klass, account_changed_cb);
  gtk_widget_class_bind_template_callback (klass, password_changed_cb);
  gtk_widget_class_bind_template_callback (klass, unlock_cb);
  gtk_widget_class_bind_template_callback (klass, other_cb);
}

static void
motus_unlock_page_class_init (MotusUnlockPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = motus_unlock_page_dispose;
  widget_class->map = motus_unlock_page_map;

  signals[DONE] = g_signal_new ("done", MOTUS_TYPE_UNLOCK_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, MOTUS_TYPE_CLIENT);
  signals[NEW_ACCOUNT] = g_signal_new ("new-account", MOTUS_TYPE_UNLOCK_PAGE, G_SIGNAL_RUN_LAST, 0,
                                       NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, MOTUS_RESOURCE_BASE "/motus-unlock-page.ui");
  motus_unlock_page_bind (widget_class);
  gtk_widget_class_install_action (widget_class, "unlock.cancel", NULL, cancel_cb);
}

static void
motus_unlock_page_init (MotusUnlockPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "unlock.cancel", FALSE);
  motus_password_row_name_button (GTK_WIDGET (self->password_row));
}

GtkWidget *
motus_unlock_page_new (const char *home, char **accounts)
{
  g_return_val_if_fail (accounts != NULL && accounts[0] != NULL, NULL);

  MotusUnlockPage *self = g_object_new (MOTUS_TYPE_UNLOCK_PAGE, NULL);
  g_autoptr (GtkStringList) names = gtk_string_list_new ((const char *const *) accounts);
  self->home = g_strdup (home);
  self->accounts = g_strdupv (accounts);
  adw_combo_row_set_model (self->account_row, G_LIST_MODEL (names));
  gtk_widget_set_visible (GTK_WIDGET (self->account_row), accounts[1] != NULL);
  account_changed_cb (self);
  return GTK_WIDGET (self);
}
