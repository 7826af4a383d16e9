/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-cli-event.h"

#include <stdio.h>

#include "motus-escape.h"

struct _MotusCliEvent {
  GString *line;
};

static void
append_escape (GString *line, gunichar c)
{
  if (c > 0xffff)
    g_string_append_printf (line, "\\u%04x\\u%04x", 0xd800 + ((c - 0x10000) >> 10),
                            0xdc00 + ((c - 0x10000) & 0x3ff));
  else
    g_string_append_printf (line, "\\u%04x", c);
}

static void
append_character (GString *line, gunichar c)
{
  if (c == '"' || c == '\\')
    g_string_append_printf (line, "\\%c", (char) c);
  else if (c == '\n')
    g_string_append (line, "\\n");
  else if (c < 0x20 || motus_escape_is_hidden (c))
    append_escape (line, c);
  else
    g_string_append_unichar (line, c);
}

static void
append_string (GString *line, const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);

  g_string_append_c (line, '"');
  for (const char *at = valid; *at != '\0'; at = g_utf8_next_char (at))
    append_character (line, g_utf8_get_char (at));
  g_string_append_c (line, '"');
}

static void
append_key (MotusCliEvent *event, const char *key)
{
  g_string_append_c (event->line, ',');
  append_string (event->line, key);
  g_string_append_c (event->line, ':');
}

MotusCliEvent *
motus_cli_event_new (const char *name)
{
  MotusCliEvent *event = g_new (MotusCliEvent, 1);

  event->line = g_string_new ("{\"event\":");
  append_string (event->line, name);
  return event;
}

void
motus_cli_event_free (MotusCliEvent *event)
{
  if (event == NULL)
    return;
  g_string_free (event->line, TRUE);
  g_free (event);
}

void
motus_cli_event_text (MotusCliEvent *event, const char *key, const char *text)
{
  append_key (event, key);
  if (text != NULL)
    append_string (event->line, text);
  else
    g_string_append (event->line, "null");
}

void
motus_cli_event_int (MotusCliEvent *event, const char *key, gint64 value)
{
  append_key (event, key);
  g_string_append_printf (event->line, "%" G_GINT64_FORMAT, value);
}

void
motus_cli_event_bool (MotusCliEvent *event, const char *key, gboolean value)
{
  append_key (event, key);
  g_string_append (event->line, value ? "true" : "false");
}

char *
motus_cli_event_to_line (const MotusCliEvent *event)
{
  return g_strconcat (event->line->str, "}\n", NULL);
}

void
motus_cli_event_print (MotusCliEvent *event)
{
  g_autofree char *line = motus_cli_event_to_line (event);

  fputs (line, stdout);
  fflush (stdout);
  motus_cli_event_free (event);
}
