/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-about.h"

#include "motus-gui-config.h"

#include <glib/gi18n.h>

void
motus_about_present (GtkWindow *parent)
{
  static const char *const developers[] = { "The Motus contributors", NULL };

  adw_show_about_window (parent,
                         "application-icon", MOTUS_APPLICATION_ID,
                         "application-name", "Motus",
                         "developer-name", developers[0],
                         "developers", developers,
                         "version", MOTUS_VERSION,
                         "comments", _("Talk privately over a relay of your own."),
                         "license-type", GTK_LICENSE_GPL_3_0,
                         /* Translators: your name and address, one translator a line */
                         "translator-credits", _("translator-credits"),
                         NULL);
}
