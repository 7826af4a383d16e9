/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <sqlite3.h>

G_BEGIN_DECLS

/* The database file: how it is opened, and which tables it has. */

/* The schema that this program writes: the number of its migrations. */
#define MOTUS_RELAY_SCHEMA 1

/* Opens the file at @path (made with mode 0600 if it is not there), checks it and brings its
 * schema up to date. For use by one thread at a time. Errors: MOTUS_RELAY_ERROR_SCHEMA,
 * MOTUS_RELAY_ERROR_STORE. */
sqlite3 *motus_relay_database_open (const char *path, GError **error);
void motus_relay_database_close (sqlite3 *db);

/* Runs statements that give no rows. */
gboolean motus_relay_database_run (sqlite3 *db, const char *sql, GError **error);
/* The one number that a query gives. */
gboolean motus_relay_database_get_int (sqlite3 *db, const char *sql, gint64 *value,
                                       GError **error);

/* MOTUS_RELAY_ERROR_STORE with what @db says of its last failure. Always FALSE. */
gboolean motus_relay_database_set_error (sqlite3 *db, GError **error);

/* The statements that lead from schema @from to the next (0: from nothing to 1). */
const char *motus_relay_schema_get_migration (guint from);

G_END_DECLS
