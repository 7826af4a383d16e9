/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-command.h"

static const struct {
  const char *input;
  MotusCommandKind kind;
  gboolean complete;
  const char *name, *text;
} rows[] = {
  { "hello", MOTUS_COMMAND_TEXT, TRUE, NULL, "hello" },
  { "  two\nlines \n", MOTUS_COMMAND_TEXT, TRUE, NULL, "two\nlines" },
  { "", MOTUS_COMMAND_TEXT, FALSE, NULL, NULL },
  { " \n\t ", MOTUS_COMMAND_TEXT, FALSE, NULL, NULL },
  { "/", MOTUS_COMMAND_TEXT, TRUE, NULL, "/" },
  { "//msg bob hi", MOTUS_COMMAND_TEXT, TRUE, NULL, "/msg bob hi" },
  { "/usr/bin is full", MOTUS_COMMAND_TEXT, TRUE, NULL, "/usr/bin is full" },
  { "/ msg bob", MOTUS_COMMAND_TEXT, TRUE, NULL, "/ msg bob" },
  { "/4", MOTUS_COMMAND_TEXT, TRUE, NULL, "/4" },
  { "see /msg", MOTUS_COMMAND_TEXT, TRUE, NULL, "see /msg" },
  { "/msg bob Are you there?", MOTUS_COMMAND_MSG, TRUE, "bob", "Are you there?" },
  { "/MSG @Bob  hi", MOTUS_COMMAND_MSG, TRUE, "bob", "hi" },
  { "/msg bob two\nlines", MOTUS_COMMAND_MSG, TRUE, "bob", "two\nlines" },
  { "/msg bob", MOTUS_COMMAND_MSG, FALSE, "bob", NULL },
  { "/msg bob   ", MOTUS_COMMAND_MSG, FALSE, "bob", NULL },
  { "/msg", MOTUS_COMMAND_MSG, FALSE, NULL, NULL },
  { "/msg @", MOTUS_COMMAND_MSG, FALSE, NULL, NULL },
  { "/invite bob", MOTUS_COMMAND_INVITE, TRUE, "bob", NULL },
  { "/invite bob The kitchen", MOTUS_COMMAND_INVITE, TRUE, "bob", "The kitchen" },
  { "/invite", MOTUS_COMMAND_INVITE, FALSE, NULL, NULL },
  { "/leave", MOTUS_COMMAND_LEAVE, TRUE, NULL, NULL },
  { "/leave now", MOTUS_COMMAND_LEAVE, FALSE, NULL, "now" },
  { "/help", MOTUS_COMMAND_HELP, TRUE, NULL, NULL },
  { "/shrug", MOTUS_COMMAND_UNKNOWN, FALSE, "shrug", NULL },
  { "/msgbob hi", MOTUS_COMMAND_UNKNOWN, FALSE, "msgbob", NULL },
};

static void
test_rows (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (MotusCommand) command = motus_command_parse (rows[i].input);
      g_test_message ("%s", rows[i].input);
      g_assert_cmpint (command->kind, ==, rows[i].kind);
      g_assert_cmpint (command->complete, ==, rows[i].complete);
      g_assert_cmpstr (command->name, ==, rows[i].name);
      g_assert_cmpstr (command->text, ==, rows[i].text);
    }
}

static void
test_words (void)
{
  for (guint kind = MOTUS_COMMAND_MSG; kind < MOTUS_COMMAND_UNKNOWN; kind++)
    {
      g_autofree char *input = g_strconcat ("/", motus_command_get_word (kind), NULL);
      g_autoptr (MotusCommand) command = motus_command_parse (input);
      g_assert_cmpint (command->kind, ==, kind);
      g_assert_true (g_str_has_prefix (motus_command_get_usage (kind), input));
      g_assert_nonnull (motus_command_get_summary (kind));
    }
  g_assert_null (motus_command_get_word (MOTUS_COMMAND_TEXT));
  g_assert_null (motus_command_get_usage (MOTUS_COMMAND_UNKNOWN));
  g_assert_null (motus_command_get_summary (MOTUS_COMMAND_UNKNOWN));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/command/rows", test_rows);
  g_test_add_func ("/command/words", test_words);
  return g_test_run ();
}
