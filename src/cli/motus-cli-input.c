/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-cli.h"

#include <gio/gunixinputstream.h>
#include <glib/gi18n.h>
#include <unistd.h>

#include "motus-json-guard.h"

/* The longest command, in bytes. */
#define LINE_MAX_BYTES (256 * 1024)

static void read_next (MotusCli *cli, GDataInputStream *input);

static JsonObject *
parse (const char *line, gsize len, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new ();

  /* json-glib recurses without a bound: nothing reaches it that is not shallow. */
  if (!motus_json_guard_check (line, len, error)
      || !json_parser_load_from_data (parser, line, (gssize) len, error))
    return NULL;
  return json_object_ref (json_node_get_object (json_parser_get_root (parser)));
}

static void
take_line (MotusCli *cli, const char *line, gsize len)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) command = NULL;

  if (len == 0)
    return;
  command = len <= LINE_MAX_BYTES ? parse (line, len, &error) : NULL;
  if (command != NULL)
    {
      motus_cli_call (cli, g_steal_pointer (&command));
      return;
    }
  g_clear_error (&error);
  g_set_error_literal (&error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                       _("This line is not a command: one JSON object a line is expected."));
  motus_cli_print_error (error, NULL);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  MotusCli *cli = user_data;
  gsize len = 0;
  g_autofree char *line
    = g_data_input_stream_read_line_finish (G_DATA_INPUT_STREAM (source), result, &len, NULL);

  if (line == NULL)
    {
      cli->input_ended = TRUE;
      if (!motus_cli_is_busy (cli))
        motus_cli_end (cli, MOTUS_CLI_EXIT_OK);
      return;
    }
  take_line (cli, line, len);
  if (!cli->ended)
    read_next (cli, G_DATA_INPUT_STREAM (source));
}

static void
read_next (MotusCli *cli, GDataInputStream *input)
{
  g_data_input_stream_read_line_async (input, G_PRIORITY_DEFAULT, NULL, read_cb, cli);
}

void
motus_cli_read_input (MotusCli *cli)
{
  g_autoptr (GInputStream) plain = g_unix_input_stream_new (STDIN_FILENO, FALSE);
  g_autoptr (GDataInputStream) input = g_data_input_stream_new (plain);

  g_data_input_stream_set_newline_type (input, G_DATA_STREAM_NEWLINE_TYPE_ANY);
  read_next (cli, input);
}
