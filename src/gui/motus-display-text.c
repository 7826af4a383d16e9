/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-display-text.h"

#define ZERO_WIDTH_JOINER 0x200d
#define BLACK_FLAG 0x1f3f4
#define FIRST_PICTOGRAM 0x1f000
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

/* Unicode 15, emoji-data.txt, Emoji_Modifier_Base: what may have a skin colour. */
static const struct {
  gunichar first, last;
} modifier_bases[] = {
  { 0x261d, 0x261d }, { 0x26f9, 0x26f9 }, { 0x270a, 0x270d }, { 0x1f385, 0x1f385 }, { 0x1f3c2, 0x1f3c4 },
  { 0x1f3c7, 0x1f3c7 }, { 0x1f3ca, 0x1f3cc }, { 0x1f442, 0x1f443 }, { 0x1f446, 0x1f450 }, { 0x1f466, 0x1f478 },
  { 0x1f47c, 0x1f47c }, { 0x1f481, 0x1f483 }, { 0x1f485, 0x1f487 }, { 0x1f48f, 0x1f48f }, { 0x1f491, 0x1f491 },
  { 0x1f4aa, 0x1f4aa }, { 0x1f574, 0x1f575 }, { 0x1f57a, 0x1f57a }, { 0x1f590, 0x1f590 }, { 0x1f595, 0x1f596 },
  { 0x1f645, 0x1f647 }, { 0x1f64b, 0x1f64f }, { 0x1f6a3, 0x1f6a3 }, { 0x1f6b4, 0x1f6b6 }, { 0x1f6c0, 0x1f6c0 },
  { 0x1f6cc, 0x1f6cc }, { 0x1f90c, 0x1f90c }, { 0x1f90f, 0x1f90f }, { 0x1f918, 0x1f91f }, { 0x1f926, 0x1f926 },
  { 0x1f930, 0x1f939 }, { 0x1f93c, 0x1f93e }, { 0x1f977, 0x1f977 }, { 0x1f9b5, 0x1f9b6 }, { 0x1f9b8, 0x1f9b9 },
  { 0x1f9bb, 0x1f9bb }, { 0x1f9cd, 0x1f9cf }, { 0x1f9d1, 0x1f9dd }, { 0x1fac3, 0x1fac5 }, { 0x1faf0, 0x1faf8 },
};

static gboolean
is_modifier_base (gunichar c)
{
  for (gsize i = 0; i < G_N_ELEMENTS (modifier_bases); i++)
    if (c >= modifier_bases[i].first && c <= modifier_bases[i].last)
      return TRUE;
  return FALSE;
}

gboolean
motus_display_needs_parting (gunichar previous, gunichar c)
{
  if (previous == 0 || previous == '\n' || previous == MOTUS_DISPLAY_PARTING)
    return FALSE;
  if (c >= 0x1f3fb && c <= 0x1f3ff)
    return !is_modifier_base (previous);
  if (g_unichar_isspace (previous))
    return g_unichar_ismark (c) || c == ZERO_WIDTH_JOINER;
  return previous >= FIRST_PICTOGRAM && g_unichar_ismark (c) && !(c >= 0xfe00 && c <= 0xfe0f);
}

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
    return (is_tag (display->previous) || display->previous == BLACK_FLAG) && ++display->tags <= MOTUS_DISPLAY_TAGS_MAX;
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
  if (motus_display_needs_parting (display->previous, c))
    g_string_append_unichar (display->out, MOTUS_DISPLAY_PARTING);
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
      if (!count_marks (&display, c) || motus_display_needs_parting (display.previous, c))
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

char *
motus_display_part (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autoptr (GString) parted = g_string_new (NULL);
  gunichar previous = 0;

  for (const char *p = valid; *p; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      if (motus_display_needs_parting (previous, c))
        g_string_append_unichar (parted, MOTUS_DISPLAY_PARTING);
      g_string_append_unichar (parted, c);
      previous = c;
    }
  return g_string_free (g_steal_pointer (&parted), FALSE);
}

/* What stands at @p or after it and is no parting; 0 at the end. */
static gunichar
skip_parting (const char *p)
{
  while (g_utf8_get_char (p) == MOTUS_DISPLAY_PARTING)
    p = g_utf8_next_char (p);
  return g_utf8_get_char (p);
}

char *
motus_display_join (const char *parted)
{
  g_autoptr (GString) text = g_string_new (NULL);
  gunichar previous = 0;

  for (const char *p = parted; *p; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      if (c == MOTUS_DISPLAY_PARTING && motus_display_needs_parting (previous, skip_parting (p)))
        continue;
      g_string_append_unichar (text, c);
      previous = c;
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}
