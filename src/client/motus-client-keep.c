/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-client-private.h"

/* Records on their way to the disk. */
typedef struct {
  MotusClient *client;
  MotusVault *vault;
  GPtrArray *items;
  GError *error;
} Keeping;

static void
item_free (gpointer data)
{
  MotusStoreItem *item = data;

  g_free (item->name);
  g_clear_pointer (&item->value, g_bytes_unref);
  g_free (item);
}

static void
keeping_free (gpointer data)
{
  Keeping *keeping = data;

  g_object_unref (keeping->client);
  g_ptr_array_unref (keeping->items);
  g_clear_error (&keeping->error);
  g_free (keeping);
}

static gboolean
write_item (MotusStore *store, const MotusStoreItem *item, GError **error)
{
  if (item->value == NULL)
    return motus_store_remove (store, item->kind, item->name, error);
  return motus_store_put (store, item->kind, item->name, item->value, error);
}

/* In the worker. */
static void
write_items (gpointer data)
{
  Keeping *keeping = data;
  MotusStore *store = motus_vault_get_store (keeping->vault);

  if (!motus_store_begin (store, &keeping->error))
    return;
  for (guint i = 0; i < keeping->items->len; i++)
    if (!write_item (store, g_ptr_array_index (keeping->items, i), &keeping->error))
      {
        motus_store_roll_back (store);
        return;
      }
  motus_store_commit (store, &keeping->error);
}

static void
items_written (gpointer data)
{
  Keeping *keeping = data;

  if (keeping->error != NULL)
    motus_client_store_failed (keeping->client, keeping->error);
}

GPtrArray *
motus_client_keep_list (void)
{
  return g_ptr_array_new_with_free_func (item_free);
}

void
motus_client_keep_list_add (GPtrArray *items, MotusStoreKind kind, const char *name, GBytes *value)
{
  MotusStoreItem *item = g_new (MotusStoreItem, 1);

  item->kind = kind;
  item->name = g_strdup (name);
  item->value = value != NULL ? g_bytes_ref (value) : NULL;
  g_ptr_array_add (items, item);
}

void
motus_client_keep_all (MotusClient *self, GPtrArray *items)
{
  if (self->vault == NULL || items->len == 0)
    {
      g_ptr_array_unref (items);
      return;
    }
  Keeping *keeping = g_new0 (Keeping, 1);
  keeping->client = g_object_ref (self);
  keeping->vault = self->vault;
  keeping->items = items;
  motus_worker_push (self->worker, write_items, items_written, keeping, keeping_free);
}

void
motus_client_keep (MotusClient *self, MotusStoreKind kind, const char *name, GBytes *value)
{
  GPtrArray *items = motus_client_keep_list ();

  motus_client_keep_list_add (items, kind, name, value);
  motus_client_keep_all (self, items);
}

void
motus_client_keep_account (MotusClient *self)
{
  g_autoptr (GBytes) value = motus_account_record_encode (&self->record);

  motus_client_keep (self, MOTUS_STORE_ACCOUNT, "", value);
}

void
motus_client_keep_peer (MotusClient *self, const MotusPeer *peer)
{
  g_autoptr (GBytes) value = motus_peer_encode (peer);

  motus_client_keep (self, MOTUS_STORE_PEER, peer->name, value);
}

static void
add_conversation (GPtrArray *items, MotusConversation *conversation)
{
  g_autoptr (MotusConversationRecord) record = motus_conversation_record_new (conversation);
  g_autoptr (GBytes) value = motus_conversation_record_encode (record);

  motus_client_keep_list_add (items, MOTUS_STORE_CONVERSATION, record->id, value);
}

static gboolean
keep_conversations_cb (gpointer user_data)
{
  MotusClient *self = user_data;
  GPtrArray *items = motus_client_keep_list ();
  GHashTableIter iter;
  gpointer conversation;

  g_hash_table_iter_init (&iter, self->unkept);
  while (g_hash_table_iter_next (&iter, &conversation, NULL))
    add_conversation (items, conversation);
  g_hash_table_remove_all (self->unkept);
  motus_client_keep_all (self, items);
  return G_SOURCE_REMOVE;
}

void
motus_client_keep_conversation (MotusClient *self, MotusConversation *conversation)
{
  gboolean first = g_hash_table_size (self->unkept) == 0;

  g_hash_table_add (self->unkept, g_object_ref (conversation));
  if (!first)
    return;
  g_autoptr (GSource) source = g_timeout_source_new (MOTUS_CLIENT_KEEP_MILLISECONDS);
  g_source_set_callback (source, keep_conversations_cb, g_object_ref (self), g_object_unref);
  g_source_attach (source, g_main_context_get_thread_default ());
}

void
motus_client_store_failed (MotusClient *self, const GError *error)
{
  motus_client_stop (self, error);
}
