/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-cli.h"

#include <glib-unix.h>
#include <glib/gi18n.h>

/* What is on its way to the disk may take so long at the end. */
#define DRAIN_SECONDS 10

MotusCliExit
motus_cli_exit_for (const GError *error)
{
  static const struct {
    const char *name;
    MotusCliExit exit;
  } exits[] = {
    { "E_OFFLINE", MOTUS_CLI_EXIT_UNREACHABLE },
    { "E_UNREACHABLE", MOTUS_CLI_EXIT_UNREACHABLE },
    { "E_LOGIN_FAILED", MOTUS_CLI_EXIT_LOGIN },
    { "E_LOCKED", MOTUS_CLI_EXIT_LOGIN },
    { "E_PASSWORD", MOTUS_CLI_EXIT_LOGIN },
    { "E_KEY_FILE", MOTUS_CLI_EXIT_LOGIN },
    { "E_SIGN_UP_REFUSED", MOTUS_CLI_EXIT_LOGIN },
    { "E_RELAY_KEY_CHANGED", MOTUS_CLI_EXIT_TRUST },
    { "E_RELAY_KEY_REFUSED", MOTUS_CLI_EXIT_TRUST },
    { "E_CHANNEL_BINDING", MOTUS_CLI_EXIT_TRUST },
    { "E_DOWNGRADE", MOTUS_CLI_EXIT_TRUST },
    { "E_KEY_CHANGED", MOTUS_CLI_EXIT_TRUST },
    { "E_SENDER", MOTUS_CLI_EXIT_TRUST },
    { "E_BINDING", MOTUS_CLI_EXIT_TRUST },
    { "E_NO_KEY", MOTUS_CLI_EXIT_REFUSED },
    { "E_USER_OFFLINE", MOTUS_CLI_EXIT_REFUSED },
    { "E_USER_UNKNOWN", MOTUS_CLI_EXIT_REFUSED },
    { "E_NOT_IN_ROOM", MOTUS_CLI_EXIT_REFUSED },
    { "E_INVITE", MOTUS_CLI_EXIT_REFUSED },
    { "E_TOO_LONG", MOTUS_CLI_EXIT_REFUSED },
    { "E_REFUSED", MOTUS_CLI_EXIT_REFUSED },
  };
  const char *name = motus_client_error_get_name (error);

  if (error->domain == G_OPTION_ERROR)
    return MOTUS_CLI_EXIT_USAGE;
  for (gsize i = 0; i < G_N_ELEMENTS (exits); i++)
    if (g_str_equal (exits[i].name, name))
      return exits[i].exit;
  return MOTUS_CLI_EXIT_FAILED;
}

void
motus_cli_end (MotusCli *cli, MotusCliExit code)
{
  if (cli->ended)
    return;
  cli->ended = TRUE;
  cli->exit = code;
  g_main_loop_quit (cli->loop);
}

static void
end_with (MotusCli *cli, const GError *error)
{
  motus_cli_print_error (error, NULL);
  motus_cli_end (cli, motus_cli_exit_for (error));
}

static const char *
command_name (MotusCli *cli)
{
  return json_object_get_string_member (cli->options->command, "command");
}

static gboolean
is_trusting_relay (MotusCli *cli)
{
  return g_str_equal (command_name (cli), "trust")
         && g_str_equal (json_object_get_string_member (cli->options->command, "name"), "relay");
}

static void
say_ready (MotusCli *cli)
{
  g_autofree char *account = NULL;
  g_autofree char *relay = NULL;
  MotusCliEvent *event = motus_cli_event_new ("ready");

  g_object_get (cli->client, "account", &account, "relay", &relay, NULL);
  motus_cli_event_text (event, "account", account);
  motus_cli_event_text (event, "relay", relay);
  motus_cli_event_print (event);
}

static void
online (MotusCli *cli)
{
  if (cli->listening || cli->running)
    {
      say_ready (cli);
      return;
    }
  if (cli->was_online)
    return;
  cli->was_online = TRUE;
  if (is_trusting_relay (cli))
    {
      motus_cli_event_print (motus_cli_event_new ("done"));
      motus_cli_end (cli, MOTUS_CLI_EXIT_OK);
    }
  else
    motus_cli_call (cli, json_object_ref (cli->options->command));
}

/* Whether an end of the attempts to connect is the end of the program. */
static gboolean
is_final (MotusCli *cli, MotusConnectionState state)
{
  if (cli->running)
    return FALSE;
  return state == MOTUS_CONNECTION_STOPPED
         || (state == MOTUS_CONNECTION_WAITING && !cli->listening);
}

static void
state_cb (MotusClient *client, GParamSpec *pspec, MotusCli *cli)
{
  MotusConnectionState state;
  g_autoptr (GError) error = NULL;

  g_object_get (client, "state", &state, "status-error", &error, NULL);
  if (state == MOTUS_CONNECTION_ONLINE)
    online (cli);
  else if (is_trusting_relay (cli)
           && g_error_matches (error, MOTUS_CLIENT_ERROR, MOTUS_CLIENT_ERROR_RELAY_KEY_CHANGED))
    motus_client_answer_relay (client, TRUE);
  else if (error != NULL && is_final (cli, state))
    end_with (cli, error);
}

static void
go_online (MotusCli *cli)
{
  g_signal_connect (cli->client, "notify::state", G_CALLBACK (state_cb), cli);
  motus_client_connect (cli->client);
}

static void
unlocked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  MotusCli *cli = user_data;
  g_autoptr (GError) error = NULL;

  if (!motus_client_unlock_finish (MOTUS_CLIENT (source), result, &error))
    {
      end_with (cli, error);
      return;
    }
  if (cli->running || cli->listening)
    motus_cli_watch (cli);
  if (cli->running)
    motus_cli_read_input (cli);
  if (motus_cli_command_is_offline (cli->options->command))
    motus_cli_call (cli, json_object_ref (cli->options->command));
  else
    go_online (cli);
}

static void
signed_up_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  MotusCli *cli = user_data;
  g_autoptr (GError) error = NULL;

  if (!motus_client_sign_up_finish (MOTUS_CLIENT (source), result, &error))
    {
      end_with (cli, error);
      return;
    }
  g_autofree char *fingerprint = motus_client_get_fingerprint (cli->client, NULL);
  g_autofree char *words = motus_client_get_fingerprint_words (cli->client, NULL);
  MotusCliEvent *event = motus_cli_event_new ("registered");
  motus_cli_event_text (event, "account", cli->options->account);
  motus_cli_event_text (event, "fingerprint", fingerprint);
  motus_cli_event_text (event, "words", words);
  motus_cli_event_print (event);
  motus_cli_end (cli, MOTUS_CLI_EXIT_OK);
}

/* A link says which relay; an address beside it has to be the same. */
static gboolean
set_relay (MotusCli *cli, GError **error)
{
  const char *link = json_object_get_string_member_with_default (cli->options->command, "invite",
                                                                 NULL);
  const char *address = cli->options->relay;
  g_autofree char *relay = NULL, *given = NULL, *inviter = NULL, *nobody = NULL;
  gboolean is_link;

  if (link == NULL)
    return address == NULL || motus_client_set_relay (cli->client, address, error);
  if (!motus_client_read_link (link, &is_link, &relay, &inviter, error)
      || (address != NULL
          && !motus_client_read_link (address, &is_link, &given, &nobody, error)))
    return FALSE;
  if (given != NULL && !g_str_equal (given, relay))
    {
      g_set_error_literal (error, MOTUS_CLIENT_ERROR, MOTUS_CLIENT_ERROR_LINK,
                           _("The link is for another relay than --relay says. Leave --relay out."));
      return FALSE;
    }
  return motus_client_set_relay (cli->client, link, error);
}

static gboolean
start_cb (gpointer user_data)
{
  MotusCli *cli = user_data;
  const char *password = (const char *) motus_secret_peek (cli->password);
  g_autoptr (GError) error = NULL;

  if (!set_relay (cli, &error))
    end_with (cli, error);
  else if (g_str_equal (command_name (cli), "register"))
    motus_client_sign_up_async (cli->client, password, NULL, signed_up_cb, cli);
  else
    motus_client_unlock_async (cli->client, password, NULL, unlocked_cb, cli);
  return G_SOURCE_REMOVE;
}

static gboolean
timeout_cb (gpointer user_data)
{
  MotusCli *cli = user_data;

  motus_cli_end (cli, cli->left > 0 ? MOTUS_CLI_EXIT_TIMEOUT : MOTUS_CLI_EXIT_OK);
  return G_SOURCE_REMOVE;
}

static gboolean
signal_cb (gpointer user_data)
{
  motus_cli_end (user_data, MOTUS_CLI_EXIT_OK);
  return G_SOURCE_CONTINUE;
}

static void
prepare_listening (MotusCli *cli)
{
  JsonObject *command = cli->options->command;
  gint64 timeout = json_object_get_int_member_with_default (command, "timeout", 0);

  cli->running = g_str_equal (command_name (cli), "run");
  cli->listening = cli->running || g_str_equal (command_name (cli), "listen");
  cli->left = json_object_get_int_member_with_default (command, "count", -1);
  if (cli->left == 0)
    cli->left = -1;
  if (cli->listening && timeout > 0)
    g_timeout_add_seconds ((guint) timeout, timeout_cb, cli);
}

static gboolean
give_up_cb (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_REMOVE;
}

/* Lets what is under way reach the disk: each such job holds the client. */
static void
drain (MotusCli *cli)
{
  gboolean given_up = FALSE;
  gpointer client = cli->client;
  guint limit = g_timeout_add_seconds (DRAIN_SECONDS, give_up_cb, &given_up);

  motus_client_disconnect (cli->client);
  g_signal_handlers_disconnect_by_data (cli->client, cli);
  g_object_add_weak_pointer (client, &client);
  g_object_unref (cli->client);
  while (client != NULL && !given_up)
    g_main_context_iteration (NULL, TRUE);
  if (!given_up)
    g_source_remove (limit);
}

MotusCliExit
motus_cli_run (const MotusCliOptions *options, MotusSecret *password)
{
  MotusCli cli = { .options = options, .password = password };
  g_autofree char *home = options->home != NULL ? g_strdup (options->home)
                                                : motus_client_default_home ();

  cli.loop = g_main_loop_new (NULL, FALSE);
  cli.client = motus_client_new (home, options->account);
  motus_client_set_trust_on_first_use (cli.client, TRUE);
  prepare_listening (&cli);
  g_unix_signal_add (SIGINT, signal_cb, &cli);
  g_unix_signal_add (SIGTERM, signal_cb, &cli);
  g_idle_add (start_cb, &cli);
  g_main_loop_run (cli.loop);
  drain (&cli);
  g_queue_clear_full (&cli.waiting, (GDestroyNotify) json_object_unref);
  g_main_loop_unref (cli.loop);
  return cli.exit;
}
