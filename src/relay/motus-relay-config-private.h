/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "motus-relay-config.h"

G_BEGIN_DECLS

/* One setting that a configuration file may hold. */
typedef struct {
  const char *group;
  const char *key;
  /* Takes @value into the configuration, or says what was expected instead. */
  gboolean (*apply) (MotusRelayConfig *config, gsize offset, const char *value, guint min,
                     guint max, GError **error);
  gsize offset;         /* of the member of MotusRelayConfig */
  guint min, max, initial;      /* of numbers */
} MotusRelaySetting;

extern const MotusRelaySetting motus_relay_settings[];
extern const gsize motus_relay_n_settings;

G_END_DECLS
