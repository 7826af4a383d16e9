/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define MOTUS_TYPE_DRAFT_BUFFER (motus_draft_buffer_get_type ())
G_DECLARE_FINAL_TYPE (MotusDraftBuffer, motus_draft_buffer, MOTUS, DRAFT_BUFFER, GtkTextBuffer)

/* A text buffer in which, whichever way a text comes into it, nothing stands that Pango aborts on: it parts what must not meet, and
 * keeps it parted when something between is deleted. */

/* The text without what the buffer put into it. Free with g_free(). */
char *motus_draft_buffer_get_text (MotusDraftBuffer *self);

G_END_DECLS
