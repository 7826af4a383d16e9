/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-cli.h"

#include <glib/gi18n.h>

static char *
read_id (JsonObject *arguments)
{
  JsonNode *node = json_object_get_member (arguments, "id");
  JsonNode *tag = json_object_get_member (arguments, "tag");

  /* An invitation is named by "id"; a command that needs that calls itself "tag". */
  if (tag != NULL && JSON_NODE_HOLDS_VALUE (tag) && json_node_get_value_type (tag) == G_TYPE_STRING)
    return json_node_dup_string (tag);
  if (node != NULL && JSON_NODE_HOLDS_VALUE (node)
      && json_node_get_value_type (node) == G_TYPE_STRING)
    return json_node_dup_string (node);
  return NULL;
}

static void
call_free (MotusCliCall *call)
{
  call->cli->pending--;
  json_object_unref (call->arguments);
  g_free (call->id);
  g_free (call);
}

void
motus_cli_call (MotusCli *cli, JsonObject *arguments)
{
  MotusCliCall *call = g_new0 (MotusCliCall, 1);

  call->cli = cli;
  call->arguments = arguments;
  call->id = cli->running ? read_id (arguments) : NULL;
  cli->pending++;
  if (!motus_cli_command (call))
    {
      g_autoptr (GError) error = g_error_new_literal (G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                                                      _("There is no such command."));
      motus_cli_call_fail (call, error);
    }
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

/* A single command ends the program, unless it listens. */
static void
ended (MotusCli *cli, MotusCliExit code)
{
  if (!cli->running)
    motus_cli_end (cli, code);
  else if (cli->input_ended && cli->pending == 0)
    motus_cli_end (cli, MOTUS_CLI_EXIT_OK);
}

void
motus_cli_call_done (MotusCliCall *call, MotusCliEvent *event)
{
  MotusCli *cli = call->cli;

  if (event == NULL)
    event = motus_cli_event_new ("done");
  if (call->id != NULL)
    motus_cli_event_text (event, "re", call->id);
  motus_cli_event_print (event);
  call_free (call);
  ended (cli, MOTUS_CLI_EXIT_OK);
}

void
motus_cli_call_fail (MotusCliCall *call, const GError *error)
{
  MotusCli *cli = call->cli;

  motus_cli_print_error (error, call->id);
  call_free (call);
  ended (cli, motus_cli_exit_for (error));
}
