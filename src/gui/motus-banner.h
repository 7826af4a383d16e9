/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * MotusBanner:
 *
 * Something to decide, in the conversation it concerns: a heading, a sentence, and two buttons. Emits "primary" and
 * "secondary" when one of them is pressed.
 */
#define MOTUS_TYPE_BANNER (motus_banner_get_type ())
G_DECLARE_FINAL_TYPE (MotusBanner, motus_banner, MOTUS, BANNER, GtkWidget)

/* @warning: amber, for something that is not as it should be. @secondary may be NULL. */
GtkWidget *motus_banner_new (gboolean warning, const char *heading, const char *sentence, const char *primary, const char *secondary);

/* The banner that stands for @key (a name its owner gave it); NULL if it has none. */
void motus_banner_set_key (MotusBanner *self, const char *key);
const char *motus_banner_get_key (MotusBanner *self);

/* Greys the buttons out while an answer is on its way. */
void motus_banner_set_busy (MotusBanner *self, gboolean busy);

G_END_DECLS
