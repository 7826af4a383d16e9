/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-verify-dialog.h"

#include "motus-code-grid.h"
#include "motus-gui-config.h"
#include "motus-label.h"

#include <glib/gi18n.h>

#define COLUMNS 3

struct _MotusVerifyDialog {
  AdwWindow parent_instance;

  GtkStack *pages;
  GtkLabel *title;
  GtkLabel *warning;
  GtkLabel *hint;
  GtkWidget *codes;
  MotusCodeGrid *number;
  GtkWidget *verdict;
  AdwStatusPage *outcome;
  GtkWidget *close_button;

  MotusClient *client;
  MotusContact *contact;
  char *shown;                  /* the number on the screen */
};

G_DEFINE_FINAL_TYPE (MotusVerifyDialog, motus_verify_dialog, ADW_TYPE_WINDOW)

static char *
describe_hint (const char *name, const char *number)
{
  if (number == NULL)
    return g_strdup_printf (_("There is no key of %s yet. It comes when %s signs in for the first time."), name, name);
  return g_strdup_printf (_("Meet or call %s, open the same page on both computers, and read the numbers to each other. They must be equal, all twelve groups."), name);
}

static void
motus_verify_dialog_warn (MotusVerifyDialog *self, const char *sentence)
{
  motus_label_set_text (self->warning, sentence != NULL ? sentence : "");
  gtk_widget_set_visible (GTK_WIDGET (self->warning), sentence != NULL);
}

static char *
describe_change (MotusContact *contact)
{
  const char *name = motus_contact_get_name (contact);

  if (motus_contact_get_trust (contact) != MOTUS_TRUST_CHANGED)
    return NULL;
  return g_strdup_printf (_("%s’s key has changed. Either %s reinstalled Motus, or somebody is pretending to be %s."), name, name, name);
}

static void
motus_verify_dialog_update (MotusVerifyDialog *self)
{
  const char *name = motus_contact_get_name (self->contact);
  char *number = motus_client_get_safety_number (self->client, self->contact);
  g_autofree char *title = motus_contact_get_trust (self->contact) == MOTUS_TRUST_VERIFIED
                             ? g_strdup_printf (_("%s is verified"), name)
                             : g_strdup_printf (_("Verify %s"), name);
  g_autofree char *hint = describe_hint (name, number);
  g_autofree char *change = describe_change (self->contact);

  g_free (self->shown);
  self->shown = number;
  gtk_window_set_title (GTK_WINDOW (self), title);
  motus_label_set_text (self->title, title);
  motus_label_set_text (self->hint, hint);
  motus_verify_dialog_warn (self, change);
  gtk_widget_set_visible (self->codes, number != NULL);
  gtk_widget_set_visible (self->verdict, number != NULL);
  if (number != NULL)
    motus_code_grid_set_code (self->number, number, COLUMNS);
}

/* A number that somebody may be reading aloud stays on the screen until they say that it matches. */
static void
contact_changed_cb (MotusVerifyDialog *self)
{
  g_autofree char *now = motus_client_get_safety_number (self->client, self->contact);

  if (self->shown == NULL || g_strcmp0 (now, self->shown) == 0)
    motus_verify_dialog_update (self);
}

/* What is shown is what is marked, and not a key that came meanwhile. */
static void
match_cb (MotusVerifyDialog *self)
{
  g_autofree char *now = motus_client_get_safety_number (self->client, self->contact);

  if (g_strcmp0 (now, self->shown) != 0)
    {
      motus_verify_dialog_update (self);
      motus_verify_dialog_warn (self, _("The key changed while you compared. These are the numbers of the new key: compare once more."));
      return;
    }
  motus_client_mark_verified (self->client, self->contact, TRUE);
  gtk_window_close (GTK_WINDOW (self));
}

static void
differ_cb (MotusVerifyDialog *self)
{
  const char *name = motus_contact_get_name (self->contact);
  g_autofree char *sentence = g_strdup_printf (_("Either you looked at different people’s pages, or somebody stands between you and %s and can read what you write. Motus does not call %s verified. Write nothing secret here; meet, and compare again."), name, name);

  if (motus_contact_get_trust (self->contact) == MOTUS_TRUST_VERIFIED)
    motus_client_mark_verified (self->client, self->contact, FALSE);
  adw_status_page_set_icon_name (self->outcome, "dialog-warning-symbolic");
  adw_status_page_set_title (self->outcome, _("The numbers differ"));
  adw_status_page_set_description (self->outcome, sentence);
  gtk_stack_set_visible_child_name (self->pages, "verdict");
  gtk_widget_grab_focus (self->close_button);
}

static void
motus_verify_dialog_dispose (GObject *object)
{
  MotusVerifyDialog *self = MOTUS_VERIFY_DIALOG (object);

  g_clear_object (&self->client);
  g_clear_object (&self->contact);
  g_clear_pointer (&self->shown, g_free);
  G_OBJECT_CLASS (motus_verify_dialog_parent_class)->dispose (object);
}

static void
motus_verify_dialog_class_init (MotusVerifyDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = motus_verify_dialog_dispose;
  g_type_ensure (MOTUS_TYPE_CODE_GRID);
  gtk_widget_class_set_template_from_resource (widget_class, MOTUS_RESOURCE_BASE "/motus-verify-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, MotusVerifyDialog, pages);
  gtk_widget_class_bind_template_child (widget_class, MotusVerifyDialog, title);
  gtk_widget_class_bind_template_child (widget_class, MotusVerifyDialog, warning);
  gtk_widget_class_bind_template_child (widget_class, MotusVerifyDialog, hint);
  gtk_widget_class_bind_template_child (widget_class, MotusVerifyDialog, codes);
  gtk_widget_class_bind_template_child (widget_class, MotusVerifyDialog, number);
  gtk_widget_class_bind_template_child (widget_class, MotusVerifyDialog, verdict);
  gtk_widget_class_bind_template_child (widget_class, MotusVerifyDialog, outcome);
  gtk_widget_class_bind_template_child (widget_class, MotusVerifyDialog, close_button);
  gtk_widget_class_bind_template_callback (widget_class, match_cb);
  gtk_widget_class_bind_template_callback (widget_class, differ_cb);
}

static void
motus_verify_dialog_init (MotusVerifyDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
motus_verify_dialog_present (GtkWindow *parent, MotusClient *client, MotusContact *contact)
{
  MotusVerifyDialog *self = g_object_new (MOTUS_TYPE_VERIFY_DIALOG, "transient-for", parent, NULL);

  self->client = g_object_ref (client);
  self->contact = g_object_ref (contact);
  g_signal_connect_object (contact, "notify", G_CALLBACK (contact_changed_cb), self,
                           G_CONNECT_SWAPPED);
  motus_verify_dialog_update (self);
  gtk_window_present (GTK_WINDOW (self));
}
