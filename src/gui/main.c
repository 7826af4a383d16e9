/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-application.h"
#include "motus-gui-config.h"

#include <glib/gi18n.h>
#include <locale.h>

int
main (int argc, char **argv)
{
  /* Before Motus is installed its translations are somewhere else. */
  const char *locale_dir = g_getenv ("MOTUS_LOCALE_DIR");

  setlocale (LC_ALL, "");
  bindtextdomain ("motus", locale_dir ? locale_dir : MOTUS_LOCALE_DIR);
  bind_textdomain_codeset ("motus", "UTF-8");
  textdomain ("motus");

  g_autoptr (MotusApplication) application = motus_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
