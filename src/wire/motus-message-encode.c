/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-message-private.h"

#include "motus-frame.h"
#include "motus-wire-error.h"

#include <string.h>

/* What a header of an ordinary message needs. */
#define HEADER_SIZE 1024

/* Of all kinds only text holds characters that JSON escapes. */
static void
write_text (GString *out, const char *text)
{
  for (;;)
    {
      gsize plain = strcspn (text, "\"\\");
      g_string_append_len (out, text, (gssize) plain);
      text += plain;
      if (*text == '\0')
        break;
      g_string_append_c (out, '\\');
      g_string_append_c (out, *text++);
    }
}

static void
write_integer (GString *out, gint64 value)
{
  char digits[24];
  int len = g_snprintf (digits, sizeof digits, "%" G_GINT64_FORMAT, value);
  g_string_append_len (out, digits, len);
}

static void
write_quoted (GString *out, const char *text)
{
  g_string_append_c (out, '"');
  write_text (out, text);
  g_string_append_c (out, '"');
}

static void
write_item (GString *out, const MotusMessageField *field, const MotusMessageItem *item)
{
  switch ((int) field->kind)
    {
    case MOTUS_FIELD_NAMES:
      write_quoted (out, item->name);
      break;
    case MOTUS_FIELD_INTS:
      write_integer (out, item->integer);
      break;
    case MOTUS_FIELD_CHANGES:
      g_string_append (out, "{\"username\":");
      write_quoted (out, item->name);
      g_string_append (out, item->integer ? ",\"online\":true}" : ",\"online\":false}");
      break;
    case MOTUS_FIELD_KEYS:
      write_quoted (out, item->name);
      g_string_append_c (out, ':');
      write_quoted (out, item->text);
      break;
    default:
      write_quoted (out, item->name);
      g_string_append_c (out, ':');
      write_integer (out, item->integer);
      break;
    }
}

static void
write_list (GString *out, const MotusMessageField *field, const MotusMessageValue *value)
{
  gboolean is_object = field->kind == MOTUS_FIELD_KEYS || field->kind == MOTUS_FIELD_LIMITS;
  g_string_append_c (out, is_object ? '{' : '[');
  for (gsize i = 0; i < motus_message_value_count (value); i++)
    {
      if (i > 0)
        g_string_append_c (out, ',');
      write_item (out, field, motus_message_value_item (value, i));
    }
  g_string_append_c (out, is_object ? '}' : ']');
}

static void
write_value (GString *out, const MotusMessageField *field, const MotusMessageValue *value)
{
  if (motus_message_field_is_list (field))
    write_list (out, field, value);
  else if (field->kind == MOTUS_FIELD_INT)
    write_integer (out, value->integer);
  else if (field->kind == MOTUS_FIELD_BOOL)
    g_string_append (out, value->integer ? "true" : "false");
  else
    write_quoted (out, value->text);
}

static void
write_header (GString *out, const MotusMessage *message)
{
  g_string_append (out, "{\"type\":");
  write_quoted (out, message->schema->name);
  for (gsize i = 0; i < message->schema->n_fields; i++)
    {
      if (!message->values[i].present)
        continue;
      g_string_append_c (out, ',');
      write_quoted (out, message->schema->fields[i].name);
      g_string_append_c (out, ':');
      write_value (out, &message->schema->fields[i], &message->values[i]);
    }
  g_string_append_c (out, '}');
}

GBytes *
motus_message_encode (const MotusMessage *message, GError **error)
{
  if (message->refused != NULL)
    {
      g_set_error (error, MOTUS_WIRE_ERROR, MOTUS_WIRE_ERROR_BAD_MESSAGE,
                   "The message “%s” cannot be sent: “%s” does not have the right form or size.",
                   message->schema->name, message->refused->name);
      return NULL;
    }
  if (!motus_message_check (message, error))
    return NULL;

  GString *header = g_string_sized_new (HEADER_SIZE);
  write_header (header, message);
  GBytes *frame = motus_frame_encode (header->str, header->len, message->body, error);
  g_string_free (header, TRUE);
  return frame;
}
