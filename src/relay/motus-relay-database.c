/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-relay-database.h"

#include "motus-random.h"
#include "motus-relay-error.h"
#include "motus-secret.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

/* WAL with synchronous=FULL: a commit is on the disk when it is reported. Locked for good,
 * the index of the WAL needs no memory shared with other processes; nothing is mapped. */
static const char settings[] =
    "PRAGMA locking_mode = EXCLUSIVE;"
    "PRAGMA mmap_size = 0;"
    "PRAGMA journal_mode = WAL;"
    "PRAGMA synchronous = FULL;"
    "PRAGMA foreign_keys = ON;"
    "PRAGMA trusted_schema = OFF;"
    "PRAGMA cell_size_check = ON;"
    "PRAGMA secure_delete = ON;";

gboolean
motus_relay_database_set_error (sqlite3 *db, GError **error)
{
  g_set_error (error, MOTUS_RELAY_ERROR, MOTUS_RELAY_ERROR_STORE,
               "The relay's database does not work: %s (%d). Look after its disk.",
               sqlite3_errmsg (db), sqlite3_extended_errcode (db));
  return FALSE;
}

gboolean
motus_relay_database_run (sqlite3 *db, const char *sql, GError **error)
{
  return sqlite3_exec (db, sql, NULL, NULL, NULL) == SQLITE_OK
         || motus_relay_database_set_error (db, error);
}

gboolean
motus_relay_database_get_int (sqlite3 *db, const char *sql, gint64 *value, GError **error)
{
  sqlite3_stmt *statement = NULL;
  gboolean got = sqlite3_prepare_v2 (db, sql, -1, &statement, NULL) == SQLITE_OK
                 && sqlite3_step (statement) == SQLITE_ROW;

  if (got)
    *value = sqlite3_column_int64 (statement, 0);
  else
    motus_relay_database_set_error (db, error);
  sqlite3_finalize (statement);
  return got;
}

/* SQLite would make it readable for others if the process's mask says so. */
static gboolean
make_file (const char *path, GError **error)
{
  int fd = open (path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);

  if (fd >= 0)
    {
      close (fd);
      return TRUE;
    }
  g_set_error (error, MOTUS_RELAY_ERROR, MOTUS_RELAY_ERROR_STORE, "“%s” cannot be opened: %s.",
               path, g_strerror (errno));
  return FALSE;
}

static gboolean
quick_check (sqlite3 *db, GError **error)
{
  sqlite3_stmt *statement = NULL;

  if (sqlite3_prepare_v2 (db, "PRAGMA quick_check (1)", -1, &statement, NULL) != SQLITE_OK
      || sqlite3_step (statement) != SQLITE_ROW)
    {
      motus_relay_database_set_error (db, error);
      sqlite3_finalize (statement);
      return FALSE;
    }
  const char *verdict = (const char *) sqlite3_column_text (statement, 0);
  gboolean sound = g_strcmp0 (verdict, "ok") == 0;
  if (!sound)
    g_set_error (error, MOTUS_RELAY_ERROR, MOTUS_RELAY_ERROR_STORE,
                 "The relay's database is damaged: %s. Restore it from a backup.", verdict);
  sqlite3_finalize (statement);
  return sound;
}

/* What a database keeps from its birth on. */
static gboolean
give_birth (sqlite3 *db, GError **error)
{
  sqlite3_stmt *statement = NULL;
  guint8 secret[32];

  motus_random_bytes (secret, sizeof secret);
  gboolean done
      = sqlite3_prepare_v2 (db, "INSERT INTO identity (id, login_secret) VALUES (1, ?1)", -1,
                            &statement, NULL)
            == SQLITE_OK
        && sqlite3_bind_blob (statement, 1, secret, sizeof secret, SQLITE_STATIC) == SQLITE_OK
        && sqlite3_step (statement) == SQLITE_DONE;
  if (!done)
    motus_relay_database_set_error (db, error);
  sqlite3_finalize (statement);
  motus_wipe (secret, sizeof secret);
  return done;
}

static gboolean
migrate_once (sqlite3 *db, guint from, GError **error)
{
  g_autofree char *version = g_strdup_printf ("PRAGMA user_version = %u", from + 1);

  if (motus_relay_database_run (db, "BEGIN IMMEDIATE", error)
      && motus_relay_database_run (db, motus_relay_schema_get_migration (from), error)
      && (from > 0 || give_birth (db, error)) && motus_relay_database_run (db, version, error)
      && motus_relay_database_run (db, "COMMIT", error))
    return TRUE;
  sqlite3_exec (db, "ROLLBACK", NULL, NULL, NULL);
  return FALSE;
}

static gboolean
migrate (sqlite3 *db, GError **error)
{
  gint64 version;

  if (!motus_relay_database_get_int (db, "PRAGMA user_version", &version, error))
    return FALSE;
  if (version < 0 || version > MOTUS_RELAY_SCHEMA)
    {
      g_set_error (error, MOTUS_RELAY_ERROR, MOTUS_RELAY_ERROR_SCHEMA,
                   "The relay's database has schema %" G_GINT64_FORMAT
                   ", but this motus-relay knows schemas up to %d. Install the later version "
                   "that made it.",
                   version, MOTUS_RELAY_SCHEMA);
      return FALSE;
    }
  for (guint from = version; from < MOTUS_RELAY_SCHEMA; from++)
    if (!migrate_once (db, from, error))
      return FALSE;
  return TRUE;
}

static gboolean
prepare (sqlite3 *db, GError **error)
{
  return motus_relay_database_run (db, settings, error) && quick_check (db, error)
         && migrate (db, error);
}

sqlite3 *
motus_relay_database_open (const char *path, GError **error)
{
  sqlite3 *db = NULL;

  if (!make_file (path, error))
    return NULL;
  if (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) == SQLITE_OK)
    {
      sqlite3_extended_result_codes (db, 1);
      if (prepare (db, error))
        return db;
    }
  else
    motus_relay_database_set_error (db, error);
  motus_relay_database_close (db);
  return NULL;
}

void
motus_relay_database_close (sqlite3 *db)
{
  sqlite3_close_v2 (db);
}
