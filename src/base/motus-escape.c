/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-escape.h"

#include <string.h>

gboolean
motus_escape_is_hidden (gunichar c)
{
  return c < 0x20 || (c >= 0x7f && c < 0xa0)
         || c == 0xad || c == 0x61c || c == 0x180e
         || (c >= 0x200b && c <= 0x200f)
         || (c >= 0x2028 && c <= 0x202e)
         || (c >= 0x2060 && c <= 0x206f)
         || c == 0xfeff
         || (c >= 0xfff9 && c <= 0xfffb)
         || (c >= 0xe0000 && c <= 0xe007f);
}

static void
append_character (GString *out, gunichar c)
{
  if (c == '\\')
    g_string_append (out, "\\\\");
  else if (motus_escape_is_hidden (c))
    g_string_append_printf (out, "\\u{%x}", c);
  else
    g_string_append_unichar (out, c);
}

char *
motus_escape (const char *text, gssize len, gsize max)
{
  const char *end = text + (len < 0 ? strlen (text) : (gsize) len);
  GString *out = g_string_new (NULL);
  gsize written = 0;

  while (text < end)
    {
      if (written++ >= max)
        {
          g_string_append (out, "…");
          break;
        }
      gunichar c = g_utf8_get_char_validated (text, end - text);
      if (c == (gunichar) -1 || c == (gunichar) -2 || *text == '\0')
        {
          g_string_append_printf (out, "\\x%02x", (guint8) *text);
          text++;
        }
      else
        {
          append_character (out, c);
          text = g_utf8_next_char (text);
        }
    }
  return g_string_free (out, FALSE);
}
