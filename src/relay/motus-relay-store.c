/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-relay-store.h"

#include "motus-secret.h"

struct _MotusRelayBatch {
  gatomicrefcount ref_count;
  GArray *changes;
};

static void
change_clear (gpointer data)
{
  MotusRelayChange *change = data;

  if (change->kind == MOTUS_RELAY_CHANGE_ACCOUNT_ADD
      || change->kind == MOTUS_RELAY_CHANGE_ACCOUNT_KEYS)
    g_clear_pointer (&change->account.pubkey, g_bytes_unref);
  motus_wipe (change, sizeof *change);
}

MotusRelayBatch *
motus_relay_batch_new (void)
{
  MotusRelayBatch *batch = g_new0 (MotusRelayBatch, 1);

  g_atomic_ref_count_init (&batch->ref_count);
  batch->changes = g_array_new (FALSE, TRUE, sizeof (MotusRelayChange));
  g_array_set_clear_func (batch->changes, change_clear);
  return batch;
}

MotusRelayBatch *
motus_relay_batch_ref (MotusRelayBatch *batch)
{
  g_atomic_ref_count_inc (&batch->ref_count);
  return batch;
}

void
motus_relay_batch_unref (MotusRelayBatch *batch)
{
  if (batch == NULL || !g_atomic_ref_count_dec (&batch->ref_count))
    return;
  g_array_unref (batch->changes);
  g_free (batch);
}

MotusRelayChange *
motus_relay_batch_add (MotusRelayBatch *batch, MotusRelayChangeKind kind)
{
  guint index = batch->changes->len;

  g_array_set_size (batch->changes, index + 1);
  MotusRelayChange *change = &g_array_index (batch->changes, MotusRelayChange, index);
  change->kind = kind;
  return change;
}

guint
motus_relay_batch_length (const MotusRelayBatch *batch)
{
  return batch->changes->len;
}

const MotusRelayChange *
motus_relay_batch_get (const MotusRelayBatch *batch, guint index)
{
  return &g_array_index (batch->changes, MotusRelayChange, index);
}

gboolean
motus_relay_store_load (MotusRelayStore *store, MotusRelayStoreEach each, gpointer user_data,
                        GError **error)
{
  return store->funcs->load (store, each, user_data, error);
}

void
motus_relay_store_submit (MotusRelayStore *store, MotusRelayBatch *batch,
                          MotusRelayStoreDone done, gpointer user_data)
{
  store->funcs->submit (store, batch, done, user_data);
}

const char *
motus_relay_store_get_boot (MotusRelayStore *store)
{
  return store->funcs->get_boot (store);
}

void
motus_relay_store_free (MotusRelayStore *store)
{
  if (store != NULL)
    store->funcs->free (store);
}
