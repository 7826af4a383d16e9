/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-client-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "motus-conversation-private.h"
#include "motus-name.h"
#include "motus-random.h"

/* A text on its way out. */
typedef struct {
  MotusClient *client;
  MotusVault *vault;
  GTask *task;
  MotusConversation *conversation;
  MotusChatMessage *line;
  MotusMessageRecord *record;
  MotusEnvelopeMode mode;
  GPtrArray *recipients;
  GBytes *frame;
  GError *error;
} Sending;

static void
sending_free (gpointer data)
{
  Sending *sending = data;

  g_object_unref (sending->client);
  g_object_unref (sending->task);
  g_object_unref (sending->conversation);
  g_object_unref (sending->line);
  motus_message_record_free (sending->record);
  g_clear_pointer (&sending->recipients, g_ptr_array_unref);
  g_clear_pointer (&sending->frame, g_bytes_unref);
  g_clear_error (&sending->error);
  g_free (sending);
}

/* In the worker: how it ended, on disk. */
static void
settle (gpointer data)
{
  Sending *sending = data;

  motus_vault_settle (sending->vault, sending->record, &sending->error);
}

static void
settled (gpointer data)
{
  Sending *sending = data;

  if (sending->error != NULL)
    motus_client_store_failed (sending->client, sending->error);
}

/* Ends the sending, which it takes. */
static void
end (Sending *sending, const GError *error)
{
  MotusDelivery delivery = error != NULL ? MOTUS_DELIVERY_FAILED : MOTUS_DELIVERY_SENT;

  sending->record->delivery = delivery;
  motus_chat_message_set_delivery (sending->line, delivery,
                                   error != NULL ? error->message : NULL);
  if (error != NULL)
    g_task_return_error (sending->task, g_error_copy (error));
  else
    g_task_return_boolean (sending->task, TRUE);
  if (sending->vault != NULL)
    {
      g_clear_error (&sending->error);
      motus_worker_push (sending->client->worker, settle, settled, sending, sending_free);
    }
  else
    sending_free (sending);
}

static void
say_undelivered (Sending *sending, MotusMessage *answer)
{
  gsize count = motus_message_get_count (answer, "undelivered");
  if (count == 0)
    return;

  g_autoptr (GString) names = g_string_new (NULL);
  for (gsize i = 0; i < count; i++)
    {
      g_string_append (names, i > 0 ? ", " : "");
      g_string_append (names, motus_message_get_name_at (answer, "undelivered", i));
    }
  g_autofree char *text = g_strdup_printf (_("Not online any more, and did not get this: %s"),
                                           names->str);
  motus_conversation_add_notice (sending->conversation, text, motus_client_now (sending->client));
}

static void
answered_cb (MotusClient *self, MotusMessage *answer, const GError *error, gpointer user_data)
{
  Sending *sending = user_data;

  if (answer != NULL)
    say_undelivered (sending, answer);
  end (sending, error);
}

/* In the worker. */
static void
seal (gpointer data)
{
  Sending *sending = data;
  const char *room = sending->mode == MOTUS_ENVELOPE_ROOM ? sending->record->conversation : NULL;

  sending->frame = motus_vault_seal (sending->vault, sending->record, room, sending->mode,
                                     sending->recipients, &sending->error);
}

static void
sealed (gpointer data)
{
  Sending *copy = data;
  Sending *sending = g_memdup2 (copy, sizeof *copy);

  /* The job's data goes with the job; what it holds goes on. */
  memset (copy, 0, sizeof *copy);
  if (sending->error != NULL)
    {
      g_autoptr (GError) error = g_steal_pointer (&sending->error);
      end (sending, error);
      return;
    }
  motus_client_request_frame (sending->client, sending->record->id, sending->frame,
                              MOTUS_CLIENT_REQUEST_SECONDS, answered_cb, sending);
}

static MotusEnvelopeMode
find_mode (MotusConversation *conversation)
{
  switch (motus_conversation_get_kind (conversation))
    {
    case MOTUS_CONVERSATION_ROOM:
      return MOTUS_ENVELOPE_ROOM;
    case MOTUS_CONVERSATION_PERSON:
      return MOTUS_ENVELOPE_PRIVATE;
    case MOTUS_CONVERSATION_EVERYONE:
    default:
      return MOTUS_ENVELOPE_BROADCAST;
    }
}

static void
say_left_out (Sending *sending, GPtrArray *left_out)
{
  if (left_out->len == 0)
    return;
  g_ptr_array_add (left_out, NULL);
  g_autofree char *names = g_strjoinv (", ", (char **) left_out->pdata);
  g_autofree char *text = g_strdup_printf (_("Left out, because their keys changed: %s. Compare "
                                             "the numbers with them and decide."),
                                           names);
  motus_conversation_add_notice (sending->conversation, text, motus_client_now (sending->client));
}

static gboolean
check_online (MotusClient *self, GError **error)
{
  if (self->phase == MOTUS_PHASE_ONLINE)
    return TRUE;
  g_set_error_literal (error, MOTUS_CLIENT_ERROR, MOTUS_CLIENT_ERROR_OFFLINE,
                       _("There is no connection to the relay. Try again when Motus is "
                         "connected."));
  return FALSE;
}

static void
push (Sending *sending)
{
  MotusClient *self = sending->client;
  g_autoptr (GPtrArray) left_out = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;

  if (check_online (self, &error))
    sending->recipients = motus_client_find_recipients (self, sending->conversation, left_out,
                                                        &error);
  if (sending->recipients == NULL)
    {
      end (sending, error);
      return;
    }
  say_left_out (sending, left_out);
  motus_worker_push (self->worker, seal, sealed, sending, g_free);
}

static Sending *
sending_new (MotusClient *self, MotusConversation *conversation, MotusChatMessage *line,
             GTask *task)
{
  Sending *sending = g_new0 (Sending, 1);
  MotusMessageRecord *record = motus_message_record_new ();

  record->conversation = g_strdup (motus_conversation_get_id (conversation));
  record->id = g_strdup (motus_chat_message_get_id (line));
  record->sender = g_strdup (self->account);
  record->kind = MOTUS_CHAT_TEXT;
  record->mine = TRUE;
  record->is_private = motus_chat_message_is_private (line);
  record->proof = MOTUS_PROOF_VERIFIED;
  record->delivery = MOTUS_DELIVERY_WAITING;
  record->sent_at = motus_chat_message_get_sent_at (line);
  record->received_at = motus_client_now (self);
  record->depth = motus_chat_message_get_depth (line);
  record->text = g_strdup (motus_chat_message_get_text (line));

  sending->client = g_object_ref (self);
  sending->vault = self->vault;
  sending->task = g_object_ref (task);
  sending->conversation = g_object_ref (conversation);
  sending->line = g_object_ref (line);
  sending->record = record;
  sending->mode = find_mode (conversation);
  return sending;
}

static MotusChatMessage *
make_line (MotusClient *self, MotusConversation *conversation, const char *text)
{
  guint8 id[MOTUS_ID_SIZE];
  motus_random_nonce (id, sizeof id);
  g_autofree char *id_text = motus_id_format (id);
  MotusChatText line = {
    .id = id_text,
    .sender = self->account,
    .mine = TRUE,
    .is_private = find_mode (conversation) == MOTUS_ENVELOPE_PRIVATE,
    .text = text,
    .sent_at = motus_client_now (self),
    .depth = motus_conversation_reserve_depth (conversation),
    .proof = MOTUS_PROOF_VERIFIED,
    .delivery = MOTUS_DELIVERY_WAITING,
  };

  return motus_chat_message_new_text (&line);
}

static gboolean
check_text (MotusClient *self, const char *text, GError **error)
{
  if (self->vault == NULL)
    g_set_error_literal (error, MOTUS_CLIENT_ERROR, MOTUS_CLIENT_ERROR_OFFLINE,
                         _("This account is locked. Unlock it with its password first."));
  else if (strlen (text) > MOTUS_CLIENT_TEXT_MAX)
    g_set_error (error, MOTUS_CLIENT_ERROR, MOTUS_CLIENT_ERROR_TOO_LONG,
                 _("This text is too long: %d KiB are the most. Send it in parts."),
                 MOTUS_CLIENT_TEXT_MAX / 1024);
  else if (*text == '\0' || !g_utf8_validate (text, -1, NULL))
    g_set_error_literal (error, MOTUS_CLIENT_ERROR, MOTUS_CLIENT_ERROR_REFUSED,
                         _("There is no text to send. Write one first."));
  else
    return TRUE;
  return FALSE;
}

void
motus_client_send_async (MotusClient *self, MotusConversation *conversation, const char *text,
                         GCancellable *cancellable, GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  GError *error = NULL;

  if (!check_text (self, text, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  g_autoptr (MotusChatMessage) line = make_line (self, conversation, text);
  motus_conversation_add (conversation, line, motus_client_now (self), FALSE);
  motus_client_keep_conversation (self, conversation);
  push (sending_new (self, conversation, line, task));
}

gboolean
motus_client_send_finish (MotusClient *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
motus_client_retry_async (MotusClient *self, MotusConversation *conversation,
                          MotusChatMessage *message, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  if (self->vault == NULL || !motus_chat_message_is_mine (message)
      || motus_chat_message_get_delivery (message) != MOTUS_DELIVERY_FAILED)
    {
      g_task_return_new_error (task, MOTUS_CLIENT_ERROR, MOTUS_CLIENT_ERROR_REFUSED, "%s",
                               _("Only a message of yours that failed can be sent again."));
      return;
    }
  motus_chat_message_set_delivery (message, MOTUS_DELIVERY_WAITING, NULL);
  push (sending_new (self, conversation, message, task));
}

gboolean
motus_client_retry_finish (MotusClient *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
