/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-client-private.h"

#include <glib/gi18n-lib.h>

#include "motus-refusal.h"

typedef struct {
  MotusRequestFunc func;
  gpointer user_data;
  gint64 due;                   /* boot time */
} MotusRequest;

static void
report_error (MotusClient *self, MotusRequestFunc func, gpointer user_data, GError *error)
{
  func (self, NULL, error, user_data);
  g_error_free (error);
}

void
motus_client_request_frame (MotusClient *self, const char *tag, GBytes *frame, guint seconds,
                            MotusRequestFunc func, gpointer user_data)
{
  GError *error = NULL;

  if (self->connection == NULL || self->phase < MOTUS_PHASE_LISTING)
    error = g_error_new_literal (MOTUS_CLIENT_ERROR, MOTUS_CLIENT_ERROR_OFFLINE,
                                 _("There is no connection to the relay. Try again when Motus is "
                                   "connected."));
  else if (g_hash_table_size (self->requests) >= MOTUS_CLIENT_REQUESTS_MAX)
    error = g_error_new_literal (MOTUS_CLIENT_ERROR, MOTUS_CLIENT_ERROR_REFUSED,
                                 _("Too much waits for the relay's answer. Wait a little and try "
                                   "again."));
  else
    motus_connection_send (self->connection, frame, &error);
  if (error != NULL)
    {
      report_error (self, func, user_data, error);
      return;
    }

  MotusRequest *request = g_new (MotusRequest, 1);
  request->func = func;
  request->user_data = user_data;
  request->due = motus_clock_boottime (self->clock) + seconds * MOTUS_CLOCK_SECOND;
  g_hash_table_replace (self->requests, g_strdup (tag), request);
}

void
motus_client_request (MotusClient *self, MotusMessage *message, guint seconds,
                      MotusRequestFunc func, gpointer user_data)
{
  g_autofree char *tag = g_strdup_printf ("r%" G_GUINT64_FORMAT, ++self->last_tag);
  g_autoptr (GError) error = NULL;

  motus_message_set_text (message, "id", tag);
  g_autoptr (GBytes) frame = motus_message_encode (message, &error);
  if (frame != NULL)
    motus_client_request_frame (self, tag, frame, seconds, func, user_data);
  else
    func (self, NULL, error, user_data);
}

/* Takes the request out before it is answered, so that its function may make others. */
static gboolean
take (MotusClient *self, const char *tag, MotusRequest *request)
{
  MotusRequest *found = g_hash_table_lookup (self->requests, tag);

  if (found == NULL)
    return FALSE;
  *request = *found;
  g_hash_table_remove (self->requests, tag);
  return TRUE;
}

gboolean
motus_client_take_answer (MotusClient *self, MotusMessage *message)
{
  const char *tag = motus_message_get_text (message, "re");
  MotusRequest request;

  if (tag == NULL || !take (self, tag, &request))
    return FALSE;
  if (motus_message_get_message_type (message) == MOTUS_MESSAGE_ACK)
    {
      request.func (self, message, NULL, request.user_data);
      return TRUE;
    }
  g_autoptr (GError) error = motus_refusal_new (message);
  request.func (self, NULL, error, request.user_data);
  return TRUE;
}

static char *
find_overdue (MotusClient *self)
{
  gint64 now = motus_clock_boottime (self->clock);
  GHashTableIter iter;
  gpointer tag, request;

  g_hash_table_iter_init (&iter, self->requests);
  while (g_hash_table_iter_next (&iter, &tag, &request))
    if (((MotusRequest *) request)->due <= now)
      return g_strdup (tag);
  return NULL;
}

void
motus_client_check_requests (MotusClient *self)
{
  g_autoptr (GError) error = g_error_new_literal (
    MOTUS_CLIENT_ERROR, MOTUS_CLIENT_ERROR_UNREACHABLE,
    _("The relay does not answer. Check the network and try again."));
  char *tag;

  while ((tag = find_overdue (self)) != NULL)
    {
      MotusRequest request;
      if (take (self, tag, &request))
        request.func (self, NULL, error, request.user_data);
      g_free (tag);
    }
}

void
motus_client_fail_requests (MotusClient *self, const GError *error)
{
  g_autoptr (GList) tags = g_hash_table_get_keys (self->requests);
  g_autoptr (GPtrArray) waiting = g_ptr_array_new_with_free_func (g_free);

  for (GList *each = tags; each != NULL; each = each->next)
    {
      MotusRequest request;
      if (take (self, each->data, &request))
        g_ptr_array_add (waiting, g_memdup2 (&request, sizeof request));
    }
  for (guint i = 0; i < waiting->len; i++)
    {
      MotusRequest *request = g_ptr_array_index (waiting, i);
      request->func (self, NULL, error, request->user_data);
    }
}
