/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-relay-store-memory.h"

#include "motus-random.h"
#include "motus-relay-error.h"

typedef struct {
  MotusRelayStore base;
  GPtrArray *batches;           /* durable ones */
  GQueue waiting;               /* of Item */
  gboolean failing;
  char *boot;
} MemoryStore;

typedef struct {
  MotusRelayBatch *batch;
  MotusRelayStoreDone done;
  gpointer user_data;
} Item;

static void
item_free (Item *item)
{
  motus_relay_batch_unref (item->batch);
  g_free (item);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Item, item_free)

static void
item_finish (MemoryStore *store, Item *item)
{
  g_autoptr (GError) error = NULL;

  if (store->failing)
    g_set_error_literal (&error, MOTUS_RELAY_ERROR, MOTUS_RELAY_ERROR_STORE,
                         "The disk is full; make room on it.");
  else
    g_ptr_array_add (store->batches, motus_relay_batch_ref (item->batch));
  item->done (error, item->user_data);
}

static gboolean
memory_load (MotusRelayStore *base, MotusRelayStoreEach each, gpointer user_data, GError **error)
{
  MemoryStore *store = (MemoryStore *) base;

  for (guint i = 0; i < store->batches->len; i++)
    {
      const MotusRelayBatch *batch = store->batches->pdata[i];

      for (guint j = 0; j < motus_relay_batch_length (batch); j++)
        each (motus_relay_batch_get (batch, j), user_data);
    }
  return TRUE;
}

static void
memory_submit (MotusRelayStore *base, MotusRelayBatch *batch, MotusRelayStoreDone done,
               gpointer user_data)
{
  MemoryStore *store = (MemoryStore *) base;
  Item *item = g_new0 (Item, 1);

  item->batch = motus_relay_batch_ref (batch);
  item->done = done;
  item->user_data = user_data;
  g_queue_push_tail (&store->waiting, item);
}

static const char *
memory_get_boot (MotusRelayStore *base)
{
  return ((MemoryStore *) base)->boot;
}

static void
memory_free (MotusRelayStore *base)
{
  MemoryStore *store = (MemoryStore *) base;

  motus_relay_store_memory_run (base);
  g_ptr_array_unref (store->batches);
  g_free (store->boot);
  g_free (store);
}

static const MotusRelayStoreFuncs funcs = {
  memory_load,
  memory_submit,
  memory_get_boot,
  memory_free,
};

MotusRelayStore *
motus_relay_store_memory_new (void)
{
  MemoryStore *store = g_new0 (MemoryStore, 1);
  MotusRelayBatch *birth = motus_relay_batch_new ();
  MotusRelayChange *identity = motus_relay_batch_add (birth, MOTUS_RELAY_CHANGE_IDENTITY);

  motus_random_bytes (identity->identity.login_secret, sizeof identity->identity.login_secret);
  store->base.funcs = &funcs;
  store->batches = g_ptr_array_new_with_free_func ((GDestroyNotify) motus_relay_batch_unref);
  g_ptr_array_add (store->batches, birth);
  g_queue_init (&store->waiting);
  store->boot = g_strdup ("first");
  return &store->base;
}

void
motus_relay_store_memory_run (MotusRelayStore *base)
{
  MemoryStore *store = (MemoryStore *) base;

  while (!g_queue_is_empty (&store->waiting))
    {
      g_autoptr (Item) item = g_queue_pop_head (&store->waiting);
      item_finish (store, item);
    }
}

guint
motus_relay_store_memory_waiting (MotusRelayStore *base)
{
  return ((MemoryStore *) base)->waiting.length;
}

void
motus_relay_store_memory_set_failing (MotusRelayStore *base, gboolean failing)
{
  ((MemoryStore *) base)->failing = failing;
}

void
motus_relay_store_memory_cut (MotusRelayStore *base)
{
  MemoryStore *store = (MemoryStore *) base;
  gboolean failing = store->failing;

  store->failing = TRUE;
  motus_relay_store_memory_run (base);
  store->failing = failing;
}

void
motus_relay_store_memory_set_boot (MotusRelayStore *base, const char *boot)
{
  MemoryStore *store = (MemoryStore *) base;

  g_free (store->boot);
  store->boot = g_strdup (boot);
}
