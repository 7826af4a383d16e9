/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-mention.h"

#include <string.h>

static gboolean
is_name_character (char c)
{
  return g_ascii_isalnum (c) || c == '.' || c == '_' || c == '-';
}

/* The length of the name that may start at @text; a sentence's full stop is not part of it. */
static gsize
measure_name (const char *text)
{
  gsize len = 0;

  while (is_name_character (text[len]))
    len++;
  while (len > 0 && !g_ascii_isalnum (text[len - 1]))
    len--;
  return len;
}

gboolean
motus_mention_names (const char *text, const char *name)
{
  gsize len = strlen (name);

  for (const char *at = strchr (text, '@'); at != NULL; at = strchr (at + 1, '@'))
    {
      gboolean within = at > text && (is_name_character (at[-1]) || at[-1] == '@');
      if (!within && measure_name (at + 1) == len && g_ascii_strncasecmp (at + 1, name, len) == 0)
        return TRUE;
    }
  return FALSE;
}
