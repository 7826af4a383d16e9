/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * MotusPreferences:
 *
 * What a person may choose about the window.
 */
#define MOTUS_TYPE_PREFERENCES (motus_preferences_get_type ())
G_DECLARE_FINAL_TYPE (MotusPreferences, motus_preferences, MOTUS, PREFERENCES, AdwPreferencesWindow)

void motus_preferences_present (GtkWindow *parent);

/* Makes the program as light or dark as @settings say, now and when they change. */
void motus_preferences_apply (GSettings *settings);

G_END_DECLS
