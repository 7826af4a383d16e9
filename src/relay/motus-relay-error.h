/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MotusRelayError:
 * @MOTUS_RELAY_ERROR_CONFIG: the configuration is wrong; the message names file and line
 * @MOTUS_RELAY_ERROR_STORE: the database cannot be opened, read or written
 * @MOTUS_RELAY_ERROR_SCHEMA: the database was made by a later version of motus-relay
 * @MOTUS_RELAY_ERROR_BUSY: another relay uses this state directory
 * @MOTUS_RELAY_ERROR_LISTEN: the address cannot be listened on
 * @MOTUS_RELAY_ERROR_TLS: the certificate or its key cannot be used
 * @MOTUS_RELAY_ERROR_CONTROL: the running relay could not be asked
 */
typedef enum {
  MOTUS_RELAY_ERROR_CONFIG,
  MOTUS_RELAY_ERROR_STORE,
  MOTUS_RELAY_ERROR_SCHEMA,
  MOTUS_RELAY_ERROR_BUSY,
  MOTUS_RELAY_ERROR_LISTEN,
  MOTUS_RELAY_ERROR_TLS,
  MOTUS_RELAY_ERROR_CONTROL,
} MotusRelayError;

#define MOTUS_RELAY_ERROR (motus_relay_error_quark ())
GQuark motus_relay_error_quark (void);

G_END_DECLS
