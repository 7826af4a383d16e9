/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-message-private.h"

#include "motus-base64.h"
#include "motus-name.h"

#include <string.h>

/* A value that the field does not take may come from a person or a file: it is kept out and
 * motus_message_encode() reports it. A wrong field or kind is a mistake of the program. */

#define TEXTS_CHUNK 2048

static const char *
keep (MotusMessage *message, const char *text)
{
  if (message->texts == NULL)
    message->texts = g_string_chunk_new (TEXTS_CHUNK);
  return g_string_chunk_insert (message->texts, text);
}

static const MotusMessageField *
field_of (const MotusMessage *message, const char *name, MotusFieldKind kind)
{
  const MotusMessageField *field
      = &message->schema->fields[motus_message_place (message, name)];
  g_assert (field->kind == kind);
  return field;
}

/* The value to be set, or NULL if @taken is not TRUE. */
static MotusMessageValue *
open_value (MotusMessage *message, const MotusMessageField *field, gboolean taken)
{
  if (!taken)
    {
      message->refused = field;
      return NULL;
    }
  MotusMessageValue *value = &message->values[field - message->schema->fields];
  value->present = TRUE;
  return value;
}

/* The same for one more element. */
static MotusMessageItem *
open_item (MotusMessage *message, const MotusMessageField *field, gboolean taken)
{
  MotusMessageValue *value = &message->values[field - message->schema->fields];
  taken = taken && motus_message_value_count (value) < field->count;
  value = open_value (message, field, taken);
  return value != NULL ? motus_message_value_add (value) : NULL;
}

/* All kinds but text are ASCII, which looking at them shows. */
static gboolean
takes (const MotusMessageField *field, const char *text)
{
  gsize len = strlen (text);
  return (field->kind != MOTUS_FIELD_TEXT || g_utf8_validate (text, (gssize) len, NULL))
         && motus_message_field_takes_text (field, text, len);
}

void
motus_message_set_text (MotusMessage *message, const char *name, const char *text)
{
  const MotusMessageField *field
      = &message->schema->fields[motus_message_place (message, name)];
  g_assert (motus_message_field_is_text (field));

  MotusMessageValue *value = open_value (message, field, takes (field, text));
  if (value != NULL)
    value->text = keep (message, text);
}

void
motus_message_set_int (MotusMessage *message, const char *name, gint64 integer)
{
  const MotusMessageField *field = field_of (message, name, MOTUS_FIELD_INT);
  MotusMessageValue *value
      = open_value (message, field, motus_message_field_takes_int (field, integer));
  if (value != NULL)
    value->integer = integer;
}

void
motus_message_set_bool (MotusMessage *message, const char *name, gboolean truth)
{
  const MotusMessageField *field = field_of (message, name, MOTUS_FIELD_BOOL);
  open_value (message, field, TRUE)->integer = truth ? 1 : 0;
}

void
motus_message_set_bytes (MotusMessage *message, const char *name, const void *data, gsize len)
{
  const MotusMessageField *field = field_of (message, name, MOTUS_FIELD_BYTES);
  MotusMessageValue *value
      = open_value (message, field, motus_message_field_takes_bytes (field, len));
  if (value == NULL)
    return;
  g_autofree char *text = motus_base64_encode (data, len);
  value->text = keep (message, text);
}

void
motus_message_add_name (MotusMessage *message, const char *name, const char *element)
{
  const MotusMessageField *field = field_of (message, name, MOTUS_FIELD_NAMES);
  MotusMessageItem *item = open_item (message, field, takes (field, element));
  if (item != NULL)
    item->name = keep (message, element);
}

void
motus_message_add_int (MotusMessage *message, const char *name, gint64 element)
{
  const MotusMessageField *field = field_of (message, name, MOTUS_FIELD_INTS);
  MotusMessageItem *item
      = open_item (message, field, motus_message_field_takes_int (field, element));
  if (item != NULL)
    item->integer = element;
}

static void
add_key (MotusMessage *message, const MotusMessageField *field, const char *name, const char *text,
         gboolean taken)
{
  MotusMessageItem *item = open_item (message, field, taken && motus_name_is_valid (name));
  if (item == NULL)
    return;
  item->name = keep (message, name);
  item->text = keep (message, text);
}

void
motus_message_add_key (MotusMessage *message, const char *name, const char *member,
                       const void *data, gsize len)
{
  const MotusMessageField *field = field_of (message, name, MOTUS_FIELD_KEYS);
  g_autofree char *text = motus_base64_encode (data, len);
  add_key (message, field, member, text, motus_message_field_takes_bytes (field, len));
}

void
motus_message_add_key_text (MotusMessage *message, const char *name, const char *member,
                            const char *text)
{
  const MotusMessageField *field = field_of (message, name, MOTUS_FIELD_KEYS);
  add_key (message, field, member, text, takes (field, text));
}

void
motus_message_add_limit (MotusMessage *message, const char *name, const char *member, gint64 limit)
{
  const MotusMessageField *field = field_of (message, name, MOTUS_FIELD_LIMITS);
  MotusMessageItem *item
      = open_item (message, field,
                   takes (field, member) && motus_message_field_takes_int (field, limit));
  if (item == NULL)
    return;
  item->name = keep (message, member);
  item->integer = limit;
}

void
motus_message_add_change (MotusMessage *message, const char *name, const char *username,
                          gboolean online)
{
  const MotusMessageField *field = field_of (message, name, MOTUS_FIELD_CHANGES);
  MotusMessageItem *item = open_item (message, field, takes (field, username));
  if (item == NULL)
    return;
  item->name = keep (message, username);
  item->integer = online ? 1 : 0;
}

void
motus_message_set_empty (MotusMessage *message, const char *name)
{
  MotusMessageValue *value = &message->values[motus_message_place (message, name)];
  const MotusMessageField *field = &message->schema->fields[value - message->values];
  g_assert (field->kind == MOTUS_FIELD_KEYS || field->kind == MOTUS_FIELD_LIMITS);

  value->present = TRUE;
  g_clear_pointer (&value->items, g_array_unref);
}

void
motus_message_set_body (MotusMessage *message, GBytes *body)
{
  g_assert (message->schema->has_body);

  g_clear_pointer (&message->body, g_bytes_unref);
  if (body != NULL && g_bytes_get_size (body) > 0)
    message->body = g_bytes_ref (body);
}
