/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-client-private.h"

#include <glib/gi18n-lib.h>

static void
report_offline (MotusClient *self, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);

  g_task_return_new_error (task, MOTUS_CLIENT_ERROR, MOTUS_CLIENT_ERROR_OFFLINE, "%s",
                           _("There is no connection to the relay. Connect and try again."));
}

void
motus_client_sign_up_async (MotusClient *self, const char *password, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  report_offline (self, callback, user_data);
}

gboolean
motus_client_sign_up_finish (MotusClient *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
motus_client_unlock_async (MotusClient *self, const char *password, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  report_offline (self, callback, user_data);
}

gboolean
motus_client_unlock_finish (MotusClient *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
motus_client_send_async (MotusClient *self, MotusConversation *conversation, const char *text, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  report_offline (self, callback, user_data);
}

gboolean
motus_client_send_finish (MotusClient *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
motus_client_retry_async (MotusClient *self, MotusConversation *conversation, MotusChatMessage *message, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  report_offline (self, callback, user_data);
}

gboolean
motus_client_retry_finish (MotusClient *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
motus_client_answer_invite_async (MotusClient *self, const char *invite_id, gboolean accept, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  report_offline (self, callback, user_data);
}

gboolean
motus_client_answer_invite_finish (MotusClient *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
motus_client_leave_async (MotusClient *self, MotusConversation *room, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  report_offline (self, callback, user_data);
}

gboolean
motus_client_leave_finish (MotusClient *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
motus_client_upgrade_key_file_async (MotusClient *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  report_offline (self, callback, user_data);
}

gboolean
motus_client_upgrade_key_file_finish (MotusClient *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
motus_client_invite_async (MotusClient *self, const char *name, MotusConversation *room, const char *room_name, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  report_offline (self, callback, user_data);
}

MotusConversation *
motus_client_invite_finish (MotusClient *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
motus_client_make_link_async (MotusClient *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  report_offline (self, callback, user_data);
}

char *
motus_client_make_link_finish (MotusClient *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
motus_client_connect (MotusClient *self)
{
}

void
motus_client_disconnect (MotusClient *self)
{
}

void
motus_client_answer_relay (MotusClient *self, gboolean trust)
{
}

char **
motus_client_list_readers (MotusClient *self, MotusConversation *conversation)
{
  return g_new0 (char *, 1);
}

char *
motus_client_get_safety_number (MotusClient *self, MotusContact *contact)
{
  return NULL;
}

char *
motus_client_get_fingerprint_words (MotusClient *self, MotusContact *contact)
{
  return NULL;
}

char *
motus_client_get_fingerprint (MotusClient *self, MotusContact *contact)
{
  return NULL;
}

void
motus_client_mark_verified (MotusClient *self, MotusContact *contact, gboolean verified)
{
}

void
motus_client_accept_key (MotusClient *self, MotusContact *contact)
{
}

char *
motus_client_default_home (void)
{
  return g_build_filename (g_get_user_data_dir (), "motus", NULL);
}

char **
motus_client_list_accounts (const char *home)
{
  return g_new0 (char *, 1);
}

gboolean
motus_client_is_name_valid (const char *name)
{
  return strlen (name) >= 3;
}

guint
motus_client_rate_password (const char *password, const char *name)
{
  return MIN (strlen (password) / 4, 4);
}

gboolean
motus_client_read_link (const char *text, gboolean *is_link, char **relay, char **inviter, GError **error)
{
  g_set_error_literal (error, MOTUS_CLIENT_ERROR, MOTUS_CLIENT_ERROR_LINK, _("This is not an invitation link."));
  return FALSE;
}

gboolean
motus_client_set_relay (MotusClient *self, const char *link_or_address, GError **error)
{
  g_set_error_literal (error, MOTUS_CLIENT_ERROR, MOTUS_CLIENT_ERROR_LINK, _("This is not an invitation link."));
  return FALSE;
}
