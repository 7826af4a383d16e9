/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * MotusApplication:
 *
 * The program: options, actions that belong to no window, settings. There is one instance for each home (the folder
 * of accounts), so that two people, or two accounts, can sit at one desktop.
 */
#define MOTUS_TYPE_APPLICATION (motus_application_get_type ())
G_DECLARE_FINAL_TYPE (MotusApplication, motus_application, MOTUS, APPLICATION, AdwApplication)

MotusApplication *motus_application_new (void);

/* The folder of accounts: that of --home, or the default one. */
const char *motus_application_get_home (MotusApplication *self);

/* The settings, or NULL where the schema is not installed: nothing is remembered then. Owned by the application. */
GSettings *motus_application_get_settings (MotusApplication *self);

G_END_DECLS
