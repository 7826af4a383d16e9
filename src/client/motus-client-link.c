/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-client-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "motus-invitation.h"
#include "motus-random.h"

#define LINK_SCHEME "motus:"

static gboolean
looks_like_link (const char *text)
{
  while (g_ascii_isspace (*text))
    text++;
  return g_ascii_strncasecmp (text, LINK_SCHEME, strlen (LINK_SCHEME)) == 0;
}

static gboolean
fail (const GError *cause, GError **error)
{
  g_set_error_literal (error, MOTUS_CLIENT_ERROR, MOTUS_CLIENT_ERROR_LINK, cause->message);
  return FALSE;
}

static gboolean
read_address (const char *text, char **host, guint16 *port, GError **error)
{
  g_autofree char *stripped = g_strstrip (g_strndup (text, MOTUS_LINK_MAX));
  g_autoptr (GError) cause = NULL;

  return motus_address_parse (stripped, host, port, &cause) || fail (cause, error);
}

gboolean
motus_client_read_link (const char *text, gboolean *is_link, char **relay, char **inviter,
                        GError **error)
{
  if (looks_like_link (text))
    {
      g_autoptr (GError) cause = NULL;
      g_autoptr (MotusLink) link = motus_link_parse (text, &cause);
      if (link == NULL)
        return fail (cause, error);
      *is_link = TRUE;
      *relay = motus_address_format (link->host, link->port);
      *inviter = g_strdup (link->inviter);
      return TRUE;
    }
  g_autofree char *host = NULL;
  guint16 port;
  if (!read_address (text, &host, &port, error))
    return FALSE;
  *is_link = FALSE;
  *relay = motus_address_format (host, port);
  *inviter = NULL;
  return TRUE;
}

static void
set_address (MotusClient *self, const char *host, guint16 port)
{
  g_autofree char *copy = g_strdup (host);

  self->address_changed = self->vault != NULL;
  g_free (self->host);
  self->host = g_steal_pointer (&copy);
  self->port = port;
  motus_client_notify_relay (self);
}

gboolean
motus_client_set_relay (MotusClient *self, const char *link_or_address, GError **error)
{
  if (looks_like_link (link_or_address))
    {
      g_autoptr (GError) cause = NULL;
      MotusLink *link = motus_link_parse (link_or_address, &cause);
      if (link == NULL)
        return fail (cause, error);
      g_clear_pointer (&self->link, motus_link_free);
      self->link = link;
      set_address (self, link->host, link->port);
      return TRUE;
    }
  g_autofree char *host = NULL;
  guint16 port;
  if (!read_address (link_or_address, &host, &port, error))
    return FALSE;
  g_clear_pointer (&self->link, motus_link_free);
  set_address (self, host, port);
  return TRUE;
}

static void
own_fingerprint (MotusClient *self, guint8 out[MOTUS_FINGERPRINT_SIZE])
{
  motus_fingerprint (self->account, self->own.spki, self->own.signing, out);
}

/* A link whose token the relay is being told of. */
typedef struct {
  GTask *task;
  MotusLink link;
} Making;

static void
made_cb (MotusClient *self, MotusMessage *answer, const GError *error, gpointer user_data)
{
  Making *making = user_data;

  if (answer != NULL)
    g_task_return_pointer (making->task, motus_link_format (&making->link), g_free);
  else
    g_task_return_error (making->task, g_error_copy (error));
  motus_wipe (making->link.secret, sizeof making->link.secret);
  g_free (making->link.host);
  g_free (making->link.inviter);
  g_object_unref (making->task);
  g_free (making);
}

void
motus_client_make_link_async (MotusClient *self, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer user_data)
{
  Making *making = g_new0 (Making, 1);
  guint8 token[MOTUS_INVITATION_TOKEN_SIZE];

  making->task = g_task_new (self, cancellable, callback, user_data);
  making->link.host = g_strdup (self->host);
  making->link.port = self->port;
  making->link.inviter = g_strdup (self->account);
  memcpy (making->link.pin, self->record.pin, sizeof making->link.pin);
  if (self->own.spki != NULL)
    own_fingerprint (self, making->link.fingerprint);
  motus_random_bytes (making->link.secret, sizeof making->link.secret);
  motus_invitation_token (making->link.secret, token);

  g_autoptr (MotusMessage) message = motus_message_new (MOTUS_MESSAGE_ACCOUNT_INVITE);
  motus_message_set_bytes (message, "token", token, sizeof token);
  motus_client_request (self, message, MOTUS_CLIENT_REQUEST_SECONDS, made_cb, making);
}

char *
motus_client_make_link_finish (MotusClient *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
