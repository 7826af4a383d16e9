/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-relay-error.h"
#include "motus-relay-invite.h"
#include "motus-relay-options.h"
#include "motus-relay-run.h"
#include "motus-secret.h"

#include <locale.h>
#include <signal.h>
#include <sys/stat.h>

enum { FAILED = 1, WRONG = 2, BUSY = 3 };

static int
complain (const GError *error, int status)
{
  g_printerr ("motus-relay: %s\n", error->message);
  if (g_error_matches (error, MOTUS_RELAY_ERROR, MOTUS_RELAY_ERROR_BUSY))
    return BUSY;
  if (g_error_matches (error, MOTUS_RELAY_ERROR, MOTUS_RELAY_ERROR_CONFIG))
    return WRONG;
  return status;
}

static int
print_invitation (const MotusRelayConfig *config, const MotusRelayOptions *options)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *link = motus_relay_invite (config, (guint) options->uses,
                                              (guint) options->days, &error);
  if (link == NULL)
    return complain (error, FAILED);
  g_print ("%s\n", link);
  return 0;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;

  setlocale (LC_ALL, "");
  signal (SIGPIPE, SIG_IGN);
  umask (077);
  g_autoptr (MotusRelayOptions) options = motus_relay_options_parse (argc, argv, &error);
  if (options == NULL)
    return complain (error, WRONG);
  if (options->version)
    {
      g_print ("motus-relay %s\n", MOTUS_VERSION);
      return 0;
    }
  g_autoptr (MotusRelayConfig) config = motus_relay_options_load_config (options, &error);
  if (config == NULL)
    return complain (error, WRONG);
  if (options->check_config)
    {
      g_print ("%s: nothing is wrong with it\n", options->config != NULL ? options->config
                                                                          : "The defaults");
      return 0;
    }

  motus_secret_forbid_core_dumps ();
  if (options->command != NULL)
    return print_invitation (config, options);
  return motus_relay_run (config, options->port_file, &error) ? 0 : complain (error, FAILED);
}
