/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "motus-relay-config.h"

G_BEGIN_DECLS

/* What was asked for on the command line. */
typedef struct {
  char *config;
  char *listen;
  char *state_dir;
  char *port_file;
  gboolean check_config;
  gboolean version;
  int uses, days;
  char **command;       /* NULL, or what stands besides the options */
} MotusRelayOptions;

/* Reads @argv, with a sentence of what is wrong if it is. "--help" prints and ends the process. */
MotusRelayOptions *motus_relay_options_parse (int argc, char **argv, GError **error);
void motus_relay_options_free (MotusRelayOptions *options);

/* The configuration file, if one is named, and over it what the options set. Errors: CONFIG. */
MotusRelayConfig *motus_relay_options_load_config (const MotusRelayOptions *options,
                                                   GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MotusRelayOptions, motus_relay_options_free)

G_END_DECLS
