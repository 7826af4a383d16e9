/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-vault.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "motus-conversation-private.h"
#include "motus-received.h"

struct _MotusVault {
  char *name;
  MotusKeyBundle *bundle;
  MotusStore *store;
};

MotusVault *
motus_vault_new (const char *name, MotusKeyBundle *bundle, const char *path, GError **error)
{
  g_autoptr (MotusVault) vault = g_new0 (MotusVault, 1);

  vault->name = g_strdup (name);
  vault->bundle = bundle;
  vault->store = motus_store_open (path, motus_key_bundle_get_store_key (bundle), error);
  if (vault->store == NULL)
    return NULL;
  return g_steal_pointer (&vault);
}

void
motus_vault_free (MotusVault *vault)
{
  if (vault == NULL)
    return;
  g_free (vault->name);
  motus_key_bundle_free (vault->bundle);
  motus_store_close (vault->store);
  g_free (vault);
}

MotusStore *
motus_vault_get_store (MotusVault *vault)
{
  return vault->store;
}

MotusKeyBundle *
motus_vault_get_bundle (MotusVault *vault)
{
  return vault->bundle;
}

const char *
motus_vault_get_name (MotusVault *vault)
{
  return vault->name;
}

static void
free_peer (gpointer data)
{
  motus_peer_free (data);
}

static void
free_conversation (gpointer data)
{
  motus_conversation_record_free (data);
}

static void
free_message (gpointer data)
{
  motus_message_record_free (data);
}

static MotusSnapshot *
snapshot_new (void)
{
  MotusSnapshot *snapshot = g_new0 (MotusSnapshot, 1);

  snapshot->peers = g_ptr_array_new_with_free_func (free_peer);
  snapshot->conversations = g_ptr_array_new_with_free_func (free_conversation);
  snapshot->messages = g_ptr_array_new_with_free_func (free_message);
  snapshot->missing = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                             (GDestroyNotify) g_ptr_array_unref);
  return snapshot;
}

void
motus_snapshot_free (MotusSnapshot *snapshot)
{
  if (snapshot == NULL)
    return;
  g_clear_pointer (&snapshot->own.spki, g_bytes_unref);
  g_ptr_array_unref (snapshot->peers);
  g_ptr_array_unref (snapshot->conversations);
  g_ptr_array_unref (snapshot->messages);
  g_hash_table_unref (snapshot->missing);
  g_free (snapshot);
}

/* Where motus_store_each() puts what it finds. */
typedef struct {
  gpointer (*decode) (GBytes *value);
  GPtrArray *into;
  gboolean damaged;
} Collector;

static gboolean
collect (GBytes *value, gpointer user_data)
{
  Collector *collector = user_data;
  gpointer record = collector->decode (value);

  if (record != NULL)
    g_ptr_array_add (collector->into, record);
  collector->damaged |= record == NULL;
  return record != NULL;
}

static gboolean
report_damage (GError **error)
{
  g_set_error_literal (error, MOTUS_CLIENT_ERROR, MOTUS_CLIENT_ERROR_STORE,
                       _("The account's store holds something this Motus cannot read. Update "
                         "Motus, or restore the account's folder from a backup."));
  return FALSE;
}

static gboolean
load_kind (MotusVault *vault, MotusStoreKind kind, gpointer (*decode) (GBytes *value),
           GPtrArray *into, GError **error)
{
  Collector collector = { decode, into, FALSE };

  if (!motus_store_each (vault->store, kind, collect, &collector, error))
    return FALSE;
  return !collector.damaged || report_damage (error);
}

static gpointer
decode_peer (GBytes *value)
{
  return motus_peer_decode (value);
}

static gpointer
decode_conversation (GBytes *value)
{
  return motus_conversation_record_decode (value);
}

static gpointer
decode_message (GBytes *value)
{
  return motus_message_record_decode (value);
}

static gboolean
load_account (MotusVault *vault, MotusSnapshot *snapshot, GError **error)
{
  g_autoptr (GBytes) value = NULL;

  if (!motus_store_get (vault->store, MOTUS_STORE_ACCOUNT, "", &value, error))
    return FALSE;
  if (value != NULL && !motus_account_record_decode (value, &snapshot->account))
    return report_damage (error);
  return TRUE;
}

static gboolean
load_missing (MotusVault *vault, MotusSnapshot *snapshot, GError **error)
{
  for (guint i = 0; i < snapshot->peers->len; i++)
    {
      const MotusPeer *peer = g_ptr_array_index (snapshot->peers, i);
      g_autoptr (GBytes) value = NULL;
      if (!motus_store_get (vault->store, MOTUS_STORE_RECEIVED, peer->name, &value, error))
        return FALSE;
      if (value == NULL)
        continue;
      g_autoptr (MotusReceived) received = motus_received_decode (value);
      if (received == NULL)
        return report_damage (error);
      g_hash_table_insert (snapshot->missing, g_strdup (peer->name),
                           motus_received_copy_missing (received));
    }
  return TRUE;
}

static int
compare_records (gconstpointer a, gconstpointer b)
{
  const MotusMessageRecord *x = *(MotusMessageRecord *const *) a;
  const MotusMessageRecord *y = *(MotusMessageRecord *const *) b;
  int order = strcmp (x->conversation, y->conversation);

  /* The newest of each conversation first. */
  return order != 0 ? order : (x->depth < y->depth) - (x->depth > y->depth);
}

/* Takes the oldest lines of conversations that outgrew what they may hold from the store. */
static gboolean
trim_messages (MotusVault *vault, MotusSnapshot *snapshot, GError **error)
{
  const char *conversation = "";
  guint count = 0, removed = 0;
  gboolean ok = TRUE;

  g_ptr_array_sort (snapshot->messages, compare_records);
  for (guint i = 0; i < snapshot->messages->len; i++)
    {
      MotusMessageRecord *record = g_ptr_array_index (snapshot->messages, i);
      count = g_str_equal (record->conversation, conversation) ? count + 1 : 1;
      conversation = record->conversation;
      if (count <= MOTUS_CONVERSATION_MAX)
        continue;
      g_autofree char *name = motus_message_record_name (record->sender, record->id);
      if (removed == 0 && !motus_store_begin (vault->store, error))
        return FALSE;
      removed++;
      ok = ok && motus_store_remove (vault->store, MOTUS_STORE_MESSAGE, name, error);
    }
  if (removed > 0 && ok)
    return motus_store_commit (vault->store, error);
  motus_store_roll_back (vault->store);
  return ok;
}

MotusSnapshot *
motus_vault_load (MotusVault *vault, GError **error)
{
  g_autoptr (MotusSnapshot) snapshot = snapshot_new ();

  if (!load_account (vault, snapshot, error)
      || !load_kind (vault, MOTUS_STORE_PEER, decode_peer, snapshot->peers, error)
      || !load_kind (vault, MOTUS_STORE_CONVERSATION, decode_conversation,
                     snapshot->conversations, error)
      || !load_kind (vault, MOTUS_STORE_MESSAGE, decode_message, snapshot->messages, error)
      || !load_missing (vault, snapshot, error) || !trim_messages (vault, snapshot, error))
    return NULL;

  MotusRsaKey *rsa = motus_key_bundle_get_rsa (vault->bundle);
  snapshot->own.spki = g_bytes_ref (motus_rsa_public_key_get_spki (motus_rsa_key_get_public (rsa)));
  snapshot->own.signs = TRUE;
  memcpy (snapshot->own.signing, motus_key_bundle_get_signing_public (vault->bundle),
          sizeof snapshot->own.signing);
  return g_steal_pointer (&snapshot);
}

gboolean
motus_vault_keep (MotusVault *vault, const MotusMessageRecord *record, GError **error)
{
  g_autofree char *name = motus_message_record_name (record->sender, record->id);
  g_autoptr (GBytes) value = motus_message_record_encode (record);

  return motus_store_put (vault->store, MOTUS_STORE_MESSAGE, name, value, error);
}

gboolean
motus_vault_forget_numbers (MotusVault *vault, const char *name, GError **error)
{
  return motus_store_remove (vault->store, MOTUS_STORE_SENT, name, error)
         && motus_store_remove (vault->store, MOTUS_STORE_RECEIVED, name, error);
}
