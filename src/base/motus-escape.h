/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* @text, of @len bytes or NUL-terminated if @len is -1, fit to be printed on a terminal or in a
 * log as part of one line: control characters (C0, DEL, C1), line and paragraph separators,
 * and the characters that reorder text become \u{…}; a backslash becomes \\; bytes that are
 * not UTF-8 become \x…. After @max characters of output an ellipsis ends it. Free with g_free(). */
char *motus_escape (const char *text, gssize len, gsize max);

/* TRUE for a character that is invisible or reorders its neighbours: C0, C1, DEL, bidirectional
 * controls (Unicode UAX #9), zero-width characters, separators of lines and paragraphs, tags. */
gboolean motus_escape_is_hidden (gunichar c);

G_END_DECLS
