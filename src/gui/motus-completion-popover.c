/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-completion-popover.h"

#include "motus-label.h"

#include <glib/gi18n.h>

struct _MotusCompletionPopover {
  GtkPopover parent_instance;

  GtkListBox *list;
  MotusCompletion *completion;
};

G_DEFINE_FINAL_TYPE (MotusCompletionPopover, motus_completion_popover, GTK_TYPE_POPOVER)

static guint chosen_signal;

static void
row_activated_cb (MotusCompletionPopover *self, GtkListBoxRow *row)
{
  gtk_list_box_select_row (self->list, row);
  g_signal_emit (self, chosen_signal, 0);
}

static void
add_label (GtkWidget *box, const char *text, const char *class)
{
  GtkWidget *label = gtk_label_new (NULL);

  motus_label_set_text (GTK_LABEL (label), text);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  if (class)
    gtk_widget_add_css_class (label, class);
  gtk_box_append (GTK_BOX (box), label);
}

static void
add_row (MotusCompletionPopover *self, const MotusCompletionItem *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  add_label (box, item->word, NULL);
  if (item->hint)
    add_label (box, item->hint, "dim-label");
  gtk_list_box_append (self->list, box);
}

static void
clear (MotusCompletionPopover *self)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, row);
  g_clear_pointer (&self->completion, motus_completion_free);
}

void
motus_completion_popover_offer (MotusCompletionPopover *self, MotusCompletion *completion)
{
  g_return_if_fail (MOTUS_IS_COMPLETION_POPOVER (self));
  clear (self);
  if (completion == NULL || completion->items->len == 0)
    {
      motus_completion_free (completion);
      gtk_popover_popdown (GTK_POPOVER (self));
      return;
    }
  self->completion = completion;
  for (guint i = 0; i < completion->items->len; i++)
    add_row (self, g_ptr_array_index (completion->items, i));
  gtk_list_box_unselect_all (self->list);
  gtk_popover_popup (GTK_POPOVER (self));
}

void
motus_completion_popover_move (MotusCompletionPopover *self, int by)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);
  int count = self->completion ? (int) self->completion->items->len : 0;
  int from = row ? gtk_list_box_row_get_index (row) : by > 0 ? -1 : count;

  if (count > 0)
    gtk_list_box_select_row (self->list, gtk_list_box_get_row_at_index (self->list, (from + by + count) % count));
}

const MotusCompletion *
motus_completion_popover_get_completion (MotusCompletionPopover *self)
{
  return gtk_widget_get_visible (GTK_WIDGET (self)) ? self->completion : NULL;
}

const MotusCompletionItem *
motus_completion_popover_get_choice (MotusCompletionPopover *self, gboolean or_first)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);

  if (motus_completion_popover_get_completion (self) == NULL || (row == NULL && !or_first))
    return NULL;
  return g_ptr_array_index (self->completion->items, row ? gtk_list_box_row_get_index (row) : 0);
}

static void
motus_completion_popover_finalize (GObject *object)
{
  g_clear_pointer (&MOTUS_COMPLETION_POPOVER (object)->completion, motus_completion_free);
  G_OBJECT_CLASS (motus_completion_popover_parent_class)->finalize (object);
}

static void
motus_completion_popover_class_init (MotusCompletionPopoverClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = motus_completion_popover_finalize;
  chosen_signal = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 0);
}

static void
motus_completion_popover_init (MotusCompletionPopover *self)
{
  GtkPopover *popover = GTK_POPOVER (self);

  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_widget_set_can_focus (GTK_WIDGET (self), FALSE);
  gtk_widget_add_css_class (GTK_WIDGET (self), "menu");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Completions"), -1);
  gtk_popover_set_autohide (popover, FALSE);
  gtk_popover_set_has_arrow (popover, FALSE);
  gtk_popover_set_position (popover, GTK_POS_TOP);
  gtk_popover_set_child (popover, GTK_WIDGET (self->list));
  gtk_widget_set_halign (GTK_WIDGET (self), GTK_ALIGN_START);
  g_signal_connect_swapped (self->list, "row-activated", G_CALLBACK (row_activated_cb), self);
}

GtkWidget *
motus_completion_popover_new (void)
{
  return g_object_new (MOTUS_TYPE_COMPLETION_POPOVER, NULL);
}
