/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-cli.h"

#include <glib/gi18n.h>

static char *
read_id (JsonObject *arguments)
{
  JsonNode *node = json_object_get_member (arguments, "id");

  if (node != NULL && JSON_NODE_HOLDS_VALUE (node)
      && json_node_get_value_type (node) == G_TYPE_STRING)
    return json_node_dup_string (node);
  return NULL;
}

static void
begin (MotusCli *cli, JsonObject *arguments)
{
  MotusCliCall *call = g_new0 (MotusCliCall, 1);

  call->cli = cli;
  call->arguments = arguments;
  call->id = cli->running ? read_id (arguments) : NULL;
  cli->busy = TRUE;
  if (!motus_cli_command (call))
    {
      g_autoptr (GError) error = g_error_new_literal (G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                                                      _("There is no such command."));
      motus_cli_call_fail (call, error);
    }
}

static gboolean
begin_next_cb (gpointer user_data)
{
  MotusCli *cli = user_data;

  if (!cli->busy && !cli->ended && !g_queue_is_empty (&cli->waiting))
    begin (cli, g_queue_pop_head (&cli->waiting));
  return G_SOURCE_REMOVE;
}

void
motus_cli_call (MotusCli *cli, JsonObject *arguments)
{
  g_queue_push_tail (&cli->waiting, arguments);
  if (!cli->busy)
    begin_next_cb (cli);
}

gboolean
motus_cli_is_busy (MotusCli *cli)
{
  return cli->busy || !g_queue_is_empty (&cli->waiting);
}

const char *
motus_cli_call_text (MotusCliCall *call, const char *name)
{
  JsonNode *node = json_object_get_member (call->arguments, name);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node)
      || json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;
  return json_node_get_string (node);
}

/* A single command ends the program. */
static void
end (MotusCliCall *call, MotusCliExit code)
{
  MotusCli *cli = call->cli;

  json_object_unref (call->arguments);
  g_free (call->id);
  g_free (call);
  cli->busy = FALSE;
  if (!cli->running)
    motus_cli_end (cli, code);
  else if (cli->input_ended && !motus_cli_is_busy (cli))
    motus_cli_end (cli, MOTUS_CLI_EXIT_OK);
  else
    g_idle_add (begin_next_cb, cli);
}

void
motus_cli_call_done (MotusCliCall *call, MotusCliEvent *event)
{
  if (event == NULL)
    event = motus_cli_event_new ("done");
  if (call->id != NULL)
    motus_cli_event_text (event, "re", call->id);
  motus_cli_event_print (event);
  end (call, MOTUS_CLI_EXIT_OK);
}

void
motus_cli_call_fail (MotusCliCall *call, const GError *error)
{
  motus_cli_print_error (error, call->id);
  end (call, motus_cli_exit_for (error));
}
