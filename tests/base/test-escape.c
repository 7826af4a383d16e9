/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-escape.h"

#include <string.h>

static const struct {
  const char *text, *escaped;
} rows[] = {
  { "", "" },
  { "Chloé 👋", "Chloé 👋" },
  { "a\\b", "a\\\\b" },
  { "\x1b]0;x\x07", "\\u{1b}]0;x\\u{7}" },
  { "one\ntwo\r", "one\\u{a}two\\u{d}" },
  { "photo_\u202egpj.exe", "photo_\\u{202e}gpj.exe" },
  { "\xc2\x9b" "31m", "\\u{9b}31m" },
  { "\x7f", "\\u{7f}" },
  { "a\u200b\u2066\ufeff", "a\\u{200b}\\u{2066}\\u{feff}" },
  { "bad\xff\xc3", "bad\\xff\\xc3" },
};

static void
test_rows (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *escaped = motus_escape (rows[i].text, -1, 1000);
      g_assert_cmpstr (escaped, ==, rows[i].escaped);
      g_assert_true (g_utf8_validate (escaped, -1, NULL));
    }
}

static void
test_every_control (void)
{
  for (gunichar c = 0; c < 0x100; c++)
    if (c < 0x20 || (c >= 0x7f && c < 0xa0))
      {
        char text[8];
        int len = g_unichar_to_utf8 (c, text);
        g_autofree char *escaped = motus_escape (text, len, 10);
        g_assert_cmpint (escaped[0], ==, '\\');
        for (const char *p = escaped; *p != '\0'; p++)
          g_assert_true (g_ascii_isprint (*p));
      }
}

static void
test_limit (void)
{
  g_autofree char *escaped = motus_escape ("abcdef", -1, 3);
  g_assert_cmpstr (escaped, ==, "abc…");
  g_autofree char *exact = motus_escape ("abc", -1, 3);
  g_assert_cmpstr (exact, ==, "abc");
}

static void
test_length (void)
{
  g_autofree char *escaped = motus_escape ("ab\0c", 4, 100);
  g_assert_cmpstr (escaped, ==, "ab\\x00c");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/escape/rows", test_rows);
  g_test_add_func ("/escape/every-control", test_every_control);
  g_test_add_func ("/escape/limit", test_limit);
  g_test_add_func ("/escape/length", test_length);
  return g_test_run ();
}
