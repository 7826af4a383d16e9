/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The kinds of docs/protocol.md, "Kinds of field", and what each of them takes. */

#define MOTUS_INTEGER_MAX ((G_GINT64_CONSTANT (1) << 53) - 1)
#define MOTUS_TAG_MAX 64

typedef enum {
  MOTUS_FIELD_NAME,
  MOTUS_FIELD_ID,
  MOTUS_FIELD_TAG,
  MOTUS_FIELD_TEXT,
  MOTUS_FIELD_CHARS,
  MOTUS_FIELD_WORD,
  MOTUS_FIELD_INT,
  MOTUS_FIELD_BOOL,
  MOTUS_FIELD_BYTES,
  MOTUS_FIELD_NAMES,
  MOTUS_FIELD_INTS,
  MOTUS_FIELD_KEYS,
  MOTUS_FIELD_CHANGES,
  MOTUS_FIELD_LIMITS,
} MotusFieldKind;

/**
 * MotusMessageField:
 * @required: whether every message of the type has it
 * @min, @max: of an integer or of each of several; the size in bytes of a text and of what base64
 *   stands for, also in keys
 * @count: the most elements or members of a list; all but keys and limits have at least one
 * @words: ends with NULL
 */
typedef struct {
  const char *name;
  MotusFieldKind kind;
  gboolean required;
  gint64 min, max;
  gsize count;
  const char *const *words;
} MotusMessageField;

/* Whether the field's value is a string, an integer, or a list of some kind. */
gboolean motus_message_field_is_text (const MotusMessageField *field);
gboolean motus_message_field_is_list (const MotusMessageField *field);

/* Whether the field's value may be the @len bytes of UTF-8 at @text, which hold no NUL and end
 * with one. For keys: whether one of its values may be. */
gboolean motus_message_field_takes_text (const MotusMessageField *field, const char *text,
                                         gsize len);
gboolean motus_message_field_takes_int (const MotusMessageField *field, gint64 value);
/* Whether the field's value, or that of a key, may be @len bytes. */
gboolean motus_message_field_takes_bytes (const MotusMessageField *field, gsize len);

/* TRUE for what a request may be called: 1 to MOTUS_TAG_MAX of A-Z a-z 0-9 _ -. */
gboolean motus_tag_is_valid (const char *text, gsize len);

G_END_DECLS
