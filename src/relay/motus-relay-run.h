/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "motus-relay-config.h"

G_BEGIN_DECLS

/* Runs a relay until SIGTERM or SIGINT, in the default main context. Once it accepts connections
 * it prints "pin: sha256-…" on standard output and, if @port_file is not NULL, puts the number of
 * its port there. FALSE if it could not be started. */
gboolean motus_relay_run (const MotusRelayConfig *config, const char *port_file, GError **error);

G_END_DECLS
