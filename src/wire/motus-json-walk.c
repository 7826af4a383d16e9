/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-json-walk.h"

#include <string.h>

static const char *
skip_space (const char *at)
{
  while (*at == ' ' || *at == '\t' || *at == '\n' || *at == '\r')
    at++;
  return at;
}

/* Skips the string that begins at @at and gives what stands behind it: the next quote before which
 * an even number of backslashes stands. */
static const char *
skip_string (const char *at)
{
  for (;;)
    {
      const char *quote = rawmemchr (at + 1, '"');
      const char *before = quote;
      while (before > at + 1 && before[-1] == '\\')
        before--;
      if ((quote - before) % 2 == 0)
        return quote + 1;
      at = quote;
    }
}

/* The same for any value that does not end where something else begins. */
static const char *
skip_value (const char *at)
{
  guint depth = 0;
  do
    {
      if (*at == '"')
        {
          at = skip_string (at);
          continue;
        }
      if (*at == '{' || *at == '[')
        depth++;
      else if (*at == '}' || *at == ']')
        depth--;
      at++;
    }
  while (depth > 0);
  return at;
}

/* Numbers and the three words end where something else begins. */
static const char *
skip_plain (const char *at)
{
  while (g_ascii_isalnum (*at) || *at == '-')
    at++;
  return at;
}

void
motus_json_walk_init (MotusJsonWalk *walk, const char *value)
{
  walk->at = value + 1;
}

static gboolean
starts_value (char c)
{
  return c == '"' || c == '{' || c == '[';
}

gboolean
motus_json_walk_next (MotusJsonWalk *walk, MotusJsonMember *member)
{
  const char *at = skip_space (walk->at);
  if (*at == '}' || *at == ']')
    return FALSE;
  if (*at == ',')
    at = skip_space (at + 1);

  const char *end = starts_value (*at) ? skip_value (at) : skip_plain (at);
  const char *next = skip_space (end);
  member->name = NULL;
  member->name_len = 0;
  if (*next == ':')
    {
      member->name = at + 1;
      member->name_len = (gsize) (end - at) - 2;
      at = skip_space (next + 1);
      end = starts_value (*at) ? skip_value (at) : skip_plain (at);
    }
  member->value = at;
  member->value_len = (gsize) (end - at);
  walk->at = end;
  return TRUE;
}

static gunichar
hexadecimal (const char *at)
{
  gunichar value = 0;
  for (gsize i = 0; i < 4; i++)
    value = value << 4 | (gunichar) g_ascii_xdigit_value (at[i]);
  return value;
}

static gunichar
escaped_char (const char **at)
{
  char c = *(*at)++;
  switch (c)
    {
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    case 'u':
      break;
    default:
      return (guchar) c;
    }

  gunichar unit = hexadecimal (*at);
  *at += 4;
  if (unit < 0xd800 || unit > 0xdbff)
    return unit;
  gunichar low = hexadecimal (*at + 2);
  *at += 6;
  return 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
}

gunichar
motus_json_next_char (const char **at)
{
  guint8 first = (guint8) **at;
  if (first == '\\')
    {
      (*at)++;
      return escaped_char (at);
    }
  if (first < 0x80)
    return (guint8) *(*at)++;
  gunichar c = g_utf8_get_char (*at);
  *at = g_utf8_next_char (*at);
  return c;
}

gsize
motus_json_unescape (const char *text, gsize len, char *out)
{
  const char *end = text + len;
  char *start = out;

  while (text < end)
    {
      const char *escape = memchr (text, '\\', (gsize) (end - text));
      gsize plain = (gsize) ((escape != NULL ? escape : end) - text);
      memcpy (out, text, plain);
      out += plain;
      text += plain;
      if (escape != NULL)
        out += g_unichar_to_utf8 (motus_json_next_char (&text), out);
    }
  *out = '\0';
  return (gsize) (out - start);
}

gboolean
motus_json_text_equal (const char *text, gsize len, const char *plain)
{
  const char *end = text + len;
  if (memchr (text, '\\', len) == NULL)
    return strncmp (text, plain, len) == 0 && plain[len] == '\0';
  while (text < end && *plain != '\0')
    if (motus_json_next_char (&text) != (guchar) *plain++)
      return FALSE;
  return text == end && *plain == '\0';
}

gint64
motus_json_integer (const char *value)
{
  gboolean negative = *value == '-';
  gint64 sum = 0;
  for (const char *at = value + (negative ? 1 : 0); g_ascii_isdigit (*at); at++)
    sum = sum * 10 + (*at - '0');
  return negative ? -sum : sum;
}
