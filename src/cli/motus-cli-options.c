/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-cli-options.h"

#include <glib/gi18n.h>

#define NUMBER_MAX G_GINT64_CONSTANT (1000000000)

/* How the words after the command become members of the JSON command: each in its turn, then flags. */
typedef struct {
  const char *words;            /* the command as typed */
  const char *command;          /* as `run` calls it */
  const char *arguments[3];
  guint needed;
  const char *flags[3];
  const char *help;
} Shape;

static const Shape shapes[] = {
  { "register", "register", { NULL }, 0, { "invite" }, N_("[--invite LINK]  make this account") },
  { "people", "people", { NULL }, 0, { NULL }, N_("say who is there") },
  { "send", "send", { "to", "text" }, 2, { NULL }, N_("NAME TEXT  send to one person") },
  { "broadcast", "broadcast", { "text" }, 1, { NULL }, N_("TEXT  send to everyone online") },
  { "room invite", "room-invite", { "name" }, 1, { "room", "title" },
    N_("NAME [--room ROOM] [--title TITLE]  ask into a room") },
  { "room accept", "room-accept", { "id" }, 1, { NULL }, N_("ID  accept an invitation") },
  { "room decline", "room-decline", { "id" }, 1, { NULL }, N_("ID  decline an invitation") },
  { "room leave", "room-leave", { "room" }, 1, { NULL }, N_("ROOM  leave a room") },
  { "room send", "room-send", { "room", "text" }, 2, { NULL }, N_("ROOM TEXT  send to a room") },
  { "room list", "room-list", { NULL }, 0, { NULL }, N_("rooms and open invitations") },
  { "listen", "listen", { NULL }, 0, { "count", "timeout" },
    N_("[--count N] [--timeout SECONDS]  print what comes") },
  { "history", "history", { "conversation" }, 0, { NULL },
    N_("[everyone|ROOM|@NAME]  print what is kept of a conversation") },
  { "fingerprint", "fingerprint", { "name" }, 0, { NULL }, N_("[NAME]  fingerprint, safety number") },
  { "trust", "trust", { "name" }, 1, { "number" },
    N_("NAME [--number SAFETY-NUMBER]|relay  trust the key shown now") },
  { "link", "link", { NULL }, 0, { NULL }, N_("an invitation link for somebody new") },
  { "run", "run", { NULL }, 0, { NULL }, N_("one JSON command a line in, one JSON event a line out") },
};

static char *
make_help (void)
{
  GString *help = g_string_new (_("Commands:"));

  for (gsize i = 0; i < G_N_ELEMENTS (shapes); i++)
    g_string_append_printf (help, "\n  %s %s", shapes[i].words, _(shapes[i].help));
  return g_string_free (help, FALSE);
}

gboolean
motus_cli_options_read_number (const char *text, gint64 *number)
{
  return g_ascii_string_to_signed (text, 10, 0, NUMBER_MAX, number, NULL);
}

static gboolean
fail (GError **error, const char *sentence)
{
  g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, sentence);
  return FALSE;
}

static const Shape *
find_shape (char **words, guint *used)
{
  for (gsize i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      g_auto (GStrv) expected = g_strsplit (shapes[i].words, " ", -1);
      guint len = g_strv_length (expected);
      gboolean same = g_strv_length (words) >= len;
      for (guint k = 0; same && k < len; k++)
        same = g_str_equal (words[k], expected[k]);
      if (same)
        {
          *used = len;
          return &shapes[i];
        }
    }
  return NULL;
}

static gboolean
is_flag_of (const Shape *shape, const char *flag)
{
  for (guint i = 0; i < G_N_ELEMENTS (shape->flags) && shape->flags[i] != NULL; i++)
    if (g_str_equal (shape->flags[i], flag))
      return TRUE;
  return FALSE;
}

static gboolean
add_flag (JsonObject *command, const Shape *shape, const char *flag, const char *value,
          GError **error)
{
  gboolean counts = g_str_equal (flag, "count") || g_str_equal (flag, "timeout");
  gint64 number;

  if (!is_flag_of (shape, flag) || value == NULL)
    return fail (error, _("This command has no such option. See --help."));
  if (!counts)
    json_object_set_string_member (command, flag, value);
  else if (motus_cli_options_read_number (value, &number))
    json_object_set_int_member (command, flag, number);
  else
    return fail (error, _("--count and --timeout need a number."));
  return TRUE;
}

static gboolean
add_words (JsonObject *command, const Shape *shape, char **words, GError **error)
{
  guint count = 0;
  gboolean plain = FALSE;

  for (; *words != NULL; words++)
    {
      if (!plain && g_str_equal (*words, "--"))
        plain = TRUE;
      else if (!plain && g_str_has_prefix (*words, "--"))
        {
          if (!add_flag (command, shape, *words + 2, words[1], error))
            return FALSE;
          words++;
        }
      else if (count >= G_N_ELEMENTS (shape->arguments) || shape->arguments[count] == NULL)
        return fail (error, _("Too many words after the command. Put a text in quotes."));
      else
        json_object_set_string_member (command, shape->arguments[count++], *words);
    }
  if (count < shape->needed)
    return fail (error, _("Something is missing after the command. See --help."));
  return TRUE;
}

static JsonObject *
read_command (char **words, GError **error)
{
  guint used;
  const Shape *shape = words != NULL ? find_shape (words, &used) : NULL;
  if (shape == NULL)
    {
      fail (error, _("Give one of the commands that --help lists."));
      return NULL;
    }

  g_autoptr (JsonObject) command = json_object_new ();
  json_object_set_string_member (command, "command", shape->command);
  if (!add_words (command, shape, words + used, error))
    return NULL;
  return g_steal_pointer (&command);
}

static gboolean
check_words (char **words, GError **error)
{
  for (; words != NULL && *words != NULL; words++)
    if (!g_utf8_validate (*words, -1, NULL))
      return fail (error, _("The command line is not UTF-8."));
  return TRUE;
}

MotusCliOptions *
motus_cli_options_parse (int argc, char **argv, GError **error)
{
  g_autoptr (MotusCliOptions) options = g_new0 (MotusCliOptions, 1);
  g_auto (GStrv) words = NULL;
  GOptionEntry entries[] = {
    { "relay", 0, 0, G_OPTION_ARG_STRING, &options->relay, N_("The relay's address"), "HOST:PORT" },
    { "account", 0, 0, G_OPTION_ARG_STRING, &options->account, N_("The account"), "NAME" },
    { "home", 0, 0, G_OPTION_ARG_FILENAME, &options->home, N_("The folder of accounts"), "DIR" },
    { "password-file", 0, 0, G_OPTION_ARG_FILENAME, &options->password_file,
      N_("A file whose first line is the password"), "FILE" },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_STRING_ARRAY, &words, NULL, N_("COMMAND") },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autofree char *help = make_help ();

  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_set_description (context, help);
  g_option_context_set_strict_posix (context, TRUE);
  if (!g_option_context_parse (context, &argc, &argv, error) || !check_words (words, error))
    return NULL;
  options->command = read_command (words, error);
  if (options->command == NULL)
    return NULL;
  if (options->account == NULL)
    {
      fail (error, _("Say which account: --account NAME."));
      return NULL;
    }
  return g_steal_pointer (&options);
}

void
motus_cli_options_free (MotusCliOptions *options)
{
  if (options == NULL)
    return;
  g_free (options->relay);
  g_free (options->account);
  g_free (options->home);
  g_free (options->password_file);
  g_clear_pointer (&options->command, json_object_unref);
  g_free (options);
}
