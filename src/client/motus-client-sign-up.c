/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-client-unlock.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "motus-conversation-private.h"

/* Takes back what the sign-up put into the account's folder. */
static void
remove_traces (MotusClient *self)
{
  g_autofree char *folder = motus_client_folder (self);
  g_autofree char *keys = motus_client_key_path (folder);
  g_autofree char *store = motus_client_store_path (folder);
  static const char *const suffixes[] = { "", "-wal", "-shm", "-journal" };

  for (gsize i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *path = g_strconcat (store, suffixes[i], NULL);
      g_unlink (path);
    }
  g_unlink (keys);
  if (self->sign_up_made_folder)
    g_rmdir (folder);
}

static void
forget_people (MotusClient *self)
{
  g_hash_table_remove_all (self->unkept);
  g_hash_table_remove_all (self->peers);
  g_hash_table_remove_all (self->contact_by_name);
  g_hash_table_remove_all (self->gaps);
  g_list_store_remove_all (self->contacts);
  while (g_list_model_get_n_items (G_LIST_MODEL (self->conversations)) > 1)
    {
      g_autoptr (MotusConversation) conversation
        = g_list_model_get_item (G_LIST_MODEL (self->conversations), 1);
      g_hash_table_remove (self->conversation_by_id, motus_conversation_get_id (conversation));
      g_list_store_remove (self->conversations, 1);
    }
}

/* Locks the account again, as it was before. */
static void
lock (MotusClient *self)
{
  g_clear_pointer (&self->worker, motus_worker_free);
  g_clear_pointer (&self->vault, motus_vault_free);
  g_clear_pointer (&self->own.spki, g_bytes_unref);
  g_clear_pointer (&self->credentials, motus_credentials_unref);
  self->record = (MotusAccountRecord) { 0 };
  forget_people (self);
  motus_client_set_unlocked (self, FALSE);
}

void
motus_client_sign_up_failed (MotusClient *self, const GError *error)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->sign_up);
  if (task == NULL)
    return;

  /* An account that the relay may have made is worth nothing without its keys. */
  gboolean keep = self->sign_up_sent;
  lock (self);
  if (!keep && self->sign_up_made_keys)
    remove_traces (self);
  g_task_return_error (task, g_error_copy (error));
}

void
motus_client_sign_up_done (MotusClient *self)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->sign_up);

  if (task != NULL)
    g_task_return_boolean (task, TRUE);
}

static void
made_cb (gpointer data)
{
  MotusUnlocking *unlocking = data;
  MotusClient *self = g_task_get_source_object (unlocking->task);

  self->unlocking = FALSE;
  self->sign_up_made_folder = unlocking->made_folder;
  self->sign_up_made_keys = unlocking->made_keys;
  self->sign_up_sent = FALSE;
  if (unlocking->error != NULL)
    {
      g_clear_pointer (&unlocking->vault, motus_vault_free);
      if (unlocking->made_keys || unlocking->made_folder)
        remove_traces (self);
      g_task_return_error (unlocking->task, g_steal_pointer (&unlocking->error));
      return;
    }
  self->sign_up = g_object_ref (unlocking->task);
  motus_client_take_vault (self, unlocking);
  self->address_changed = TRUE;
  motus_client_connect (self);
}

void
motus_client_sign_up_async (MotusClient *self, const char *password, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  GError *error = NULL;

  if (self->host == NULL)
    g_task_return_new_error (task, MOTUS_CLIENT_ERROR, MOTUS_CLIENT_ERROR_LINK, "%s",
                             _("Give an invitation link or the address of a relay first."));
  else if (!motus_client_begin_unlocking (self, password, task, TRUE, made_cb, &error))
    g_task_return_error (task, error);
}

gboolean
motus_client_sign_up_finish (MotusClient *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
