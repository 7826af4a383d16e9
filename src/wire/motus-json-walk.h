/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Reads JSON that motus_json_guard_check() has passed, in place and without allocating. Nothing
 * here checks anything again: other text must not come here. */

/**
 * MotusJsonMember:
 * @name: what stands between the quotes, still escaped; NULL for an element of an array
 * @value: the value as it is written, quotes or brackets included
 *
 * A member of an object or an element of an array. Its kind shows in the value's first character.
 */
typedef struct {
  const char *name;
  gsize name_len;
  const char *value;
  gsize value_len;
} MotusJsonMember;

/* A place inside an object or array; a value on the stack. */
typedef struct {
  /*< private >*/
  const char *at;
} MotusJsonWalk;

/* Starts at the first member of @value, which is an object or an array. */
void motus_json_walk_init (MotusJsonWalk *walk, const char *value);
/* The next member, or FALSE after the last. */
gboolean motus_json_walk_next (MotusJsonWalk *walk, MotusJsonMember *member);

/* The character at *@at, which points into a string, an escape or a pair of escapes counting as
 * the character it stands for. Moves *@at behind it. */
gunichar motus_json_next_char (const char **at);

/* Writes what the @len escaped bytes at @text stand for to @out, which has room for @len + 1 bytes,
 * and a NUL. Gives the number of bytes without the NUL. */
gsize motus_json_unescape (const char *text, gsize len, char *out);

/* Whether the @len escaped bytes at @text stand for the ASCII text @plain. */
gboolean motus_json_text_equal (const char *text, gsize len, const char *plain);

/* The integer written at @value. */
gint64 motus_json_integer (const char *value);

G_END_DECLS
