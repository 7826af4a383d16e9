/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MotusCliEvent:
 *
 * One line of output: a JSON object, {"event":NAME,…}. Characters that a terminal would act on, or
 * that are invisible or reorder their neighbours, are written as \u escapes.
 */
typedef struct _MotusCliEvent MotusCliEvent;

MotusCliEvent *motus_cli_event_new (const char *name);
void motus_cli_event_free (MotusCliEvent *event);

/* Adds a member; a NULL text is null. @text is made valid if it is not UTF-8. */
void motus_cli_event_text (MotusCliEvent *event, const char *key, const char *text);
void motus_cli_event_int (MotusCliEvent *event, const char *key, gint64 value);
void motus_cli_event_bool (MotusCliEvent *event, const char *key, gboolean value);

/* The line, with its line feed; free with g_free(). */
char *motus_cli_event_to_line (const MotusCliEvent *event);
/* Writes the line to standard output at once, and frees the event. */
void motus_cli_event_print (MotusCliEvent *event);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MotusCliEvent, motus_cli_event_free)

G_END_DECLS
