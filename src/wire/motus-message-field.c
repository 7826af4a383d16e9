/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-message-field.h"

#include "motus-base64.h"
#include "motus-escape.h"
#include "motus-name.h"

#include <string.h>

gboolean
motus_message_field_is_text (const MotusMessageField *field)
{
  return field->kind <= MOTUS_FIELD_WORD || field->kind == MOTUS_FIELD_BYTES;
}

gboolean
motus_message_field_is_list (const MotusMessageField *field)
{
  return field->kind >= MOTUS_FIELD_NAMES;
}

gboolean
motus_tag_is_valid (const char *text, gsize len)
{
  for (gsize i = 0; i < len; i++)
    if (!g_ascii_isalnum (text[i]) && text[i] != '_' && text[i] != '-')
      return FALSE;
  return len >= 1 && len <= MOTUS_TAG_MAX;
}

static gboolean
is_id (const char *text)
{
  guint8 id[MOTUS_ID_SIZE];
  return motus_id_parse (text, id);
}

static gboolean
is_clean (const char *text)
{
  for (; *text != '\0'; text = g_utf8_next_char (text))
    if (motus_escape_is_hidden (g_utf8_get_char (text)))
      return FALSE;
  return TRUE;
}

static gboolean
is_chars (const char *text)
{
  for (; *text != '\0'; text++)
    if (!g_ascii_isalnum (*text) && *text != '+' && *text != '/' && *text != '=')
      return FALSE;
  return TRUE;
}

static gboolean
is_word_of (const MotusMessageField *field, const char *text)
{
  return g_strv_contains (field->words, text);
}

static gboolean
is_sized (const MotusMessageField *field, gsize len)
{
  return len >= (guint64) field->min && len <= (guint64) field->max;
}

gboolean
motus_message_field_takes_bytes (const MotusMessageField *field, gsize len)
{
  return is_sized (field, len);
}

/* The length is looked at first: it costs nothing and the rest costs by the byte. */
static gboolean
is_base64_of (const MotusMessageField *field, const char *text, gsize len)
{
  gsize decoded;
  return len <= ((gsize) field->max + 2) / 3 * 4
         && motus_base64_measure (text, len, &decoded)
         && is_sized (field, decoded);
}

gboolean
motus_message_field_takes_text (const MotusMessageField *field, const char *text, gsize len)
{
  switch (field->kind)
    {
    case MOTUS_FIELD_NAME:
    case MOTUS_FIELD_NAMES:
    case MOTUS_FIELD_CHANGES:
      return motus_name_is_valid (text);
    case MOTUS_FIELD_ID:
      return is_id (text);
    case MOTUS_FIELD_TAG:
    case MOTUS_FIELD_LIMITS:
      return motus_tag_is_valid (text, len);
    case MOTUS_FIELD_TEXT:
      return is_sized (field, len) && is_clean (text);
    case MOTUS_FIELD_CHARS:
      return is_sized (field, len) && is_chars (text);
    case MOTUS_FIELD_WORD:
      return is_word_of (field, text);
    case MOTUS_FIELD_BYTES:
    case MOTUS_FIELD_KEYS:
      return is_base64_of (field, text, len);
    case MOTUS_FIELD_INT:
    case MOTUS_FIELD_BOOL:
    case MOTUS_FIELD_INTS:
    default:
      return FALSE;
    }
}

gboolean
motus_message_field_takes_int (const MotusMessageField *field, gint64 value)
{
  return value >= field->min && value <= field->max;
}
