/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-relay-log.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void
keep_cb (const char *line, gpointer user_data)
{
  g_string_append (user_data, line);
}

static void
test_escapes (void)
{
  static const struct {
    const char *value, *expected;
  } rows[] = {
    { "alice", "signed-in name=alice" },
    { "\x1b]0;x\a", "signed-in name=\\u{1b}]0;x\\u{7}" },
    { "a b", "signed-in name=\"a b\"" },
    { "a\nlocked name=bob", "signed-in name=\"a\\u{a}locked name=bob\"" },
    { "say \"x\"", "signed-in name=\"say \\\"x\\\"\"" },
    { "\xe2\x80\xae", "signed-in name=\\u{202e}" },
    { "\xff\xc2\x9b", "signed-in name=\\xff\\u{9b}" },
    { "", "signed-in name=\"\"" },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GString) line = g_string_new (NULL);
      motus_relay_log_set_sink (keep_cb, line);
      motus_relay_log (MOTUS_RELAY_LOG_NOTICE, "signed-in", "name", rows[i].value, NULL);
      motus_relay_log_set_sink (NULL, NULL);
      g_assert_cmpstr (line->str, ==, rows[i].expected);
      g_assert_null (strpbrk (line->str, "\x1b\n\a"));
    }
}

static void
test_pairs (void)
{
  g_autoptr (GString) line = g_string_new (NULL);
  g_autofree char *longer = g_strnfill (5000, 'x');
  motus_relay_log_set_sink (keep_cb, line);
  motus_relay_log (MOTUS_RELAY_LOG_INFO, "stopped", NULL);
  g_assert_cmpstr (line->str, ==, "stopped");
  g_string_truncate (line, 0);
  motus_relay_log (MOTUS_RELAY_LOG_INFO, "e", "a", "1", "b", longer, NULL);
  g_assert_true (g_str_has_prefix (line->str, "e a=1 b=xxx"));
  g_assert_cmpuint (line->len, <, 400);
  motus_relay_log_set_sink (NULL, NULL);
}

/* The priority is for the journal alone. */
static void
test_standard_error (void)
{
  if (g_test_subprocess ())
    {
      motus_relay_log (MOTUS_RELAY_LOG_NOTICE, "locked", "name", "\x1b", NULL);
      return;
    }
  g_setenv ("JOURNAL_STREAM", "1:2", TRUE);
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_passed ();
  g_test_trap_assert_stderr ("locked name=*{1b}\n*");
  g_test_trap_assert_stderr_unmatched ("*<5>*");
}

static void
test_journal (void)
{
  if (g_test_subprocess ())
    {
      struct stat status;
      g_assert_cmpint (fstat (STDERR_FILENO, &status), ==, 0);
      g_autofree char *stream
        = g_strdup_printf ("%" G_GUINT64_FORMAT ":%" G_GUINT64_FORMAT, (guint64) status.st_dev,
                           (guint64) status.st_ino);
      g_setenv ("JOURNAL_STREAM", stream, TRUE);
      motus_relay_log (MOTUS_RELAY_LOG_NOTICE, "locked", NULL);
      motus_relay_log (MOTUS_RELAY_LOG_ERROR, "store-failed", NULL);
      return;
    }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_passed ();
  g_test_trap_assert_stderr ("*<5>locked\n<3>store-failed\n*");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/relay-log/escapes", test_escapes);
  g_test_add_func ("/relay-log/pairs", test_pairs);
  g_test_add_func ("/relay-log/standard-error", test_standard_error);
  g_test_add_func ("/relay-log/journal", test_journal);
  return g_test_run ();
}
