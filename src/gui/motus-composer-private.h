/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "motus-completion-popover.h"
#include "motus-composer.h"

G_BEGIN_DECLS

struct _MotusComposer {
  GtkWidget parent_instance;

  GtkLabel *hint, *placeholder;
  GtkScrolledWindow *scroller;
  GtkTextView *view;
  GtkWidget *frame, *send;
  GtkMenuButton *emoji;
  MotusCompletionPopover *completions;
  GtkTextBuffer *buffer;        /* of the view */

  MotusConversation *conversation;
  GListModel *names;
  guint draft_source;
  gboolean loading;             /* the text is being set by the program */
  gboolean composing;           /* an input method has something unfinished: keys are its own */
  int recalled;                 /* how many of one's own texts back the shown one is; 0: none of them */
};

/* motus-composer-keys.c: what keys mean, and completions. */
void motus_composer_add_keys (MotusComposer *self);
void motus_composer_update_completions (MotusComposer *self);

/* Emits "submit" unless there is nothing to send, or too much. */
void motus_composer_submit (MotusComposer *self);

G_END_DECLS
