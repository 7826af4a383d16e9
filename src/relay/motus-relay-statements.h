/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "motus-relay-store.h"

#include <sqlite3.h>

G_BEGIN_DECLS

/**
 * MotusRelayStatements:
 *
 * Each kind of change as a statement, prepared once.
 */
typedef struct _MotusRelayStatements MotusRelayStatements;

/* Errors: MOTUS_RELAY_ERROR_STORE. */
MotusRelayStatements *motus_relay_statements_new (sqlite3 *db, GError **error);
/* To be called before the database is closed. */
void motus_relay_statements_free (MotusRelayStatements *statements);

/* Writes @change within the present transaction. A change that does not fit what is stored (a name
 * that is taken, an invitation used up) fails like one that cannot be written. */
gboolean motus_relay_statements_write (MotusRelayStatements *statements,
                                       const MotusRelayChange *change, GError **error);

/* Tells @each of all that is stored. */
gboolean motus_relay_statements_read_all (sqlite3 *db, MotusRelayStoreEach each,
                                          gpointer user_data, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MotusRelayStatements, motus_relay_statements_free)

G_END_DECLS
