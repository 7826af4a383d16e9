/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-store.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "motus-aes-gcm.h"
#include "motus-digest.h"
#include "motus-random.h"
#include "motus-secret.h"

#define SCHEMA_VERSION 1
#define BUSY_MILLISECONDS 3000
#define OVERHEAD (MOTUS_AES_GCM_NONCE_SIZE + MOTUS_AES_GCM_TAG_SIZE)

typedef enum {
  PUT,
  REMOVE,
  GET,
  SEE,
  EACH,
  N_STATEMENTS
} Statement;

static const char *const statements[N_STATEMENTS] = {
  [PUT] = "INSERT OR REPLACE INTO record (kind, key, value) VALUES (?, ?, ?)",
  [REMOVE] = "DELETE FROM record WHERE kind = ? AND key = ?",
  [GET] = "SELECT value FROM record WHERE kind = ? AND key = ?",
  [SEE] = "INSERT OR IGNORE INTO record (kind, key, value) VALUES (?, ?, x'')",
  [EACH] = "SELECT key, value FROM record WHERE kind = ?",
};

struct _MotusStore {
  sqlite3 *db;
  sqlite3_stmt *statements[N_STATEMENTS];
  MotusSecret *name_key;
  MotusSecret *value_key;
};

static gboolean
fail (MotusStore *store, GError **error)
{
  int code = sqlite3_errcode (store->db);

  if (code == SQLITE_BUSY || code == SQLITE_LOCKED)
    g_set_error_literal (error, MOTUS_CLIENT_ERROR, MOTUS_CLIENT_ERROR_STORE,
                         _("Another Motus uses this account. Close it and try again."));
  else if (code == SQLITE_FULL)
    g_set_error_literal (error, MOTUS_CLIENT_ERROR, MOTUS_CLIENT_ERROR_STORE,
                         _("The disk is full. Make room and try again."));
  else
    g_set_error (error, MOTUS_CLIENT_ERROR, MOTUS_CLIENT_ERROR_STORE,
                 _("The account's store cannot be used (%s). Check the disk and the folder's "
                   "permissions."),
                 sqlite3_errmsg (store->db));
  return FALSE;
}

static gboolean
run (MotusStore *store, const char *sql, GError **error)
{
  if (sqlite3_exec (store->db, sql, NULL, NULL, NULL) != SQLITE_OK)
    return fail (store, error);
  return TRUE;
}

static MotusSecret *
derive (const guint8 *key, const char *label)
{
  MotusSecret *derived = motus_secret_new (MOTUS_SHA256_SIZE);

  motus_hmac_sha256 (key, MOTUS_STORE_KEY_LENGTH, label, strlen (label),
                     motus_secret_data (derived));
  return derived;
}

/* SQLite would make the file under the umask and follow a link. */
static gboolean
make_private_file (const char *path, GError **error)
{
  int fd = open (path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);

  if (fd < 0 || fchmod (fd, 0600) != 0)
    {
      int code = errno;
      g_set_error (error, MOTUS_CLIENT_ERROR, MOTUS_CLIENT_ERROR_STORE,
                   _("The account's store cannot be opened (%s). Check the folder's permissions."),
                   g_strerror (code));
      if (fd >= 0)
        close (fd);
      return FALSE;
    }
  close (fd);
  return TRUE;
}

static gboolean
read_version (MotusStore *store, int *version, GError **error)
{
  sqlite3_stmt *statement = NULL;
  gboolean ok = sqlite3_prepare_v2 (store->db, "PRAGMA user_version", -1, &statement, NULL)
                  == SQLITE_OK
                && sqlite3_step (statement) == SQLITE_ROW;

  if (ok)
    *version = sqlite3_column_int (statement, 0);
  else
    fail (store, error);
  sqlite3_finalize (statement);
  return ok;
}

static gboolean
make_schema (MotusStore *store, GError **error)
{
  return run (store,
              "CREATE TABLE record (kind INTEGER NOT NULL, key BLOB NOT NULL, value BLOB NOT NULL,"
              " PRIMARY KEY (kind, key)) WITHOUT ROWID;"
              "PRAGMA user_version = 1",
              error);
}

static gboolean
check_schema (MotusStore *store, GError **error)
{
  int version = 0;

  if (!motus_store_begin (store, error) || !read_version (store, &version, error))
    return FALSE;
  if (version > SCHEMA_VERSION)
    {
      g_set_error_literal (error, MOTUS_CLIENT_ERROR, MOTUS_CLIENT_ERROR_STORE,
                           _("This account's store was written by a later Motus. Update Motus."));
      return FALSE;
    }
  if (version == 0 && !make_schema (store, error))
    return FALSE;
  return motus_store_commit (store, error);
}

static gboolean
prepare (MotusStore *store, GError **error)
{
  for (guint i = 0; i < N_STATEMENTS; i++)
    if (sqlite3_prepare_v3 (store->db, statements[i], -1, SQLITE_PREPARE_PERSISTENT,
                            &store->statements[i], NULL) != SQLITE_OK)
      return fail (store, error);
  return TRUE;
}

static gboolean
set_up (MotusStore *store, const char *path, GError **error)
{
  if (sqlite3_open_v2 (path, &store->db,
                       SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL)
      != SQLITE_OK)
    return fail (store, error);
  sqlite3_busy_timeout (store->db, BUSY_MILLISECONDS);
  return run (store,
              "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL;"
              "PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA mmap_size = 0;"
              "PRAGMA trusted_schema = OFF",
              error)
         && check_schema (store, error) && prepare (store, error);
}

MotusStore *
motus_store_open (const char *path, const guint8 key[MOTUS_STORE_KEY_LENGTH], GError **error)
{
  if (!make_private_file (path, error))
    return NULL;

  g_autoptr (MotusStore) store = g_new0 (MotusStore, 1);
  store->name_key = derive (key, "motus store names v1");
  store->value_key = derive (key, "motus store values v1");
  if (!set_up (store, path, error))
    return NULL;
  return g_steal_pointer (&store);
}

void
motus_store_close (MotusStore *store)
{
  if (store == NULL)
    return;
  for (guint i = 0; i < N_STATEMENTS; i++)
    sqlite3_finalize (store->statements[i]);
  sqlite3_close (store->db);
  motus_secret_free (store->name_key);
  motus_secret_free (store->value_key);
  g_free (store);
}

gboolean
motus_store_begin (MotusStore *store, GError **error)
{
  return run (store, "BEGIN IMMEDIATE", error);
}

gboolean
motus_store_commit (MotusStore *store, GError **error)
{
  if (run (store, "COMMIT", error))
    return TRUE;
  motus_store_roll_back (store);
  return FALSE;
}

void
motus_store_roll_back (MotusStore *store)
{
  if (!sqlite3_get_autocommit (store->db))
    sqlite3_exec (store->db, "ROLLBACK", NULL, NULL, NULL);
}

/* What a record is bound to: its kind and the HMAC of its name. */
typedef struct {
  guint8 kind;
  guint8 key[MOTUS_SHA256_SIZE];
} Place;

static void
find_place (MotusStore *store, MotusStoreKind kind, const char *name, Place *place)
{
  g_autofree char *labelled = g_strdup_printf ("%d:%s", (int) kind, name);

  place->kind = (guint8) kind;
  motus_hmac_sha256 (motus_secret_peek (store->name_key), MOTUS_SHA256_SIZE, labelled,
                     strlen (labelled), place->key);
}

static GBytes *
seal (MotusStore *store, const Place *place, GBytes *value)
{
  gsize len;
  const guint8 *text = g_bytes_get_data (value, &len);
  guint8 *sealed = g_malloc (OVERHEAD + len);
  guint8 *tag = sealed + MOTUS_AES_GCM_NONCE_SIZE;

  motus_random_nonce (sealed, MOTUS_AES_GCM_NONCE_SIZE);
  motus_aes_gcm_seal (motus_secret_peek (store->value_key), MOTUS_AES_GCM_KEY_SIZE, sealed,
                      MOTUS_AES_GCM_NONCE_SIZE, place, sizeof *place, text, len,
                      tag + MOTUS_AES_GCM_TAG_SIZE, tag);
  return g_bytes_new_take (sealed, OVERHEAD + len);
}

static GBytes *
unseal (MotusStore *store, const Place *place, const guint8 *sealed, gsize len, GError **error)
{
  g_autofree guint8 *text = len >= OVERHEAD ? g_malloc (MAX (len - OVERHEAD, 1)) : NULL;

  if (text == NULL
      || !motus_aes_gcm_open (motus_secret_peek (store->value_key), MOTUS_AES_GCM_KEY_SIZE, sealed,
                              MOTUS_AES_GCM_NONCE_SIZE, place, sizeof *place, sealed + OVERHEAD,
                              len - OVERHEAD, sealed + MOTUS_AES_GCM_NONCE_SIZE, text))
    {
      g_set_error_literal (error, MOTUS_CLIENT_ERROR, MOTUS_CLIENT_ERROR_STORE,
                           _("The account's store is damaged. Restore the account's folder from a "
                             "backup."));
      return NULL;
    }
  return g_bytes_new_take (g_steal_pointer (&text), len - OVERHEAD);
}

static sqlite3_stmt *
bind (MotusStore *store, Statement which, const Place *place)
{
  sqlite3_stmt *statement = store->statements[which];

  sqlite3_reset (statement);
  sqlite3_bind_int (statement, 1, place->kind);
  if (which != EACH)
    sqlite3_bind_blob (statement, 2, place->key, sizeof place->key, SQLITE_TRANSIENT);
  return statement;
}

static gboolean
finish (MotusStore *store, sqlite3_stmt *statement, GError **error)
{
  gboolean ok = sqlite3_step (statement) == SQLITE_DONE || fail (store, error);

  sqlite3_reset (statement);
  sqlite3_clear_bindings (statement);
  return ok;
}

gboolean
motus_store_put (MotusStore *store, MotusStoreKind kind, const char *name, GBytes *value,
                 GError **error)
{
  g_return_val_if_fail (value != NULL && g_bytes_get_size (value) <= MOTUS_STORE_VALUE_MAX, FALSE);

  Place place;
  find_place (store, kind, name, &place);
  g_autoptr (GBytes) sealed = seal (store, &place, value);
  sqlite3_stmt *statement = bind (store, PUT, &place);
  sqlite3_bind_blob (statement, 3, g_bytes_get_data (sealed, NULL),
                     (int) g_bytes_get_size (sealed), SQLITE_STATIC);
  return finish (store, statement, error);
}

gboolean
motus_store_remove (MotusStore *store, MotusStoreKind kind, const char *name, GError **error)
{
  Place place;

  find_place (store, kind, name, &place);
  return finish (store, bind (store, REMOVE, &place), error);
}

gboolean
motus_store_get (MotusStore *store, MotusStoreKind kind, const char *name, GBytes **value,
                 GError **error)
{
  Place place;

  find_place (store, kind, name, &place);
  sqlite3_stmt *statement = bind (store, GET, &place);
  int step = sqlite3_step (statement);
  g_autoptr (GBytes) found = NULL;
  gboolean ok = step == SQLITE_DONE;
  if (step == SQLITE_ROW)
    {
      found = unseal (store, &place, sqlite3_column_blob (statement, 0),
                      (gsize) sqlite3_column_bytes (statement, 0), error);
      ok = found != NULL;
    }
  else if (!ok)
    fail (store, error);
  sqlite3_reset (statement);
  if (ok)
    *value = g_steal_pointer (&found);
  return ok;
}

gboolean
motus_store_see (MotusStore *store, const char *name, gboolean *fresh, GError **error)
{
  Place place;

  find_place (store, MOTUS_STORE_SEEN, name, &place);
  if (!finish (store, bind (store, SEE, &place), error))
    return FALSE;
  *fresh = sqlite3_changes (store->db) > 0;
  return TRUE;
}

static GBytes *
read_row (MotusStore *store, sqlite3_stmt *statement, Place *place, GError **error)
{
  const void *key = sqlite3_column_blob (statement, 0);

  if (sqlite3_column_bytes (statement, 0) != sizeof place->key)
    memset (place->key, 0, sizeof place->key);
  else
    memcpy (place->key, key, sizeof place->key);
  return unseal (store, place, sqlite3_column_blob (statement, 1),
                 (gsize) sqlite3_column_bytes (statement, 1), error);
}

gboolean
motus_store_each (MotusStore *store, MotusStoreKind kind, MotusStoreFunc each, gpointer user_data,
                  GError **error)
{
  Place place = { .kind = (guint8) kind };
  sqlite3_stmt *statement = bind (store, EACH, &place);
  gboolean ok = TRUE;
  int step;

  while ((step = sqlite3_step (statement)) == SQLITE_ROW && ok)
    {
      g_autoptr (GBytes) value = read_row (store, statement, &place, error);
      if (value == NULL)
        ok = FALSE;
      else if (!each (value, user_data))
        break;
    }
  if (ok && step != SQLITE_DONE && step != SQLITE_ROW)
    ok = fail (store, error);
  sqlite3_reset (statement);
  return ok;
}
