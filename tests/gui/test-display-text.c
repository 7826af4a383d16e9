/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-display-text.h"

#include <string.h>

static const struct {
  const char *text, *shown;
} rows[] = {
  { "plain", "plain" },
  { "<b>&amp;</b>", "<b>&amp;</b>" },
  { "two\r\nlines\tand a tab", "two\nlines\tand a tab" },
  { "bell\a escape\033[31m", "bell␇ escape␛[31m" },
  { "delete\x7f", "delete␡" },
  { "next\xc2\x85line", "next\xef\xbf\xbdline" },
  { "photo_\xe2\x80\xaegpj.exe", "photo_[U+202E]gpj.exe" },
  { "\xe2\x80\xadleft", "[U+202D]left" },
  { "broken \xff byte", "broken \xef\xbf\xbd byte" },
  { "a\xe2\x80\xa8" "b", "a\nb" },
  { "\xe2\x80\x8b\xef\xbb\xbf", "[U+200B][U+FEFF]" },
  { "👍🏽 ☝🏿", "👍🏽 ☝🏿" },
  { "O🏽⁆", "O\xe2\x80\x8b🏽⁆" },
  { "🗯🏽‰", "🗯\xe2\x80\x8b🏽‰" },
  { "🏽🏽", "🏽\xe2\x80\x8b🏽" },
  { "שלום", "שלום" },
  { "👨‍👩‍👧‍👦", "👨‍👩‍👧‍👦" },
  { "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "🏴󠁧󠁢󠁥󠁮󠁧󠁿" },
};

static const struct {
  const char *name, *shown;
} names[] = {
  { "bob", "bob" },
  { "Kitchen\nsink", "Kitchen sink" },
  { "a\xe2\x80\x8b" "b", "a[U+200B]b" },
  { "x\xe2\x80\xaey", "x[U+202E]y" },
  { "x\xe2\x81\xa9y", "x[U+2069]y" },
  { "\xe3\x85\xa4", "[U+3164]" },
};

static void
test_rows (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      gboolean cut = TRUE;
      g_autofree char *shown = motus_display_text (rows[i].text, 1000, 10, &cut);
      g_autofree char *again = motus_display_text (shown, 1000, 10, NULL);
      g_assert_cmpstr (shown, ==, rows[i].shown);
      g_assert_cmpstr (again, ==, shown);
      g_assert_false (cut);
    }
}

static void
test_names (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *title = motus_display_title (names[i].name);
      g_autofree char *name = motus_display_name (names[i].name);
      g_autofree char *isolated = g_strdup_printf ("\xe2\x81\xa8%s\xe2\x81\xa9", names[i].shown);
      g_assert_cmpstr (title, ==, names[i].shown);
      g_assert_cmpstr (name, ==, isolated);
    }
}

/* Parting adds one sign and nothing else, and joining takes it away again. */
static void
test_parting (void)
{
  static const char *const texts[] = {
    "", "plain", "O🏽⁆", "🗯🏽‰", "🏽🏽", " \xcc\x81", "a\xe2\x80\x8b" "b", "👍🏽 ☝🏿", "x\n\xcc\x81", "\t\xe2\x80\x8dx",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *parted = motus_display_part (texts[i]);
      g_autofree char *again = motus_display_part (parted);
      g_autofree char *joined = motus_display_join (parted);
      gunichar previous = 0;
      g_assert_cmpstr (again, ==, parted);
      g_assert_cmpstr (joined, ==, texts[i]);
      for (const char *p = parted; *p; p = g_utf8_next_char (p))
        {
          g_assert_false (motus_display_needs_parting (previous, g_utf8_get_char (p)));
          previous = g_utf8_get_char (p);
        }
    }
  g_autofree char *parted = motus_display_part ("O🏽⁆");
  g_assert_cmpstr (parted, ==, "O\xe2\x80\x8b🏽⁆");
}

static char *
repeat (const char *first, const char *piece, guint count)
{
  GString *text = g_string_new (first);

  for (guint i = 0; i < count; i++)
    g_string_append (text, piece);
  return g_string_free (text, FALSE);
}

static void
test_piles (void)
{
  g_autofree char *marks = repeat ("Z", "\xcc\x81", 5000);
  g_autofree char *joined = repeat ("👨", "\xe2\x80\x8d👨", 5000);
  g_autofree char *joiners = repeat ("a", "\xe2\x80\x8d", 5000);
  g_autofree char *shown_marks = motus_display_text (marks, 9000, 10, NULL);
  g_autofree char *shown_joined = motus_display_text (joined, 90000, 10, NULL);
  g_autofree char *shown_joiners = motus_display_text (joiners, 9000, 10, NULL);

  g_assert_cmpint (g_utf8_strlen (shown_marks, -1), ==, 1 + MOTUS_DISPLAY_MARKS_MAX);
  g_assert_cmpint (g_utf8_strlen (shown_joiners, -1), ==, 2);
  g_assert_nonnull (strstr (shown_joined, "👨👨"));
}

static void
test_caps (void)
{
  g_autofree char *wide = repeat ("", "é", 5000);
  g_autofree char *tall = repeat ("", "x\n", 5000);
  gboolean wide_cut = FALSE, tall_cut = FALSE;
  g_autofree char *shown_wide = motus_display_text (wide, MOTUS_DISPLAY_CHARS_MAX, MOTUS_DISPLAY_LINES_MAX, &wide_cut);
  g_autofree char *shown_tall = motus_display_text (tall, MOTUS_DISPLAY_CHARS_MAX, MOTUS_DISPLAY_LINES_MAX, &tall_cut);

  g_assert_true (wide_cut);
  g_assert_true (tall_cut);
  g_assert_cmpint (g_utf8_strlen (shown_wide, -1), ==, MOTUS_DISPLAY_CHARS_MAX);
  g_assert_cmpuint (strlen (shown_tall), ==, 2 * MOTUS_DISPLAY_LINES_MAX);
}

/* Every character there is comes out as valid text without a control or a reversal in it. */
static void
test_every_character (void)
{
  for (gunichar c = 1; c <= 0x10ffff; c++)
    {
      char text[8] = { 0 };
      if (c >= 0xd800 && c <= 0xdfff)
        continue;
      g_unichar_to_utf8 (c, text);
      g_autofree char *shown = motus_display_text (text, 100, 10, NULL);
      gunichar first = g_utf8_get_char (shown);
      if (!g_utf8_validate (shown, -1, NULL) || first == 0x202e || (first < 0x20 && first != 0 && c != '\t' && first != '\n'))
        g_error ("U+%04X", c);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/display-text/rows", test_rows);
  g_test_add_func ("/display-text/names", test_names);
  g_test_add_func ("/display-text/parting", test_parting);
  g_test_add_func ("/display-text/piles", test_piles);
  g_test_add_func ("/display-text/caps", test_caps);
  g_test_add_func ("/display-text/every-character", test_every_character);
  return g_test_run ();
}
