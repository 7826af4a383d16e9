/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-invite-dialog.h"

#include "motus-gui-config.h"
#include "motus-label.h"

#include <glib/gi18n.h>

struct _MotusInviteDialog {
  AdwWindow parent_instance;

  GtkStack *pages;
  GtkSpinner *spinner;
  GtkEditable *link_row;
  GtkButton *copy_button;
  GtkLabel *error_label;
  GtkWidget *retry_button;

  MotusClient *client;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (MotusInviteDialog, motus_invite_dialog, ADW_TYPE_WINDOW)

static void
motus_invite_dialog_show_link (MotusInviteDialog *self, const char *link)
{
  gtk_editable_set_text (self->link_row, link);
  gtk_stack_set_visible_child_name (self->pages, "link");
  gtk_widget_grab_focus (GTK_WIDGET (self->copy_button));
}

static void
motus_invite_dialog_show_error (MotusInviteDialog *self, const char *sentence)
{
  motus_label_set_text (self->error_label, sentence);
  gtk_stack_set_visible_child_name (self->pages, "error");
  gtk_widget_grab_focus (self->retry_button);
}

static void
made_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MotusInviteDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *link = motus_client_make_link_finish (MOTUS_CLIENT (source), result, &error);

  if (self->client == NULL)     /* closed meanwhile */
    return;
  gtk_spinner_stop (self->spinner);
  if (link != NULL)
    motus_invite_dialog_show_link (self, link);
  else
    motus_invite_dialog_show_error (self, error->message);
}

static void
make_cb (MotusInviteDialog *self)
{
  gtk_stack_set_visible_child_name (self->pages, "working");
  gtk_spinner_start (self->spinner);
  motus_client_make_link_async (self->client, self->cancellable, made_cb, g_object_ref (self));
}

static void
copy_cb (MotusInviteDialog *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)),
                          gtk_editable_get_text (self->link_row));
  gtk_button_set_label (self->copy_button, _("Copied"));
}

static void
motus_invite_dialog_dispose (GObject *object)
{
  MotusInviteDialog *self = MOTUS_INVITE_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->client);
  G_OBJECT_CLASS (motus_invite_dialog_parent_class)->dispose (object);
}

static void
motus_invite_dialog_class_init (MotusInviteDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = motus_invite_dialog_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, MOTUS_RESOURCE_BASE "/motus-invite-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, MotusInviteDialog, pages);
  gtk_widget_class_bind_template_child (widget_class, MotusInviteDialog, spinner);
  gtk_widget_class_bind_template_child (widget_class, MotusInviteDialog, link_row);
  gtk_widget_class_bind_template_child (widget_class, MotusInviteDialog, copy_button);
  gtk_widget_class_bind_template_child (widget_class, MotusInviteDialog, error_label);
  gtk_widget_class_bind_template_child (widget_class, MotusInviteDialog, retry_button);
  gtk_widget_class_bind_template_callback (widget_class, make_cb);
  gtk_widget_class_bind_template_callback (widget_class, copy_cb);
}

static void
motus_invite_dialog_init (MotusInviteDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
}

void
motus_invite_dialog_present (GtkWindow *parent, MotusClient *client)
{
  MotusInviteDialog *self = g_object_new (MOTUS_TYPE_INVITE_DIALOG, "transient-for", parent, NULL);

  self->client = g_object_ref (client);
  make_cb (self);
  gtk_window_present (GTK_WINDOW (self));
}
