/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-display-text.h"

#define ZERO_WIDTH_JOINER 0x200d
#define FIRST_STRONG_ISOLATE "\xe2\x81\xa8"
#define POP_ISOLATE "\xe2\x81\xa9"

/* How long a name in a sentence or a title may get, in characters. */
#define NAME_MAX_CHARS 80

typedef struct {
  GString *out;
  gsize chars, lines;
  guint marks, joins, tags;
  gboolean seen;                /* something in it is visible */
  gunichar previous;
} Display;

static gboolean
is_override (gunichar c)
{
  return c == 0x202d || c == 0x202e;
}

/* Takes no room of its own, or changes the direction of its neighbours. */
static gboolean
is_hidden (gunichar c)
{
  return g_unichar_type (c) == G_UNICODE_FORMAT || c == 0x115f || c == 0x1160 || c == 0x3164 || c == 0xffa0 || c == 0x2800;
}

static gboolean
is_mark (gunichar c)
{
  return g_unichar_ismark (c);
}

static gboolean
is_tag (gunichar c)
{
  return c >= 0xe0000 && c <= 0xe007f;
}

static gboolean
is_nonsense (gunichar c)
{
  return (c >= 0x80 && c <= 0x9f) || (c >= 0xfff9 && c <= 0xfffb) || (c & 0xfffe) == 0xfffe || (c >= 0xfdd0 && c <= 0xfdef);
}

static void
append_spelled (Display *display, gunichar c)
{
  g_string_append_printf (display->out, "[U+%04X]", c);
  display->chars += 8;
}

static void
append_plain (Display *display, gunichar c)
{
  if (c < 0x20 && c != '\n' && c != '\t')
    c += 0x2400;
  else if (c == 0x7f)
    c = 0x2421;
  else if (is_nonsense (c))
    c = 0xfffd;
  g_string_append_unichar (display->out, c);
  display->chars++;
}

/* FALSE if @c is one too many on what stands before it. */
static gboolean
count_marks (Display *display, gunichar c)
{
  if (is_mark (c))
    return ++display->marks <= MOTUS_DISPLAY_MARKS_MAX;
  display->marks = 0;
  if (is_tag (c))
    return ++display->tags <= MOTUS_DISPLAY_TAGS_MAX;
  display->tags = 0;
  if (c == ZERO_WIDTH_JOINER)
    return display->previous != ZERO_WIDTH_JOINER && ++display->joins <= MOTUS_DISPLAY_JOINS_MAX;
  if (display->previous != ZERO_WIDTH_JOINER)
    display->joins = 0;
  return TRUE;
}

static void
append_text_char (Display *display, gunichar c)
{
  if (c == 0x2028 || c == 0x2029)
    c = '\n';
  if (c == '\r' || !count_marks (display, c))
    return;
  display->previous = c;
  if (c == '\n')
    display->lines++;
  if (is_override (c))
    append_spelled (display, c);
  else
    append_plain (display, c);
  display->seen = display->seen || !(is_hidden (c) || is_tag (c) || g_unichar_isspace (c));
}

/* FALSE if @text was longer than what was taken of it. */
static gboolean
append_text (Display *display, const char *text, gsize max_chars, gsize max_lines)
{
  const char *p = text;

  for (; *p && display->chars < max_chars && display->lines < max_lines; p = g_utf8_next_char (p))
    append_text_char (display, g_utf8_get_char (p));
  return *p == '\0';
}

char *
motus_display_text (const char *text, gsize max_chars, gsize max_lines, gboolean *cut)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  Display display = { .out = g_string_new (NULL) };
  gboolean whole = append_text (&display, valid, max_chars, max_lines);

  if (cut)
    *cut = !whole;
  if (!display.seen && whole && *valid)
    {
      g_string_free (display.out, TRUE);
      return motus_display_title (valid);
    }
  return g_string_free (display.out, FALSE);
}

char *
motus_display_title (const char *name)
{
  g_autofree char *valid = g_utf8_make_valid (name, -1);
  Display display = { .out = g_string_new (NULL) };
  const char *p = valid;

  for (; *p && display.chars < NAME_MAX_CHARS; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      if (!count_marks (&display, c))
        continue;
      display.previous = c;
      if (is_hidden (c) && (c != ZERO_WIDTH_JOINER || p == valid))
        append_spelled (&display, c);
      else
        append_plain (&display, c == '\n' || c == '\t' || c == 0x2028 || c == 0x2029 ? ' ' : c);
    }
  if (*p)
    g_string_append (display.out, "…");
  return g_string_free (display.out, FALSE);
}

char *
motus_display_name (const char *name)
{
  g_autofree char *title = motus_display_title (name);

  return g_strconcat (FIRST_STRONG_ISOLATE, title, POP_ISOLATE, NULL);
}
