/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>
#include <locale.h>
#include <stdio.h>

#include "motus-cli-password.h"
#include "motus-cli.h"
#include "motus-escape.h"

static int
fail (const GError *error, MotusCliExit code)
{
  g_autofree char *text = motus_escape (error->message, -1, 1000);

  fprintf (stderr, "motus-cli: %s\n", text);
  return code;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, MOTUS_LOCALE_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  motus_secret_forbid_core_dumps ();

  g_autoptr (MotusCliOptions) options = motus_cli_options_parse (argc, argv, &error);
  if (options == NULL)
    return fail (error, MOTUS_CLI_EXIT_USAGE);
  g_autoptr (MotusSecret) password = motus_cli_password_read (options->password_file, &error);
  if (password == NULL)
    return fail (error, MOTUS_CLI_EXIT_USAGE);
  return motus_cli_run (options, password);
}
