/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-client-private.h"

#include <glib/gi18n-lib.h>

#include "motus-frame.h"
#include "motus-invitation.h"
#include "motus-random.h"
#include "motus-refusal.h"

/* A salting belongs to the connection it was begun for. */
typedef struct {
  MotusClient *client;
  MotusConnection *connection;
} Salting;

static Salting *
salting_new (MotusClient *self)
{
  Salting *salting = g_new (Salting, 1);

  salting->client = g_object_ref (self);
  salting->connection = g_object_ref (self->connection);
  return salting;
}

static void
salting_free (Salting *salting)
{
  g_object_unref (salting->client);
  g_object_unref (salting->connection);
  g_free (salting);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Salting, salting_free)

/* The salted password, or NULL if it is no longer wanted or could not be made. */
static const MotusSecret *
take_salted (Salting *salting, GAsyncResult *result)
{
  MotusClient *self = salting->client;
  g_autoptr (GError) error = NULL;
  const MotusSecret *salted = motus_credentials_salt_finish (self->credentials, result, &error);

  if (self->connection != salting->connection || self->phase != MOTUS_PHASE_SALTING)
    return NULL;
  if (salted == NULL)
    motus_client_lose (self, error);
  return salted;
}

static void
say (MotusClient *self, MotusMessage *message, MotusPhase next)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) frame = motus_message_encode (message, &error);

  self->phase = next;
  if (frame == NULL || !motus_connection_send (self->connection, frame, &error))
    motus_client_lose (self, error);
}

static void
sign_in (MotusClient *self)
{
  g_clear_pointer (&self->login, motus_login_free);
  self->login = motus_login_new (self->account, motus_connection_get_binding (self->connection));
  g_autoptr (MotusMessage) message = motus_login_make_request (self->login, &self->own,
                                                               &self->record);
  say (self, message, MOTUS_PHASE_CHALLENGE);
}

static void
sign_up_salted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Salting) salting = user_data;
  MotusClient *self = salting->client;
  const MotusSecret *salted = take_salted (salting, result);
  if (salted == NULL)
    return;

  guint8 token[MOTUS_INVITATION_TOKEN_SIZE];
  if (self->link != NULL)
    motus_invitation_token (self->link->secret, token);
  g_autoptr (MotusMessage) message = motus_login_make_sign_up (
    self->account, &self->own, self->sign_up_salt, salted, self->link != NULL ? token : NULL);
  self->sign_up_sent = TRUE;
  say (self, message, MOTUS_PHASE_SIGNING_UP);
}

static void
sign_up (MotusClient *self)
{
  guint8 salt[MOTUS_SCRAM_SALT_SIZE];

  motus_random_bytes (salt, sizeof salt);
  g_clear_pointer (&self->sign_up_salt, g_bytes_unref);
  self->sign_up_salt = g_bytes_new (salt, sizeof salt);
  self->phase = MOTUS_PHASE_SALTING;
  motus_credentials_salt_async (self->credentials, self->sign_up_salt, MOTUS_SCRAM_ITERATIONS,
                                sign_up_salted_cb, salting_new (self));
}

void
motus_client_begin_login (MotusClient *self)
{
  if (self->sign_up != NULL)
    sign_up (self);
  else
    sign_in (self);
}

static void
challenge_salted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Salting) salting = user_data;
  const MotusSecret *salted = take_salted (salting, result);
  if (salted == NULL)
    return;

  g_autoptr (MotusMessage) message = motus_login_make_response (salting->client->login, salted);
  say (salting->client, message, MOTUS_PHASE_RESULT);
}

static void
take_challenge (MotusClient *self, MotusMessage *message)
{
  g_autoptr (GBytes) salt = NULL;
  g_autoptr (GError) error = NULL;
  guint iterations;

  if (!motus_login_take_challenge (self->login, message, &self->record, &salt, &iterations, &error))
    {
      motus_client_lose (self, error);
      return;
    }
  self->phase = MOTUS_PHASE_SALTING;
  motus_credentials_salt_async (self->credentials, salt, iterations, challenge_salted_cb,
                                salting_new (self));
}

static void
take_sign_up_result (MotusClient *self, MotusMessage *message)
{
  gboolean ok = motus_message_get_bool (message, "ok");

  /* With keys from before, the name may be ours from a sign-up whose answer was lost. */
  if (!ok && !self->sign_up_made_keys
      && g_strcmp0 (motus_message_get_text (message, "code"), "name-taken") == 0)
    {
      sign_in (self);
      return;
    }
  if (!ok)
    {
      g_autoptr (GError) error = motus_refusal_new (message);
      self->sign_up_sent = FALSE;
      motus_client_lose (self, error);
      return;
    }
  self->record.iterations = MOTUS_SCRAM_ITERATIONS;
  motus_client_keep_account (self);
  g_clear_pointer (&self->link, motus_link_free);
  sign_in (self);
}

/* The relay answers in order: after this ack, all it tells at first has come. */
static void
listed_cb (MotusClient *self, MotusMessage *answer, const GError *error, gpointer user_data)
{
  if (self->phase != MOTUS_PHASE_LISTING)
    return;
  if (answer == NULL)
    {
      motus_client_lose (self, error);
      return;
    }
  self->phase = MOTUS_PHASE_ONLINE;
  motus_client_close_unlisted_rooms (self);
  motus_client_is_online (self);
}

static void
take_result (MotusClient *self, MotusMessage *message)
{
  g_autoptr (GError) error = NULL;

  if (!motus_login_take_result (self->login, message, &self->record, &error))
    {
      motus_client_lose (self, error);
      return;
    }
  motus_client_keep_account (self);
  motus_connection_set_frame_max (self->connection, MOTUS_FRAME_MAX);
  self->phase = MOTUS_PHASE_LISTING;
  self->ping_pending = FALSE;
  g_hash_table_remove_all (self->rooms_listed);
  g_list_store_remove_all (self->room_invites);
  g_autoptr (MotusMessage) ping = motus_message_new (MOTUS_MESSAGE_PING);
  motus_client_request (self, ping, MOTUS_CLIENT_REQUEST_SECONDS, listed_cb, NULL);
}

void
motus_client_handle_login (MotusClient *self, MotusMessage *message)
{
  MotusMessageType type = motus_message_get_message_type (message);

  if (type == MOTUS_MESSAGE_AUTH_CHALLENGE && self->phase == MOTUS_PHASE_CHALLENGE)
    take_challenge (self, message);
  else if (type == MOTUS_MESSAGE_AUTH_RESULT && self->phase == MOTUS_PHASE_SIGNING_UP)
    take_sign_up_result (self, message);
  else if (type == MOTUS_MESSAGE_AUTH_RESULT
           && (self->phase == MOTUS_PHASE_CHALLENGE || self->phase == MOTUS_PHASE_RESULT))
    take_result (self, message);
  else
    {
      g_autoptr (GError) error = g_error_new_literal (
        MOTUS_CLIENT_ERROR, MOTUS_CLIENT_ERROR_PROTOCOL,
        _("The relay broke the rules of signing in. Try again, and tell its operator if it happens "
          "again."));
      motus_client_lose (self, error);
    }
}
