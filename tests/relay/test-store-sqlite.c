/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-relay-store-sqlite.h"

#include "motus-relay-error.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define ROOM "000102030405060708090a0b0c0d0e0f"
#define INVITE "ffffffffffffffffffffffffffffffff"

typedef struct {
  char *dir;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->dir = g_dir_make_tmp ("motus-store-XXXXXX", NULL);
  g_assert_nonnull (fixture->dir);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  static const char *const files[] = { "relay.db", "relay.db-wal", "relay.db-shm", "relay.lock" };

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = g_build_filename (fixture->dir, files[i], NULL);
      g_unlink (path);
    }
  g_rmdir (fixture->dir);
  g_free (fixture->dir);
}

static MotusRelayStore *
open_store (const char *dir)
{
  g_autoptr (GError) error = NULL;
  MotusRelayStore *store = motus_relay_store_sqlite_open (dir, NULL, &error);

  g_assert_no_error (error);
  return store;
}

/* What became of a batch: the how manyth it was, and its error. */
typedef struct {
  guint *clock;
  guint at;
  GError *error;
} Outcome;

static void
done_cb (const GError *error, gpointer user_data)
{
  Outcome *outcome = user_data;

  outcome->at = ++*outcome->clock;
  outcome->error = error != NULL ? g_error_copy (error) : NULL;
}

static void
wait_for (guint *clock, guint n)
{
  while (*clock < n)
    g_main_context_iteration (NULL, TRUE);
}

/* Submits @batch, which is freed, and waits. */
static GError *
store_batch (MotusRelayStore *store, MotusRelayBatch *batch)
{
  guint clock = 0;
  Outcome outcome = { &clock };

  motus_relay_store_submit (store, batch, done_cb, &outcome);
  motus_relay_batch_unref (batch);
  wait_for (&clock, 1);
  return outcome.error;
}

static void
add_account (MotusRelayBatch *batch, const char *name)
{
  MotusRelayAccountRecord *account
      = &motus_relay_batch_add (batch, MOTUS_RELAY_CHANGE_ACCOUNT_ADD)->account;

  g_strlcpy (account->name, name, sizeof account->name);
  account->mech = MOTUS_RELAY_MECH_SCRAM;
  account->pubkey = g_bytes_new (name, strlen (name));
  account->has_signing_key = TRUE;
  memset (account->signing_key, 3, sizeof account->signing_key);
  account->salt_len = 17;
  memset (account->salt, 4, account->salt_len);
  account->iterations = 600000;
  memset (account->stored_key, 5, sizeof account->stored_key);
  memset (account->server_key, 6, sizeof account->server_key);
  account->created_at = 1700000000000;
}

static MotusRelayBatch *
account_batch (const char *name)
{
  MotusRelayBatch *batch = motus_relay_batch_new ();

  add_account (batch, name);
  return batch;
}

static MotusRelayChange *
add_invite_change (MotusRelayBatch *batch, MotusRelayChangeKind kind)
{
  MotusRelayChange *change = motus_relay_batch_add (batch, kind);

  memset (change->account_invite.token_hash, 9, MOTUS_RELAY_HASH_SIZE);
  change->account_invite.uses = 2;
  change->account_invite.expires_at = 99;
  return change;
}

static MotusRelayBatch *
everything (void)
{
  MotusRelayBatch *batch = motus_relay_batch_new ();
  MotusRelayChange *change;

  add_account (batch, "bob");
  add_account (batch, "alice");
  change = motus_relay_batch_add (batch, MOTUS_RELAY_CHANGE_DEVICE_ADD);
  g_strlcpy (change->device.account, "bob", sizeof change->device.account);
  memset (change->device.token_hash, 7, MOTUS_RELAY_HASH_SIZE);
  change->device.created_at = 5;
  change = motus_relay_batch_add (batch, MOTUS_RELAY_CHANGE_BUCKET_SET);
  g_strlcpy (change->bucket.key, "bob source 127.0.0.1/32", sizeof change->bucket.key);
  g_strlcpy (change->bucket.boot, "this", sizeof change->bucket.boot);
  change->bucket.n_failures = 2;
  change->bucket.failures[0] = 1;
  change->bucket.failures[1] = G_MAXINT64;
  add_invite_change (batch, MOTUS_RELAY_CHANGE_ACCOUNT_INVITE_SET);
  change = motus_relay_batch_add (batch, MOTUS_RELAY_CHANGE_ROOM_ADD);
  g_strlcpy (change->room.id, ROOM, sizeof change->room.id);
  g_strlcpy (change->room.name, "Küche", sizeof change->room.name);
  change = motus_relay_batch_add (batch, MOTUS_RELAY_CHANGE_MEMBER_ADD);
  g_strlcpy (change->member.room, ROOM, sizeof change->member.room);
  g_strlcpy (change->member.account, "alice", sizeof change->member.account);
  change = motus_relay_batch_add (batch, MOTUS_RELAY_CHANGE_ROOM_INVITE_SET);
  g_strlcpy (change->room_invite.id, INVITE, sizeof change->room_invite.id);
  g_strlcpy (change->room_invite.room, ROOM, sizeof change->room_invite.room);
  g_strlcpy (change->room_invite.inviter, "alice", sizeof change->room_invite.inviter);
  g_strlcpy (change->room_invite.invitee, "bob", sizeof change->room_invite.invitee);
  change->room_invite.expires_at = 77;
  return batch;
}

/* What is stored, as a line each. */
static void
describe_cb (const MotusRelayChange *change, gpointer user_data)
{
  GString *out = user_data;

  switch ((int) change->kind)
    {
    case MOTUS_RELAY_CHANGE_IDENTITY:
      g_string_append (out, "identity\n");
      break;
    case MOTUS_RELAY_CHANGE_ACCOUNT_ADD:
      g_assert_cmpuint (change->account.mech, ==, MOTUS_RELAY_MECH_SCRAM);
      g_assert_true (change->account.has_signing_key);
      g_assert_cmpuint (change->account.salt_len, ==, 17);
      g_assert_cmpuint (change->account.salt[16], ==, 4);
      g_assert_cmpuint (change->account.iterations, ==, 600000);
      g_assert_cmpuint (change->account.stored_key[31], ==, 5);
      g_assert_cmpuint (change->account.server_key[31], ==, 6);
      g_assert_cmpint (change->account.created_at, ==, 1700000000000);
      g_string_append_printf (out, "account %s %.*s %d\n", change->account.name,
                              (int) g_bytes_get_size (change->account.pubkey),
                              (const char *) g_bytes_get_data (change->account.pubkey, NULL),
                              change->account.signing_key[31]);
      break;
    case MOTUS_RELAY_CHANGE_DEVICE_ADD:
      g_string_append_printf (out, "device %s %d\n", change->device.account,
                              change->device.token_hash[31]);
      break;
    case MOTUS_RELAY_CHANGE_BUCKET_SET:
      g_assert_cmpint (change->bucket.failures[0], ==, 1);
      g_assert_cmpint (change->bucket.failures[1], ==, G_MAXINT64);
      g_string_append_printf (out, "bucket %s %s %u\n", change->bucket.key, change->bucket.boot,
                              change->bucket.n_failures);
      break;
    case MOTUS_RELAY_CHANGE_ACCOUNT_INVITE_SET:
      g_string_append_printf (out, "account-invite %u %s\n", change->account_invite.uses,
                              change->account_invite.inviter);
      break;
    case MOTUS_RELAY_CHANGE_ROOM_ADD:
      g_string_append_printf (out, "room %s %s\n", change->room.id, change->room.name);
      break;
    case MOTUS_RELAY_CHANGE_MEMBER_ADD:
      g_string_append_printf (out, "member %s\n", change->member.account);
      break;
    case MOTUS_RELAY_CHANGE_ROOM_INVITE_SET:
      g_string_append_printf (out, "room-invite %s %s\n", change->room_invite.inviter,
                              change->room_invite.invitee);
      break;
    default:
      g_assert_not_reached ();
    }
}

static char *
describe (MotusRelayStore *store)
{
  g_autoptr (GError) error = NULL;
  GString *out = g_string_new (NULL);

  motus_relay_store_load (store, describe_cb, out, &error);
  g_assert_no_error (error);
  return g_string_free (out, FALSE);
}

static void
assert_stored (const char *dir, const char *expected)
{
  g_autoptr (MotusRelayStore) store = open_store (dir);
  g_autofree char *found = describe (store);

  g_assert_cmpstr (found, ==, expected);
}

#define EVERYTHING \
  "identity\naccount bob bob 3\naccount alice alice 3\ndevice bob 7\n" \
  "bucket bob source 127.0.0.1/32 this 2\naccount-invite 2 \nroom " ROOM \
  " Küche\nmember alice\nroom-invite alice bob\n"

static void
test_round_trip (Fixture *fixture, gconstpointer data)
{
  {
    g_autoptr (MotusRelayStore) store = open_store (fixture->dir);
    g_assert_null (store_batch (store, everything ()));
  }
  assert_stored (fixture->dir, EVERYTHING);
}

static void
test_removals (Fixture *fixture, gconstpointer data)
{
  {
    g_autoptr (MotusRelayStore) store = open_store (fixture->dir);
    MotusRelayBatch *batch = everything ();
    MotusRelayChange *change;

    add_invite_change (batch, MOTUS_RELAY_CHANGE_ACCOUNT_INVITE_USE);
    change = motus_relay_batch_add (batch, MOTUS_RELAY_CHANGE_BUCKET_REMOVE);
    g_strlcpy (change->bucket.key, "bob source 127.0.0.1/32", sizeof change->bucket.key);
    change = motus_relay_batch_add (batch, MOTUS_RELAY_CHANGE_DEVICE_REMOVE);
    g_strlcpy (change->device.account, "bob", sizeof change->device.account);
    memset (change->device.token_hash, 7, MOTUS_RELAY_HASH_SIZE);
    change = motus_relay_batch_add (batch, MOTUS_RELAY_CHANGE_ROOM_REMOVE);
    g_strlcpy (change->room.id, ROOM, sizeof change->room.id);
    change = motus_relay_batch_add (batch, MOTUS_RELAY_CHANGE_ACCOUNT_KEYS);
    g_strlcpy (change->account.name, "bob", sizeof change->account.name);
    change->account.pubkey = g_bytes_new ("new", 3);
    change->account.has_signing_key = TRUE;
    g_assert_null (store_batch (store, batch));
  }
  assert_stored (fixture->dir,
                 "identity\naccount bob new 0\naccount alice alice 3\naccount-invite 1 \n");
  {
    g_autoptr (MotusRelayStore) store = open_store (fixture->dir);
    MotusRelayBatch *batch = motus_relay_batch_new ();

    add_invite_change (batch, MOTUS_RELAY_CHANGE_ACCOUNT_INVITE_USE);
    g_assert_null (store_batch (store, batch));
    batch = motus_relay_batch_new ();
    add_invite_change (batch, MOTUS_RELAY_CHANGE_ACCOUNT_INVITE_USE);
    g_autoptr (GError) error = store_batch (store, batch);
    g_assert_error (error, MOTUS_RELAY_ERROR, MOTUS_RELAY_ERROR_STORE);
  }
  assert_stored (fixture->dir, "identity\naccount bob new 0\naccount alice alice 3\n");
}

/* Many batches handed over at once, one of which cannot be stored: it alone fails, as a
 * whole, and all are told in order. */
static void
test_bad_one_among_many (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) expected = g_string_new ("identity\n");
  {
    g_autoptr (MotusRelayStore) store = open_store (fixture->dir);
    Outcome outcomes[50] = { 0 };
    guint clock = 0;

    for (guint i = 0; i < G_N_ELEMENTS (outcomes); i++)
      {
        g_autofree char *name = g_strdup_printf ("user-%02u", i == 30 ? 7 : i);
        g_autoptr (MotusRelayBatch) batch = motus_relay_batch_new ();

        if (i == 30)
          add_account (batch, "not-to-be-stored");
        else
          g_string_append_printf (expected, "account %s %s 3\n", name, name);
        add_account (batch, name);
        outcomes[i].clock = &clock;
        motus_relay_store_submit (store, batch, done_cb, &outcomes[i]);
      }
    g_assert_cmpuint (clock, ==, 0);
    wait_for (&clock, G_N_ELEMENTS (outcomes));
    for (guint i = 0; i < G_N_ELEMENTS (outcomes); i++)
      {
        g_assert_cmpuint (outcomes[i].at, ==, i + 1);
        g_assert_true ((outcomes[i].error != NULL) == (i == 30));
        g_clear_error (&outcomes[i].error);
      }
  }
  assert_stored (fixture->dir, expected->str);
}

static void
test_free_stores_what_waits (Fixture *fixture, gconstpointer data)
{
  guint clock = 0;
  Outcome outcome = { &clock };
  MotusRelayStore *store = open_store (fixture->dir);
  g_autoptr (MotusRelayBatch) batch = account_batch ("alice");

  motus_relay_store_submit (store, batch, done_cb, &outcome);
  motus_relay_store_free (store);
  g_assert_cmpuint (clock, ==, 1);
  g_assert_no_error (outcome.error);
  g_assert_false (g_main_context_iteration (NULL, FALSE));
  assert_stored (fixture->dir, "identity\naccount alice alice 3\n");
}

static void
test_modes (Fixture *fixture, gconstpointer data)
{
  g_autofree char *dir = g_build_filename (fixture->dir, "state", NULL);
  mode_t mask = umask (0);
  struct stat info;
  {
    g_autoptr (MotusRelayStore) store = open_store (dir);
    g_assert_null (store_batch (store, account_batch ("alice")));
    g_assert_cmpint (g_stat (dir, &info), ==, 0);
    g_assert_cmpuint (info.st_mode & 0777, ==, 0700);
    static const char *const files[] = { "relay.db", "relay.db-wal", "relay.lock" };
    for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
      {
        g_autofree char *path = g_build_filename (dir, files[i], NULL);
        g_assert_cmpint (g_stat (path, &info), ==, 0);
        g_assert_cmpuint (info.st_mode & 0777, ==, 0600);
      }
  }
  umask (mask);
  Fixture inner = { g_steal_pointer (&dir) };
  tear_down (&inner, NULL);
}

static void
test_second_process (Fixture *fixture, gconstpointer data)
{
  g_autoptr (MotusRelayStore) store = open_store (fixture->dir);
  g_autoptr (GError) own_error = NULL;
  int status;

  g_assert_null (motus_relay_store_sqlite_open (fixture->dir, NULL, &own_error));
  g_assert_error (own_error, MOTUS_RELAY_ERROR, MOTUS_RELAY_ERROR_BUSY);
  pid_t child = fork ();
  if (child == 0)
    {
      GError *error = NULL;
      MotusRelayStore *second = motus_relay_store_sqlite_open (fixture->dir, NULL, &error);
      _exit (second == NULL && g_error_matches (error, MOTUS_RELAY_ERROR, MOTUS_RELAY_ERROR_BUSY)
                 ? 0
                 : 1);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_cmpint (status, ==, 0);
}

static void
run_sql (const char *dir, const char *sql)
{
  g_autofree char *path = g_build_filename (dir, "relay.db", NULL);
  sqlite3 *db = NULL;
  char *message = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  if (sqlite3_exec (db, sql, NULL, NULL, &message) != SQLITE_OK)
    g_error ("%s", message);
  sqlite3_close (db);
}

static void
test_newer_schema (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  motus_relay_store_free (open_store (fixture->dir));
  run_sql (fixture->dir, "PRAGMA user_version = 1000");
  g_assert_null (motus_relay_store_sqlite_open (fixture->dir, NULL, &error));
  g_assert_error (error, MOTUS_RELAY_ERROR, MOTUS_RELAY_ERROR_SCHEMA);
  g_assert_nonnull (strstr (error->message, "1000"));
  run_sql (fixture->dir, "PRAGMA user_version = 1");
  assert_stored (fixture->dir, "identity\n");
}

/* A database as each released schema left it opens and holds what it held. */
static void
test_old_schemas (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "relay", "schema-1.sql", NULL);
  g_autofree char *sql = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &sql, NULL, &error);
  g_assert_no_error (error);
  run_sql (fixture->dir, sql);
  assert_stored (fixture->dir, EVERYTHING);
}

static void
test_damaged (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->dir, "relay.db", NULL);
  g_autofree char *bytes = NULL;
  g_autoptr (GError) error = NULL;
  gsize len;

  motus_relay_store_free (open_store (fixture->dir));
  g_assert_true (g_file_get_contents (path, &bytes, &len, NULL));
  memset (bytes + len / 2, 0x5a, len / 4);
  g_assert_true (g_file_set_contents (path, bytes, (gssize) len, NULL));
  g_assert_null (motus_relay_store_sqlite_open (fixture->dir, NULL, &error));
  g_assert_error (error, MOTUS_RELAY_ERROR, MOTUS_RELAY_ERROR_STORE);
}

/* The child stores one account after another and says each that is durable, until it is killed. */
static void
store_until_killed (const char *dir, int to)
{
  MotusRelayStore *store = open_store (dir);

  for (guint i = 0;; i++)
    {
      g_autofree char *name = g_strdup_printf ("user-%06u", i);

      if (store_batch (store, account_batch (name)) != NULL || write (to, &i, sizeof i) < 0)
        _exit (1);
    }
}

static void
test_killed (Fixture *fixture, gconstpointer data)
{
  int pipes[2], status;
  guint last = 0, n = 0;

  g_assert_cmpint (pipe (pipes), ==, 0);
  pid_t child = fork ();
  if (child == 0)
    store_until_killed (fixture->dir, pipes[1]);
  close (pipes[1]);
  while (n < 20 && read (pipes[0], &last, sizeof last) == sizeof last)
    n++;
  g_assert_cmpint (kill (child, SIGKILL), ==, 0);
  while (read (pipes[0], &last, sizeof last) == sizeof last)
    n++;
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFSIGNALED (status) && WTERMSIG (status) == SIGKILL);
  close (pipes[0]);

  g_autoptr (MotusRelayStore) store = open_store (fixture->dir);
  g_autofree char *found = describe (store);
  g_assert_cmpuint (n, >=, 20);
  for (guint i = 0; i <= last; i++)
    {
      g_autofree char *line = g_strdup_printf ("account user-%06u ", i);
      g_assert_nonnull (strstr (found, line));
    }
}

/* --- a disk that fails: SQLite's default VFS with writes and syncs that can be made to --- */

typedef struct {
  sqlite3_file base;
  sqlite3_file *real;
} FailingFile;

static sqlite3_vfs failing_vfs;
static sqlite3_vfs *real_vfs;
static sqlite3_io_methods failing_methods;
static int fail_write, fail_sync;
static int unsynced;             /* something was written since the last sync */

static FailingFile *
failing (sqlite3_file *file)
{
  return (FailingFile *) file;
}

static int
failing_close (sqlite3_file *file)
{
  int result = failing (file)->real->pMethods->xClose (failing (file)->real);

  sqlite3_free (failing (file)->real);
  return result;
}

static int
failing_read (sqlite3_file *file, void *out, int len, sqlite3_int64 at)
{
  return failing (file)->real->pMethods->xRead (failing (file)->real, out, len, at);
}

static int
failing_write (sqlite3_file *file, const void *data, int len, sqlite3_int64 at)
{
  if (g_atomic_int_get (&fail_write) != 0)
    return g_atomic_int_get (&fail_write);
  g_atomic_int_set (&unsynced, 1);
  return failing (file)->real->pMethods->xWrite (failing (file)->real, data, len, at);
}

static int
failing_truncate (sqlite3_file *file, sqlite3_int64 size)
{
  return failing (file)->real->pMethods->xTruncate (failing (file)->real, size);
}

static int
failing_sync (sqlite3_file *file, int flags)
{
  if (g_atomic_int_get (&fail_sync) != 0)
    return g_atomic_int_get (&fail_sync);
  g_atomic_int_set (&unsynced, 0);
  return failing (file)->real->pMethods->xSync (failing (file)->real, flags);
}

static int
failing_size (sqlite3_file *file, sqlite3_int64 *size)
{
  return failing (file)->real->pMethods->xFileSize (failing (file)->real, size);
}

static int
failing_lock (sqlite3_file *file, int level)
{
  return failing (file)->real->pMethods->xLock (failing (file)->real, level);
}

static int
failing_unlock (sqlite3_file *file, int level)
{
  return failing (file)->real->pMethods->xUnlock (failing (file)->real, level);
}

static int
failing_check (sqlite3_file *file, int *out)
{
  return failing (file)->real->pMethods->xCheckReservedLock (failing (file)->real, out);
}

static int
failing_control (sqlite3_file *file, int op, void *arg)
{
  return failing (file)->real->pMethods->xFileControl (failing (file)->real, op, arg);
}

static int
failing_sector (sqlite3_file *file)
{
  return failing (file)->real->pMethods->xSectorSize (failing (file)->real);
}

static int
failing_device (sqlite3_file *file)
{
  return failing (file)->real->pMethods->xDeviceCharacteristics (failing (file)->real);
}

static int
failing_open (sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out_flags)
{
  FailingFile *mine = failing (file);

  mine->real = sqlite3_malloc (real_vfs->szOsFile);
  int result = real_vfs->xOpen (real_vfs, name, mine->real, flags, out_flags);
  mine->base.pMethods = result == SQLITE_OK ? &failing_methods : NULL;
  if (result != SQLITE_OK)
    sqlite3_free (mine->real);
  return result;
}

static void
install_failing_vfs (void)
{
  real_vfs = sqlite3_vfs_find (NULL);
  failing_vfs = *real_vfs;
  failing_vfs.zName = "failing";
  failing_vfs.szOsFile = sizeof (FailingFile);
  failing_vfs.xOpen = failing_open;
  /* Version 1: no shared memory and no mapping, neither of which the store needs. */
  failing_methods = (sqlite3_io_methods) {
    1,            failing_close,   failing_read,   failing_write,  failing_truncate,
    failing_sync, failing_size,    failing_lock,   failing_unlock, failing_check,
    failing_control, failing_sector, failing_device,
  };
  sqlite3_vfs_register (&failing_vfs, 1);
}

static void
remove_failing_vfs (void)
{
  sqlite3_vfs_unregister (&failing_vfs);
  sqlite3_vfs_register (real_vfs, 1);
}

/* Whoever is told that a batch is durable is told after the sync that follows its last write. */
static void
test_synced (Fixture *fixture, gconstpointer data)
{
  install_failing_vfs ();
  {
    g_autoptr (MotusRelayStore) store = open_store (fixture->dir);
    for (guint i = 0; i < 100; i++)
      {
        g_autofree char *name = g_strdup_printf ("user-%u", i);
        g_assert_null (store_batch (store, account_batch (name)));
        g_assert_cmpint (g_atomic_int_get (&unsynced), ==, 0);
      }
  }
  remove_failing_vfs ();
}

static void
test_failing_disk (Fixture *fixture, gconstpointer data)
{
  static const struct {
    int *flag;
    int code;
    const char *name;
  } rows[] = {
    { &fail_write, SQLITE_FULL, "full" },
    { &fail_write, SQLITE_IOERR_WRITE, "write" },
    { &fail_sync, SQLITE_IOERR_FSYNC, "sync" },
  };

  install_failing_vfs ();
  {
    g_autoptr (MotusRelayStore) store = open_store (fixture->dir);
    g_assert_null (store_batch (store, account_batch ("alice")));
    for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
      {
        g_autofree char *lost = g_strdup_printf ("lost-%s", rows[i].name);
        g_autofree char *after = g_strdup_printf ("after-%s", rows[i].name);

        g_atomic_int_set (rows[i].flag, rows[i].code);
        g_autoptr (GError) error = store_batch (store, account_batch (lost));
        g_assert_error (error, MOTUS_RELAY_ERROR, MOTUS_RELAY_ERROR_STORE);
        g_atomic_int_set (rows[i].flag, 0);
        g_assert_null (store_batch (store, account_batch (after)));
      }
  }
  remove_failing_vfs ();
  assert_stored (fixture->dir, "identity\naccount alice alice 3\naccount after-full after-full 3\n"
                               "account after-write after-write 3\n"
                               "account after-sync after-sync 3\n");
}

#define ADD(name, test) \
  g_test_add ("/relay/store-sqlite/" name, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("round-trip", test_round_trip);
  ADD ("removals", test_removals);
  ADD ("bad-one-among-many", test_bad_one_among_many);
  ADD ("free-stores-what-waits", test_free_stores_what_waits);
  ADD ("modes", test_modes);
  ADD ("second-process", test_second_process);
  ADD ("newer-schema", test_newer_schema);
  ADD ("old-schemas", test_old_schemas);
  ADD ("damaged", test_damaged);
  ADD ("killed", test_killed);
  ADD ("synced", test_synced);
  ADD ("failing-disk", test_failing_disk);
  return g_test_run ();
}
