/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "motus-completion.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * MotusCompletionPopover:
 *
 * The list of completions above the composer. It never takes the focus: the composer moves the choice with its own keys. Emits
 * "chosen" when a line is clicked.
 */
#define MOTUS_TYPE_COMPLETION_POPOVER (motus_completion_popover_get_type ())
G_DECLARE_FINAL_TYPE (MotusCompletionPopover, motus_completion_popover, MOTUS, COMPLETION_POPOVER, GtkPopover)

GtkWidget *motus_completion_popover_new (void);

/* Shows @completion, which is taken, or hides if there is nothing to show. */
void motus_completion_popover_offer (MotusCompletionPopover *self, MotusCompletion *completion);

/* Moves the choice down or up. */
void motus_completion_popover_move (MotusCompletionPopover *self, int by);

/* What is shown; NULL if nothing is. Owned by the popover. */
const MotusCompletion *motus_completion_popover_get_completion (MotusCompletionPopover *self);

/* The chosen line; the first one if @or_first and none was chosen; or NULL. Owned by the popover. */
const MotusCompletionItem *motus_completion_popover_get_choice (MotusCompletionPopover *self, gboolean or_first);

G_END_DECLS
