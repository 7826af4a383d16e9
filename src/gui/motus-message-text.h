/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * MotusMessageText:
 *
 * The text of a message: what somebody else wrote, shown as it is. Links that may be opened are links, which the label draws, focuses
 * and offers for copying; mentions are tinted. A long text is cut, with a button that shows the rest.
 */
#define MOTUS_TYPE_MESSAGE_TEXT (motus_message_text_get_type ())
G_DECLARE_FINAL_TYPE (MotusMessageText, motus_message_text, MOTUS, MESSAGE_TEXT, GtkWidget)

GtkWidget *motus_message_text_new (void);

/* @own_name is the account that a mention may name, or NULL. */
void motus_message_text_set (MotusMessageText *self, const char *text, const char *own_name);

/* What the label shows. Owned by the label. */
const char *motus_message_text_get_shown (MotusMessageText *self);

G_END_DECLS
