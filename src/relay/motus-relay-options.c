/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-relay-options.h"

#include "motus-relay-error.h"
#include "motus-relay-invitation.h"

#include <string.h>

static const char summary[] =
  "The relay of Motus: carries messages between people and cannot read them.\n"
  "\n"
  "Commands:\n"
  "  (none)    Run a relay until SIGTERM or SIGINT\n"
  "  invite    Print an invitation link, good for a new account. Asks the relay that\n"
  "            runs on the state directory, or writes to its store if none runs";

static const char description[] =
  "The settings are described in motus-relay.conf.example. Without --config every setting has its\n"
  "default. The state directory is $STATE_DIRECTORY, else /var/lib/motus-relay for root,\n"
  "else motus-relay in $XDG_STATE_HOME.\n"
  "\n"
  "A running relay prints the pin of its key, by which clients know it, on standard output, and\n"
  "its log, one line an event, on standard error.\n"
  "\n"
  "Exit status: 0 all went well; 1 something failed; 2 the options or the configuration are\n"
  "wrong; 3 another relay uses the state directory.";

void
motus_relay_options_free (MotusRelayOptions *options)
{
  if (options == NULL)
    return;
  g_free (options->config);
  g_free (options->listen);
  g_free (options->state_dir);
  g_free (options->port_file);
  g_strfreev (options->command);
  g_free (options);
}

static gboolean
check_number (int value, int max, const char *option, GError **error)
{
  if (value >= 1 && value <= max)
    return TRUE;
  g_set_error (error, MOTUS_RELAY_ERROR, MOTUS_RELAY_ERROR_CONFIG,
               "%s takes a whole number from 1 to %d.", option, max);
  return FALSE;
}

static gboolean
check (const MotusRelayOptions *options, GError **error)
{
  const char *command = options->command != NULL ? options->command[0] : NULL;
  if (command != NULL && (strcmp (command, "invite") != 0 || options->command[1] != NULL))
    {
      g_set_error (error, MOTUS_RELAY_ERROR, MOTUS_RELAY_ERROR_CONFIG,
                   "There is no command “%s”; “invite” is the only one. See --help.",
                   strcmp (command, "invite") != 0 ? command : options->command[1]);
      return FALSE;
    }
  return check_number (options->uses, MOTUS_RELAY_INVITATION_USES_MAX, "--uses", error)
         && check_number (options->days, MOTUS_RELAY_INVITATION_DAYS_MAX, "--days", error);
}

MotusRelayOptions *
motus_relay_options_parse (int argc, char **argv, GError **error)
{
  g_autoptr (MotusRelayOptions) options = g_new0 (MotusRelayOptions, 1);
  const GOptionEntry entries[] = {
    { "config", 0, 0, G_OPTION_ARG_FILENAME, &options->config,
      "Read the settings from FILE", "FILE" },
    { "listen", 0, 0, G_OPTION_ARG_STRING, &options->listen,
      "Listen there; port 0 is any free one", "ADDRESS:PORT" },
    { "state-dir", 0, 0, G_OPTION_ARG_FILENAME, &options->state_dir,
      "Keep key, accounts and control socket in DIR", "DIR" },
    { "port-file", 0, 0, G_OPTION_ARG_FILENAME, &options->port_file,
      "Write the port's number to FILE once connections are accepted", "FILE" },
    { "check-config", 0, 0, G_OPTION_ARG_NONE, &options->check_config,
      "Say whether the settings are right, and what is wrong in which line", NULL },
    { "uses", 0, 0, G_OPTION_ARG_INT, &options->uses,
      "invite: how many people may sign up with the link (1)", "N" },
    { "days", 0, 0, G_OPTION_ARG_INT, &options->days,
      "invite: how long the link is good (7)", "N" },
    { "version", 0, 0, G_OPTION_ARG_NONE, &options->version, "Print the version", NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->command, NULL, "[COMMAND]" },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);

  options->uses = MOTUS_RELAY_INVITATION_USES;
  options->days = MOTUS_RELAY_INVITATION_DAYS;
  g_option_context_set_summary (context, summary);
  g_option_context_set_description (context, description);
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, error) || !check (options, error))
    return NULL;
  return g_steal_pointer (&options);
}

static void
set_state_dir (MotusRelayConfig *config, const char *path)
{
  g_free (config->state_dir);
  config->state_dir = g_canonicalize_filename (path, NULL);
}

MotusRelayConfig *
motus_relay_options_load_config (const MotusRelayOptions *options, GError **error)
{
  g_autoptr (MotusRelayConfig) config = options->config != NULL
                                        ? motus_relay_config_load (options->config, error)
                                        : motus_relay_config_new ();
  if (config == NULL)
    return NULL;
  if (options->listen != NULL && !motus_relay_config_set_listen (config, options->listen, error))
    return NULL;
  if (options->state_dir != NULL)
    set_state_dir (config, options->state_dir);
  return g_steal_pointer (&config);
}
