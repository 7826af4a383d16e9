/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "motus-conversation.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * MotusComposer:
 *
 * Where a text is written. Keeps what was not sent as the conversation's draft. Emits "submit" (const char *) when the person
 * wants it gone; whoever takes it calls motus_composer_clear().
 */
#define MOTUS_TYPE_COMPOSER (motus_composer_get_type ())
G_DECLARE_FINAL_TYPE (MotusComposer, motus_composer, MOTUS, COMPOSER, GtkWidget)

/* Writes to @conversation (may be NULL); its draft is shown. @names gives the names to complete: a #GListModel of #MotusContact. */
void motus_composer_set_conversation (MotusComposer *self, MotusConversation *conversation, GListModel *names);

/* What is written now. Free with g_free(). */
char *motus_composer_get_text (MotusComposer *self);
void motus_composer_set_text (MotusComposer *self, const char *text);
/* The text was taken. */
void motus_composer_clear (MotusComposer *self);

/* Says what is wrong with the text, above it, until it changes. */
void motus_composer_complain (MotusComposer *self, const char *sentence);
/* Shows what can be typed here. */
void motus_composer_show_help (MotusComposer *self);

void motus_composer_grab_focus (MotusComposer *self);

G_END_DECLS
