/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-message-private.h"

#include "motus-base64.h"

#include <string.h>

MotusMessage *
motus_message_new (MotusMessageType type)
{
  MotusMessage *message = g_new0 (MotusMessage, 1);
  message->ref_count = 1;
  message->type = type;
  message->schema = motus_message_schema (type);
  return message;
}

MotusMessage *
motus_message_ref (MotusMessage *message)
{
  message->ref_count++;
  return message;
}

static void
clear_values (MotusMessage *message)
{
  for (gsize i = 0; i < message->schema->n_fields; i++)
    if (motus_message_field_is_list (&message->schema->fields[i])
        && message->values[i].items != NULL)
      g_array_unref (message->values[i].items);
}

void
motus_message_unref (MotusMessage *message)
{
  if (message == NULL || --message->ref_count > 0)
    return;
  clear_values (message);
  g_free (message->header);
  g_clear_pointer (&message->texts, g_string_chunk_free);
  g_clear_pointer (&message->body, g_bytes_unref);
  g_free (message);
}

MotusMessageType
motus_message_get_message_type (const MotusMessage *message)
{
  return message->type;
}

const char *
motus_message_get_type_name (const MotusMessage *message)
{
  return message->schema->name;
}

MotusMessageItem *
motus_message_value_add (MotusMessageValue *value)
{
  if (value->items == NULL)
    value->items = g_array_new (FALSE, TRUE, sizeof (MotusMessageItem));
  g_array_set_size (value->items, value->items->len + 1);
  return &g_array_index (value->items, MotusMessageItem, value->items->len - 1);
}

gsize
motus_message_value_count (const MotusMessageValue *value)
{
  return value->items != NULL ? value->items->len : 0;
}

const MotusMessageItem *
motus_message_value_item (const MotusMessageValue *value, gsize index)
{
  g_assert (index < motus_message_value_count (value));
  return &g_array_index (value->items, MotusMessageItem, index);
}

gsize
motus_message_place (const MotusMessage *message, const char *name)
{
  const MotusMessageSchema *schema = message->schema;
  for (gsize i = 0; i < schema->n_fields; i++)
    if (schema->fields[i].name[0] == name[0] && strcmp (schema->fields[i].name, name) == 0)
      return i;
  g_error ("“%s” has no field “%s”", schema->name, name);
}

/* The field's value, which is there only if it is of @kind. */
static const MotusMessageValue *
value_of (const MotusMessage *message, const char *name, MotusFieldKind kind)
{
  gsize place = motus_message_place (message, name);
  g_assert (message->schema->fields[place].kind == kind);
  return &message->values[place];
}

static const MotusMessageValue *
text_value_of (const MotusMessage *message, const char *name)
{
  gsize place = motus_message_place (message, name);
  g_assert (motus_message_field_is_text (&message->schema->fields[place]));
  return &message->values[place];
}

gboolean
motus_message_has (const MotusMessage *message, const char *field)
{
  return message->values[motus_message_place (message, field)].present;
}

const char *
motus_message_get_text (const MotusMessage *message, const char *field)
{
  const MotusMessageValue *value = text_value_of (message, field);
  return value->present ? value->text : NULL;
}

gboolean
motus_message_get_int (const MotusMessage *message, const char *field, gint64 *value)
{
  const MotusMessageValue *found = value_of (message, field, MOTUS_FIELD_INT);
  if (found->present)
    *value = found->integer;
  return found->present;
}

gboolean
motus_message_get_bool (const MotusMessage *message, const char *field)
{
  const MotusMessageValue *value = value_of (message, field, MOTUS_FIELD_BOOL);
  return value->present && value->integer;
}

GBytes *
motus_message_get_bytes (const MotusMessage *message, const char *field)
{
  const MotusMessageValue *value = value_of (message, field, MOTUS_FIELD_BYTES);
  return value->present ? motus_base64_decode (value->text, MOTUS_CIPHERTEXT_MAX) : NULL;
}

gboolean
motus_message_get_exact (const MotusMessage *message, const char *field, void *out, gsize len)
{
  const MotusMessageValue *value = value_of (message, field, MOTUS_FIELD_BYTES);
  return value->present && motus_base64_decode_exact (value->text, out, len);
}

gsize
motus_message_get_count (const MotusMessage *message, const char *field)
{
  gsize place = motus_message_place (message, field);
  g_assert (motus_message_field_is_list (&message->schema->fields[place]));
  return motus_message_value_count (&message->values[place]);
}

const char *
motus_message_get_name_at (const MotusMessage *message, const char *field, gsize index)
{
  const MotusMessageValue *value = value_of (message, field, MOTUS_FIELD_NAMES);
  return motus_message_value_item (value, index)->name;
}

gint64
motus_message_get_int_at (const MotusMessage *message, const char *field, gsize index)
{
  const MotusMessageValue *value = value_of (message, field, MOTUS_FIELD_INTS);
  return motus_message_value_item (value, index)->integer;
}

static const MotusMessageItem *
find_item (const MotusMessageValue *value, const char *name)
{
  for (gsize i = 0; i < motus_message_value_count (value); i++)
    {
      const MotusMessageItem *item = motus_message_value_item (value, i);
      if (strcmp (item->name, name) == 0)
        return item;
    }
  return NULL;
}

GBytes *
motus_message_get_key (const MotusMessage *message, const char *field, const char *name)
{
  const MotusMessageItem *item = find_item (value_of (message, field, MOTUS_FIELD_KEYS), name);
  return item != NULL ? motus_base64_decode (item->text, MOTUS_CIPHERTEXT_MAX) : NULL;
}

gboolean
motus_message_get_limit (const MotusMessage *message, const char *field, const char *name,
                         gint64 *value)
{
  const MotusMessageItem *item = find_item (value_of (message, field, MOTUS_FIELD_LIMITS), name);
  if (item != NULL)
    *value = item->integer;
  return item != NULL;
}

void
motus_message_each_key (const MotusMessage *message, const char *field, MotusMessageKeyFunc each,
                        gpointer user_data)
{
  const MotusMessageValue *value = value_of (message, field, MOTUS_FIELD_KEYS);
  for (gsize i = 0; i < motus_message_value_count (value); i++)
    {
      const MotusMessageItem *item = motus_message_value_item (value, i);
      each (item->name, item->text, user_data);
    }
}

void
motus_message_each_change (const MotusMessage *message, const char *field,
                           MotusMessageChangeFunc each, gpointer user_data)
{
  const MotusMessageValue *value = value_of (message, field, MOTUS_FIELD_CHANGES);
  for (gsize i = 0; i < motus_message_value_count (value); i++)
    {
      const MotusMessageItem *item = motus_message_value_item (value, i);
      each (item->name, item->integer != 0, user_data);
    }
}

GBytes *
motus_message_get_body (const MotusMessage *message)
{
  return message->body;
}

GBytes *
motus_message_get_ciphertext (const MotusMessage *message)
{
  g_assert (message->schema->has_body);

  if (message->body != NULL)
    return g_bytes_ref (message->body);
  if (motus_message_has (message, "ciphertext"))
    return motus_message_get_bytes (message, "ciphertext");
  return g_bytes_new (NULL, 0);
}
