/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-password.h"

#include <string.h>

/* After RFC 8265, section 4.3, and with what two keyboards make of one password. */
static const struct {
  const char *typed, *prepared;
} rows[] = {
  { "correct horse battery staple", "correct horse battery staple" },
  { "Correct Horse Battery Staple", "Correct Horse Battery Staple" },
  { "\xcf\x80\xc3\x9f\xc3\xa5", "\xcf\x80\xc3\x9f\xc3\xa5" },
  { "Jack of \xe2\x99\xa6s", "Jack of \xe2\x99\xa6s" },
  { "foo\xe1\x9a\x80" "bar", "foo bar" },
  { "a\xc2\xa0" "b\xe3\x80\x80" "c", "a b c" },
  { "e\xcc\x81t\xc3\xa9", "\xc3\xa9t\xc3\xa9" },
  { "\xef\xbc\xa1\xef\xac\x81", "\xef\xbc\xa1\xef\xac\x81" },
  { " ", " " },
};

static void
test_prepared (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (MotusSecret) password = motus_password_prepare (rows[i].typed, &error);
      g_assert_no_error (error);
      g_assert_cmpmem (motus_secret_peek (password), motus_secret_length (password),
                       rows[i].prepared, strlen (rows[i].prepared));
    }
}

static void
assert_refused (const char *typed)
{
  g_autoptr (GError) error = NULL;
  g_assert_null (motus_password_prepare (typed, &error));
  g_assert_error (error, MOTUS_CRYPTO_ERROR, MOTUS_CRYPTO_ERROR_BAD_ARGUMENT);
}

static void
test_refused (void)
{
  assert_refused ("");
  assert_refused ("two\nlines");
  assert_refused ("tab\tbed");
  assert_refused ("\x7f");
  assert_refused ("c1 \xc2\x85");
  assert_refused ("\xff");
  assert_refused ("cut \xc3");
  assert_refused ("\xed\xa0\x80");
}

static void
test_lengths (void)
{
  g_autofree char *longest = g_strnfill (MOTUS_PASSWORD_MAX, 'x');
  g_autofree char *longer = g_strnfill (MOTUS_PASSWORD_MAX + 1, 'x');
  g_autoptr (MotusSecret) password = motus_password_prepare (longest, NULL);
  g_assert_cmpuint (motus_secret_length (password), ==, MOTUS_PASSWORD_MAX);
  assert_refused (longer);

  /* U+0958 is three bytes that NFC turns into six. */
  g_autoptr (GString) growing = g_string_new (NULL);
  while (growing->len + 3 <= MOTUS_PASSWORD_MAX)
    g_string_append (growing, "\xe0\xa5\x98");
  assert_refused (growing->str);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/password/prepared", test_prepared);
  g_test_add_func ("/password/refused", test_refused);
  g_test_add_func ("/password/lengths", test_lengths);
  return g_test_run ();
}
