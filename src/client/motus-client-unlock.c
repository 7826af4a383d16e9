/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-client-unlock.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "motus-conversation-private.h"
#include "motus-key-file.h"

static MotusUnlocking *
unlocking_new (GTask *task, MotusCredentials *credentials, gboolean sign_up)
{
  MotusUnlocking *unlocking = g_new0 (MotusUnlocking, 1);
  MotusClient *self = g_task_get_source_object (task);

  unlocking->task = g_object_ref (task);
  unlocking->account = g_strdup (self->account);
  unlocking->home = g_strdup (self->home);
  unlocking->folder = motus_client_folder (self);
  unlocking->credentials = motus_credentials_ref (credentials);
  unlocking->sign_up = sign_up;
  return unlocking;
}

static void
unlocking_free (gpointer data)
{
  MotusUnlocking *unlocking = data;

  g_object_unref (unlocking->task);
  g_free (unlocking->account);
  g_free (unlocking->home);
  g_free (unlocking->folder);
  g_free (unlocking->address);
  motus_credentials_unref (unlocking->credentials);
  motus_snapshot_free (unlocking->snapshot);
  motus_vault_free (unlocking->vault);
  g_clear_error (&unlocking->error);
  g_free (unlocking);
}

/* New keys do not open the store of others: it would be lost with them. */
static gboolean
may_make_keys (MotusUnlocking *unlocking)
{
  g_autofree char *store = motus_client_store_path (unlocking->folder);

  if (!g_file_test (store, G_FILE_TEST_EXISTS))
    return TRUE;
  g_set_error (&unlocking->error, MOTUS_CLIENT_ERROR, MOTUS_CLIENT_ERROR_STORE,
               _("“%s” holds an account's messages, but not its key file. Put the key file back, "
                 "or move the folder away to begin anew."),
               unlocking->folder);
  return FALSE;
}

static MotusKeyBundle *
save_keys (MotusUnlocking *unlocking, const char *path, MotusKeyBundle *bundle)
{
  if (motus_key_file_save (path, motus_credentials_get_password (unlocking->credentials), bundle,
                           FALSE, &unlocking->error))
    {
      unlocking->made_keys = TRUE;
      return bundle;
    }
  motus_key_bundle_free (bundle);
  return NULL;
}

/* The keys of a key file of the seed's; what it does not hold is made and written beside it, for the
 * account would not be the same without. */
static MotusKeyBundle *
load_seed_keys (MotusUnlocking *unlocking, const char *path)
{
  g_autofree char *seed = motus_client_seed_key_path (unlocking->home, unlocking->account);
  MotusKeyFileFormat format;
  MotusKeyBundle *bundle = motus_key_file_load (
    seed, motus_credentials_get_password (unlocking->credentials), &format, &unlocking->error);

  return bundle != NULL ? save_keys (unlocking, path, bundle) : NULL;
}

static MotusKeyBundle *
find_keys (MotusUnlocking *unlocking)
{
  g_autofree char *path = motus_client_key_path (unlocking->folder);
  g_autofree char *seed = motus_client_seed_key_path (unlocking->home, unlocking->account);
  MotusKeyFileFormat format;

  if (g_file_test (path, G_FILE_TEST_EXISTS) || (seed == NULL && !unlocking->sign_up))
    return motus_key_file_load (path, motus_credentials_get_password (unlocking->credentials),
                                &format, &unlocking->error);
  if (!may_make_keys (unlocking))
    return NULL;
  if (seed != NULL)
    return load_seed_keys (unlocking, path);
  MotusKeyBundle *bundle = motus_key_bundle_generate (&unlocking->error);
  return bundle != NULL ? save_keys (unlocking, path, bundle) : NULL;
}

/* In the worker. */
static void
run (gpointer data)
{
  MotusUnlocking *unlocking = data;
  g_autofree char *seed = motus_client_seed_key_path (unlocking->home, unlocking->account);
  g_autofree char *path = motus_client_store_path (unlocking->folder);

  if ((unlocking->sign_up || seed != NULL)
      && !motus_client_make_folder (unlocking->home, unlocking->folder, &unlocking->made_folder,
                                    &unlocking->error))
    return;
  MotusKeyBundle *bundle = find_keys (unlocking);
  if (bundle == NULL)
    return;
  unlocking->vault = motus_vault_new (unlocking->account, bundle, path, &unlocking->error);
  if (unlocking->vault == NULL)
    return;
  unlocking->address = motus_client_load_address (unlocking->folder);
  unlocking->snapshot = motus_vault_load (unlocking->vault, &unlocking->error);
}

static void
add_conversations (MotusClient *self, GPtrArray *records)
{
  for (guint i = 0; i < records->len; i++)
    {
      const MotusConversationRecord *record = g_ptr_array_index (records, i);
      MotusConversation *conversation = NULL;
      if (record->kind == MOTUS_CONVERSATION_ROOM)
        {
          conversation = motus_client_ensure_room (self, record->id, record->title);
          motus_conversation_set_members (conversation, (const char *const *) record->members);
          motus_conversation_set_closed (conversation, record->closed);
        }
      else
        conversation = g_hash_table_lookup (self->conversation_by_id, record->id);
      if (conversation != NULL)
        motus_conversation_restore (conversation, record->unread, record->mentioned,
                                    record->last_activity, record->draft);
    }
}

static void
add_line (MotusClient *self, const MotusMessageRecord *record)
{
  MotusConversation *conversation
    = g_hash_table_lookup (self->conversation_by_id, record->conversation);
  if (conversation == NULL)
    return;

  g_autoptr (MotusChatMessage) line = motus_message_record_to_line (record);
  if (record->delivery == MOTUS_DELIVERY_WAITING)
    motus_chat_message_set_delivery (line, MOTUS_DELIVERY_FAILED,
                                     _("Motus was closed before the relay confirmed this. Retry."));
  else if (record->delivery == MOTUS_DELIVERY_FAILED)
    motus_chat_message_set_delivery (line, MOTUS_DELIVERY_FAILED,
                                     _("This was not sent. Retry."));
  motus_conversation_add (conversation, line, 0, FALSE);
}

static void
add_gaps (MotusClient *self, GHashTable *missing)
{
  GHashTableIter iter;
  gpointer sender, gaps;

  g_hash_table_iter_init (&iter, missing);
  while (g_hash_table_iter_next (&iter, &sender, &gaps))
    motus_client_show_gaps (self, sender, gaps);
}

static void
take_snapshot (MotusClient *self, MotusSnapshot *snapshot)
{
  g_clear_pointer (&self->own.spki, g_bytes_unref);
  self->own = snapshot->own;
  snapshot->own.spki = NULL;
  self->record = snapshot->account;
  g_ptr_array_set_free_func (snapshot->peers, NULL);
  for (guint i = 0; i < snapshot->peers->len; i++)
    motus_client_take_peer (self, g_ptr_array_index (snapshot->peers, i));
  add_conversations (self, snapshot->conversations);
  for (guint i = 0; i < snapshot->messages->len; i++)
    add_line (self, g_ptr_array_index (snapshot->messages, i));
  add_gaps (self, snapshot->missing);
}

/* The link's pin counts for a relay that is not known yet: one at a new address, or the first. It
 * never replaces the pin of the relay that the account is at. */
static void
apply_link (MotusClient *self)
{
  if (self->link == NULL)
    return;
  if (!self->record.has_pin || self->address_changed)
    {
      self->record.has_pin = TRUE;
      memcpy (self->record.pin, self->link->pin, sizeof self->record.pin);
      motus_client_keep_account (self);
    }
  motus_client_apply_promise (self);
}

static void
apply_address (MotusClient *self, const char *address)
{
  g_autofree char *given = self->host != NULL ? motus_address_format (self->host, self->port)
                                              : NULL;

  self->address_changed = given != NULL && g_strcmp0 (given, address) != 0;
  if (self->host == NULL && address != NULL)
    motus_address_parse (address, &self->host, &self->port, NULL);
}

void
motus_client_take_vault (MotusClient *self, MotusUnlocking *unlocking)
{
  self->vault = g_steal_pointer (&unlocking->vault);
  g_clear_pointer (&self->credentials, motus_credentials_unref);
  self->credentials = motus_credentials_ref (unlocking->credentials);
  apply_address (self, unlocking->address);
  take_snapshot (self, unlocking->snapshot);
  apply_link (self);
  motus_client_set_unlocked (self, TRUE);
  motus_client_notify_relay (self);
}

static void
unlocked_cb (gpointer data)
{
  MotusUnlocking *unlocking = data;
  MotusClient *self = g_task_get_source_object (unlocking->task);

  self->unlocking = FALSE;
  if (unlocking->error != NULL)
    {
      g_task_return_error (unlocking->task, g_steal_pointer (&unlocking->error));
      return;
    }
  motus_client_take_vault (self, unlocking);
  g_task_return_boolean (unlocking->task, TRUE);
}

gboolean
motus_client_begin_unlocking (MotusClient *self, const char *password, GTask *task,
                              gboolean sign_up, MotusWorkerFunc done, GError **error)
{
  if (self->vault != NULL || self->unlocking)
    {
      g_set_error_literal (error, MOTUS_CLIENT_ERROR, MOTUS_CLIENT_ERROR_STORE,
                           _("This account is open already."));
      return FALSE;
    }
  if (!motus_client_is_name_valid (self->account))
    {
      g_set_error_literal (error, MOTUS_CLIENT_ERROR, MOTUS_CLIENT_ERROR_SIGN_UP_REFUSED,
                           _("This name cannot be used: 3 to 32 small letters, digits, dots, "
                             "hyphens and underscores are allowed. Choose another."));
      return FALSE;
    }
  g_autoptr (MotusCredentials) credentials = motus_credentials_new (password, error);
  if (credentials == NULL)
    return FALSE;
  if (self->worker == NULL)
    self->worker = motus_worker_new (g_main_context_get_thread_default () != NULL
                                       ? g_main_context_get_thread_default ()
                                       : g_main_context_default ());
  self->unlocking = TRUE;
  motus_worker_push (self->worker, run, done,
                     unlocking_new (task, credentials, sign_up), unlocking_free);
  return TRUE;
}

void
motus_client_unlock_async (MotusClient *self, const char *password, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  GError *error = NULL;

  if (!motus_client_begin_unlocking (self, password, task, FALSE, unlocked_cb, &error))
    g_task_return_error (task, error);
}

gboolean
motus_client_unlock_finish (MotusClient *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
