/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-relay-engine-private.h"

#include "motus-relay-log.h"

struct _MotusRelayCommit {
  MotusRelayEngine *engine;     /* NULL once it has gone */
  guint64 client;
  gboolean has_connection;
  char *tag;
  MotusRelayBatch *batch;
  GPtrArray *reserved;          /* of keys */
  MotusRelayCommitDone done;
  gpointer user_data;
  GDestroyNotify destroy;
};

MotusRelayCommit *
motus_relay_commit_new (MotusRelayEngine *engine, const MotusRelayClient *client,
                        const char *tag)
{
  MotusRelayCommit *commit = g_new0 (MotusRelayCommit, 1);

  commit->engine = engine;
  commit->has_connection = client != NULL;
  commit->client = client != NULL ? client->id : 0;
  commit->tag = g_strdup (tag);
  commit->batch = motus_relay_batch_new ();
  commit->reserved = g_ptr_array_new_with_free_func (g_free);
  return commit;
}

static void
commit_free (MotusRelayCommit *commit)
{
  if (commit->destroy != NULL)
    commit->destroy (commit->user_data);
  g_free (commit->tag);
  motus_relay_batch_unref (commit->batch);
  g_ptr_array_unref (commit->reserved);
  g_free (commit);
}

MotusRelayChange *
motus_relay_commit_add (MotusRelayCommit *commit, MotusRelayChangeKind kind)
{
  return motus_relay_batch_add (commit->batch, kind);
}

MotusRelayBatch *
motus_relay_commit_get_batch (MotusRelayCommit *commit)
{
  return commit->batch;
}

void
motus_relay_commit_reserve (MotusRelayCommit *commit, const char *key)
{
  g_ptr_array_add (commit->reserved, g_strdup (key));
  motus_relay_reservations_take (commit->engine->reservations, key);
}

static void
commit_finish (MotusRelayCommit *commit, gboolean durable)
{
  MotusRelayEngine *engine = commit->engine;
  MotusRelayClient *client
      = commit->has_connection
            ? g_hash_table_lookup (engine->clients, &commit->client)
            : NULL;

  for (guint i = 0; i < commit->reserved->len; i++)
    motus_relay_reservations_release (engine->reservations, commit->reserved->pdata[i]);
  for (guint i = 0; durable && i < motus_relay_batch_length (commit->batch); i++)
    motus_relay_engine_apply (engine, motus_relay_batch_get (commit->batch, i), FALSE);
  if (commit->done != NULL)
    commit->done (engine, client, commit->tag, durable, commit->user_data);
  commit_free (commit);
}

static void
stored_cb (const GError *error, gpointer user_data)
{
  MotusRelayCommit *commit = user_data;

  if (commit->engine == NULL)
    {
      commit_free (commit);
      return;
    }
  if (error != NULL)
    motus_relay_log (MOTUS_RELAY_LOG_ERROR, "store-failed", "reason", error->message, NULL);
  g_hash_table_remove (commit->engine->commits, commit);
  commit_finish (commit, error == NULL);
}

void
motus_relay_commit_submit (MotusRelayCommit *commit, MotusRelayCommitDone done,
                           gpointer user_data, GDestroyNotify destroy)
{
  MotusRelayEngine *engine = commit->engine;
  gboolean is_empty = motus_relay_batch_length (commit->batch) == 0;

  commit->done = done;
  commit->user_data = user_data;
  commit->destroy = destroy;
  if (is_empty || g_hash_table_size (engine->commits) >= MOTUS_RELAY_COMMITS_MAX)
    {
      commit_finish (commit, is_empty);
      return;
    }
  g_hash_table_add (engine->commits, commit);
  motus_relay_store_submit (engine->store, commit->batch, stored_cb, commit);
}

void
motus_relay_commits_forget (MotusRelayEngine *engine)
{
  GHashTableIter iter;
  gpointer commit;

  g_hash_table_iter_init (&iter, engine->commits);
  while (g_hash_table_iter_next (&iter, &commit, NULL))
    ((MotusRelayCommit *) commit)->engine = NULL;
}
