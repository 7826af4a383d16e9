/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-name.h"

#include "motus-escape.h"

#include <string.h>

static gboolean
is_alphanumeric (char c)
{
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

static gboolean
is_separator (char c)
{
  return c == '.' || c == '_' || c == '-';
}

/* Words that stand for something other than a person in a conversation. */
static gboolean
is_reserved (const char *name)
{
  return strcmp (name, "everyone") == 0 || strcmp (name, "relay") == 0
         || strcmp (name, "motus") == 0;
}

gboolean
motus_name_is_valid (const char *name)
{
  gboolean separated = TRUE;
  gsize len = 0;

  for (; name[len] != '\0'; len++)
    {
      if (len == MOTUS_NAME_MAX)
        return FALSE;
      if (is_alphanumeric (name[len]))
        separated = FALSE;
      else if (is_separator (name[len]) && !separated)
        separated = TRUE;
      else
        return FALSE;
    }
  return len >= MOTUS_NAME_MIN && !separated && !is_reserved (name);
}

gboolean
motus_room_name_is_valid (const char *name)
{
  gsize len = strlen (name);
  if (len > MOTUS_ROOM_NAME_MAX || !g_utf8_validate (name, (gssize) len, NULL))
    return FALSE;
  for (const char *at = name; *at != '\0'; at = g_utf8_next_char (at))
    if (motus_escape_is_hidden (g_utf8_get_char (at)))
      return FALSE;
  return TRUE;
}

char *
motus_id_format (const guint8 id[MOTUS_ID_SIZE])
{
  static const char digits[] = "0123456789abcdef";
  char *text = g_malloc (MOTUS_ID_LENGTH + 1);
  for (gsize i = 0; i < MOTUS_ID_SIZE; i++)
    {
      text[2 * i] = digits[id[i] >> 4];
      text[2 * i + 1] = digits[id[i] & 15];
    }
  text[MOTUS_ID_LENGTH] = '\0';
  return text;
}

/* Only lower-case digits, so that an id has one spelling. */
static int
digit_value (char c)
{
  if (c >= '0' && c <= '9')
    return c - '0';
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

gboolean
motus_id_parse (const char *text, guint8 out[MOTUS_ID_SIZE])
{
  guint8 id[MOTUS_ID_SIZE];
  for (gsize i = 0; i < MOTUS_ID_SIZE; i++)
    {
      int high = digit_value (text[2 * i]);
      int low = high < 0 ? -1 : digit_value (text[2 * i + 1]);
      if (low < 0)
        return FALSE;
      id[i] = (guint8) (high << 4 | low);
    }
  if (text[MOTUS_ID_LENGTH] != '\0')
    return FALSE;
  memcpy (out, id, sizeof id);
  return TRUE;
}
