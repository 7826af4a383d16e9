/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-relay-store-sqlite.h"

#include "motus-random.h"
#include "motus-relay-database.h"
#include "motus-relay-error.h"
#include "motus-relay-file.h"
#include "motus-relay-statements.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

/* The connection and the statements belong to the thread of whoever opened the store until
 * the first batch is handed over, then to the store's own thread alone, and after that has
 * ended to the former again. What both threads use is under the mutex. */

/* Batches committed together. */
#define GROUP_MAX 4096
#define BOOT_ID_FILE "/proc/sys/kernel/random/boot_id"

typedef struct {
  MotusRelayBatch *batch;
  MotusRelayStoreDone done;
  gpointer user_data;
  GError *error;
} Item;

typedef struct {
  MotusRelayStore base;
  char boot[MOTUS_RELAY_BOOT_MAX + 1];
  int lock_fd;
  sqlite3 *db;
  MotusRelayStatements *statements;
  GMainContext *context;
  GThread *thread;              /* NULL before the first batch */
  GMutex mutex;
  GCond has_work;
  GQueue waiting;               /* of Item */
  GQueue finished;              /* of Item */
  GSource *source;              /* to tell of those finished, or NULL */
  gboolean ending;
} SqliteStore;

static void
item_free (Item *item)
{
  motus_relay_batch_unref (item->batch);
  g_clear_error (&item->error);
  g_free (item);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Item, item_free)

/* --- on the thread of the store --- */

static gboolean
write_batch (SqliteStore *store, const MotusRelayBatch *batch, GError **error)
{
  for (guint i = 0; i < motus_relay_batch_length (batch); i++)
    if (!motus_relay_statements_write (store->statements, motus_relay_batch_get (batch, i), error))
      return FALSE;
  return TRUE;
}

static gboolean
write_group (SqliteStore *store, GList *first, GList *end, GError **error)
{
  if (!motus_relay_database_run (store->db, "BEGIN IMMEDIATE", error))
    return FALSE;
  for (GList *l = first; l != end; l = l->next)
    if (!write_batch (store, ((Item *) l->data)->batch, error))
      return FALSE;
  return motus_relay_database_run (store->db, "COMMIT", error);
}

static gboolean
commit (SqliteStore *store, GList *first, GList *end, GError **error)
{
  if (write_group (store, first, end, error))
    return TRUE;
  /* An error of the disk may have undone the transaction already. */
  if (!sqlite3_get_autocommit (store->db))
    sqlite3_exec (store->db, "ROLLBACK", NULL, NULL, NULL);
  return FALSE;
}

/* One transaction for all; if that fails, one for each, so that a batch that cannot be
 * written does not take others with it. */
static void
commit_group (SqliteStore *store, GQueue *group)
{
  if (commit (store, group->head, NULL, NULL))
    return;
  for (GList *l = group->head; l != NULL; l = l->next)
    commit (store, l, l->next, &((Item *) l->data)->error);
}

static void
take_group (GQueue *from, GQueue *to)
{
  g_queue_init (to);
  while (to->length < GROUP_MAX && from->length > 0)
    g_queue_push_tail_link (to, g_queue_pop_head_link (from));
}

static gboolean tell_cb (gpointer user_data);

/* Under the mutex. */
static void
schedule_telling (SqliteStore *store)
{
  if (store->source != NULL)
    return;
  store->source = g_idle_source_new ();
  g_source_set_priority (store->source, G_PRIORITY_DEFAULT);
  g_source_set_callback (store->source, tell_cb, store, NULL);
  g_source_attach (store->source, store->context);
}

static gpointer
run (gpointer data)
{
  SqliteStore *store = data;

  g_mutex_lock (&store->mutex);
  while (store->waiting.length > 0 || !store->ending)
    {
      GQueue group;

      if (store->waiting.length == 0)
        {
          g_cond_wait (&store->has_work, &store->mutex);
          continue;
        }
      take_group (&store->waiting, &group);
      g_mutex_unlock (&store->mutex);
      commit_group (store, &group);
      g_mutex_lock (&store->mutex);
      while (group.length > 0)
        g_queue_push_tail_link (&store->finished, g_queue_pop_head_link (&group));
      schedule_telling (store);
    }
  g_mutex_unlock (&store->mutex);
  return NULL;
}

/* --- on the thread of the engine --- */

static void
tell_all (GQueue *finished)
{
  while (finished->length > 0)
    {
      g_autoptr (Item) item = g_queue_pop_head (finished);
      item->done (item->error, item->user_data);
    }
}

static gboolean
tell_cb (gpointer user_data)
{
  SqliteStore *store = user_data;
  GQueue finished;

  g_mutex_lock (&store->mutex);
  finished = store->finished;
  g_queue_init (&store->finished);
  g_clear_pointer (&store->source, g_source_unref);
  g_mutex_unlock (&store->mutex);
  tell_all (&finished);
  return G_SOURCE_REMOVE;
}

static gboolean
sqlite_load (MotusRelayStore *base, MotusRelayStoreEach each, gpointer user_data, GError **error)
{
  SqliteStore *store = (SqliteStore *) base;

  g_return_val_if_fail (store->thread == NULL, FALSE);
  return motus_relay_statements_read_all (store->db, each, user_data, error);
}

static void
sqlite_submit (MotusRelayStore *base, MotusRelayBatch *batch, MotusRelayStoreDone done,
               gpointer user_data)
{
  SqliteStore *store = (SqliteStore *) base;
  Item *item = g_new0 (Item, 1);

  item->batch = motus_relay_batch_ref (batch);
  item->done = done;
  item->user_data = user_data;
  if (store->thread == NULL)
    store->thread = g_thread_new ("motus-store", run, store);
  g_mutex_lock (&store->mutex);
  g_queue_push_tail (&store->waiting, item);
  g_cond_signal (&store->has_work);
  g_mutex_unlock (&store->mutex);
}

static const char *
sqlite_get_boot (MotusRelayStore *base)
{
  return ((SqliteStore *) base)->boot;
}

static void
end_thread (SqliteStore *store)
{
  if (store->thread == NULL)
    return;
  g_mutex_lock (&store->mutex);
  store->ending = TRUE;
  g_cond_signal (&store->has_work);
  g_mutex_unlock (&store->mutex);
  g_thread_join (store->thread);
  if (store->source != NULL)
    g_source_destroy (store->source);
  g_clear_pointer (&store->source, g_source_unref);
  tell_all (&store->finished);
}

static void
sqlite_free (MotusRelayStore *base)
{
  SqliteStore *store = (SqliteStore *) base;

  end_thread (store);
  motus_relay_statements_free (store->statements);
  motus_relay_database_close (store->db);
  if (store->lock_fd >= 0)
    close (store->lock_fd);
  g_main_context_unref (store->context);
  g_mutex_clear (&store->mutex);
  g_cond_clear (&store->has_work);
  g_free (store);
}

static const MotusRelayStoreFuncs funcs = {
  sqlite_load,
  sqlite_submit,
  sqlite_get_boot,
  sqlite_free,
};

/* Without a name of its own every start counts as a boot: locks only get longer by it. */
static void
read_boot (SqliteStore *store)
{
  g_autofree char *text = NULL;
  guint8 random[16];

  if (!g_file_get_contents (BOOT_ID_FILE, &text, NULL, NULL))
    {
      motus_random_nonce (random, sizeof random);
      text = motus_id_format (random);
    }
  g_strlcpy (store->boot, g_strstrip (text), sizeof store->boot);
}

static gboolean
take_lock (SqliteStore *store, const char *state_dir, GError **error)
{
  g_autofree char *path = g_build_filename (state_dir, MOTUS_RELAY_STORE_LOCK, NULL);

  store->lock_fd = open (path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (store->lock_fd >= 0 && flock (store->lock_fd, LOCK_EX | LOCK_NB) == 0)
    return TRUE;
  if (store->lock_fd >= 0 && errno == EWOULDBLOCK)
    g_set_error (error, MOTUS_RELAY_ERROR, MOTUS_RELAY_ERROR_BUSY,
                 "Another motus-relay uses “%s”. Stop it first, or choose another folder.",
                 state_dir);
  else
    g_set_error (error, MOTUS_RELAY_ERROR, MOTUS_RELAY_ERROR_STORE,
                 "“%s” cannot be locked: %s.", path, g_strerror (errno));
  return FALSE;
}

static gboolean
open_in (SqliteStore *store, const char *state_dir, GError **error)
{
  g_autofree char *path = g_build_filename (state_dir, MOTUS_RELAY_STORE_FILE, NULL);
  g_autoptr (GError) folder_error = NULL;

  if (!motus_relay_file_make_folder (state_dir, &folder_error))
    {
      g_set_error_literal (error, MOTUS_RELAY_ERROR, MOTUS_RELAY_ERROR_STORE,
                           folder_error->message);
      return FALSE;
    }
  if (!take_lock (store, state_dir, error))
    return FALSE;
  store->db = motus_relay_database_open (path, error);
  if (store->db == NULL)
    return FALSE;
  store->statements = motus_relay_statements_new (store->db, error);
  return store->statements != NULL;
}

MotusRelayStore *
motus_relay_store_sqlite_open (const char *state_dir, GMainContext *context, GError **error)
{
  SqliteStore *store = g_new0 (SqliteStore, 1);
  g_autoptr (MotusRelayStore) base = &store->base;

  store->base.funcs = &funcs;
  store->lock_fd = -1;
  store->context
      = g_main_context_ref (context != NULL ? context : g_main_context_default ());
  g_mutex_init (&store->mutex);
  g_cond_init (&store->has_work);
  g_queue_init (&store->waiting);
  g_queue_init (&store->finished);
  read_boot (store);
  return open_in (store, state_dir, error) ? g_steal_pointer (&base) : NULL;
}
