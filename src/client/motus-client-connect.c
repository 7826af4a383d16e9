/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-client-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "motus-certificate.h"

/* The states, and who makes each:
 *
 *   OFFLINE     motus_client_disconnect()
 *   CONNECTING  attempt()
 *   ASKING      ask(), left by motus_client_answer_relay()
 *   SIGNING_IN  go_on(), then motus-client-login.c
 *   ONLINE      motus_client_is_online()
 *   WAITING     wait_for_next(), left by tick_cb() or motus_client_connect()
 *   STOPPED     motus_client_stop()
 */

static void attempt (MotusClient *self);
static void check_idle (MotusClient *self);

static gboolean
tick_cb (gpointer user_data)
{
  g_autoptr (MotusClient) self = g_object_ref (user_data);
  gint64 now = motus_clock_boottime (self->clock);

  motus_client_check_requests (self);
  if (self->state == MOTUS_CONNECTION_WAITING)
    {
      motus_client_set_retry_in (self, motus_backoff_seconds_left (self->backoff));
      if (self->retry_in == 0)
        attempt (self);
    }
  else if (self->state == MOTUS_CONNECTION_SIGNING_IN && now > self->login_due)
    {
      g_autoptr (GError) error = g_error_new_literal (
        MOTUS_CLIENT_ERROR, MOTUS_CLIENT_ERROR_UNREACHABLE,
        _("The relay does not answer. Check the network, or try later."));
      motus_client_lose (self, error);
    }
  else if (self->state == MOTUS_CONNECTION_ONLINE)
    check_idle (self);
  return G_SOURCE_CONTINUE;
}

static void
start_tick (MotusClient *self)
{
  if (self->tick != NULL)
    return;
  self->tick = g_timeout_source_new_seconds (1);
  g_source_set_callback (self->tick, tick_cb, self, NULL);
  g_source_attach (self->tick, g_main_context_get_thread_default ());
}

static void
stop_tick (MotusClient *self)
{
  if (self->tick != NULL)
    g_source_destroy (self->tick);
  g_clear_pointer (&self->tick, g_source_unref);
  motus_client_set_retry_in (self, 0);
}

static void
pong_cb (MotusClient *self, MotusMessage *answer, const GError *error, gpointer user_data)
{
  self->ping_pending = FALSE;
  if (g_error_matches (error, MOTUS_CLIENT_ERROR, MOTUS_CLIENT_ERROR_UNREACHABLE))
    motus_client_lose (self, error);
}

static void
check_idle (MotusClient *self)
{
  gint64 idle = motus_clock_boottime (self->clock)
                - motus_connection_get_last_read (self->connection);

  if (self->ping_pending || idle < MOTUS_CLIENT_IDLE_SECONDS * MOTUS_CLOCK_SECOND)
    return;
  g_autoptr (MotusMessage) ping = motus_message_new (MOTUS_MESSAGE_PING);
  self->ping_pending = TRUE;
  motus_client_request (self, ping, MOTUS_CLIENT_PING_SECONDS, pong_cb, NULL);
}

/* Forgets the connection and all that hung on it. */
static void
drop_connection (MotusClient *self, const GError *error)
{
  self->phase = MOTUS_PHASE_NONE;
  if (self->connection != NULL)
    motus_connection_close (self->connection);
  g_clear_object (&self->connection);
  g_clear_pointer (&self->login, motus_login_free);
  motus_client_fail_requests (self, error);
  motus_client_all_offline (self);
  g_list_store_remove_all (self->room_invites);
}

static void
wait_for_next (MotusClient *self, const GError *error)
{
  motus_backoff_fail (self->backoff, g_random_double ());
  start_tick (self);
  motus_client_set_retry_in (self, motus_backoff_seconds_left (self->backoff));
  motus_client_set_state (self, MOTUS_CONNECTION_WAITING, g_error_copy (error));
}

static gboolean
may_pass (const GError *error)
{
  return g_error_matches (error, MOTUS_CLIENT_ERROR, MOTUS_CLIENT_ERROR_OFFLINE)
         || g_error_matches (error, MOTUS_CLIENT_ERROR, MOTUS_CLIENT_ERROR_UNREACHABLE)
         || g_error_matches (error, MOTUS_CLIENT_ERROR, MOTUS_CLIENT_ERROR_REFUSED);
}

void
motus_client_stop (MotusClient *self, const GError *error)
{
  g_autoptr (GError) reason = g_error_copy (error);
  g_autoptr (MotusClient) keep = g_object_ref (self);

  self->wanted = FALSE;
  drop_connection (self, reason);
  stop_tick (self);
  motus_client_set_state (self, MOTUS_CONNECTION_STOPPED, g_error_copy (reason));
  motus_client_sign_up_failed (self, reason);
}

void
motus_client_lose (MotusClient *self, const GError *error)
{
  if (!self->wanted || self->sign_up != NULL || !may_pass (error))
    {
      motus_client_stop (self, error);
      return;
    }
  g_autoptr (GError) reason = g_error_copy (error);
  drop_connection (self, reason);
  wait_for_next (self, reason);
}

void
motus_client_is_online (MotusClient *self)
{
  g_autofree char *address = motus_address_format (self->host, self->port);
  g_autofree char *folder = motus_client_folder (self);

  if (self->address_changed && motus_client_save_address (folder, address, NULL))
    self->address_changed = FALSE;
  motus_backoff_reset (self->backoff);
  motus_client_set_state (self, MOTUS_CONNECTION_ONLINE, NULL);
  motus_client_sign_up_done (self);
}

static void
connection_cb (MotusConnection *connection, MotusMessage *message, const GError *error,
               gpointer user_data)
{
  g_autoptr (MotusClient) self = g_object_ref (user_data);

  if (message != NULL)
    motus_client_dispatch (self, message);
  else
    motus_client_lose (self, error);
}

static void
go_on (MotusClient *self)
{
  self->login_due = motus_clock_boottime (self->clock)
                    + MOTUS_CLIENT_LOGIN_SECONDS * MOTUS_CLOCK_SECOND;
  motus_connection_start (self->connection, connection_cb, self);
  motus_client_set_state (self, MOTUS_CONNECTION_SIGNING_IN, NULL);
  motus_client_begin_login (self);
}

/* Remembers which key the relay showed. */
static void
see_pin (MotusClient *self, MotusConnection *connection)
{
  const guint8 *pin = motus_connection_get_pin (connection);
  if (pin == NULL)
    return;

  g_autofree char *text = motus_pin_format (pin);
  self->has_seen_pin = TRUE;
  memcpy (self->seen_pin, pin, sizeof self->seen_pin);
  motus_client_notify_relay (self);
  motus_client_emit_relay_key (self, text, !self->record.has_pin);
}

void
motus_client_pin_relay (MotusClient *self)
{
  self->record.has_pin = TRUE;
  memcpy (self->record.pin, self->seen_pin, sizeof self->record.pin);
  motus_client_keep_account (self);
  motus_client_notify_relay (self);
}

/* A person has to say whether this is the relay. Nothing was told it yet, and it would not wait. */
static void
ask (MotusClient *self)
{
  motus_connection_close (self->connection);
  g_clear_object (&self->connection);
  stop_tick (self);
  motus_client_set_state (self, MOTUS_CONNECTION_ASKING, NULL);
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MotusClient) self = user_data;
  MotusConnection *connection = MOTUS_CONNECTION (source);
  g_autoptr (GError) error = NULL;
  gboolean ok = motus_connection_open_finish (connection, result, &error);

  if (self->connection != connection)
    return;
  see_pin (self, connection);
  if (!ok)
    {
      motus_client_lose (self, error);
      return;
    }
  if (!self->record.has_pin && !self->trust_on_first_use)
    {
      ask (self);
      return;
    }
  if (!self->record.has_pin)
    motus_client_pin_relay (self);
  go_on (self);
}

static void
attempt (MotusClient *self)
{
  self->connection = motus_connection_new ();
  start_tick (self);
  motus_client_set_retry_in (self, 0);
  motus_client_set_state (self, MOTUS_CONNECTION_CONNECTING, NULL);
  motus_connection_open_async (self->connection, self->host, self->port,
                               self->record.has_pin ? self->record.pin : NULL, opened_cb,
                               g_object_ref (self));
}

static gboolean
can_connect (MotusClient *self, GError **error)
{
  if (!self->unlocked || self->vault == NULL)
    {
      g_set_error_literal (error, MOTUS_CLIENT_ERROR, MOTUS_CLIENT_ERROR_OFFLINE,
                           _("This account is locked. Unlock it with its password first."));
      return FALSE;
    }
  if (self->host == NULL)
    {
      g_set_error_literal (error, MOTUS_CLIENT_ERROR, MOTUS_CLIENT_ERROR_LINK,
                           _("This account has no relay yet. Give its address or an invitation "
                             "link."));
      return FALSE;
    }
  return TRUE;
}

void
motus_client_connect (MotusClient *self)
{
  g_autoptr (GError) error = NULL;

  if (self->connection != NULL || self->state == MOTUS_CONNECTION_ASKING)
    return;
  if (!can_connect (self, &error))
    {
      motus_client_stop (self, error);
      return;
    }
  self->wanted = TRUE;
  attempt (self);
}

void
motus_client_disconnect (MotusClient *self)
{
  g_autoptr (GError) error = g_error_new_literal (MOTUS_CLIENT_ERROR, MOTUS_CLIENT_ERROR_OFFLINE,
                                                  _("Motus was disconnected. Connect again."));

  self->wanted = FALSE;
  drop_connection (self, error);
  stop_tick (self);
  motus_client_set_state (self, MOTUS_CONNECTION_OFFLINE, NULL);
  motus_client_sign_up_failed (self, error);
}

static gboolean
is_key_in_question (MotusClient *self)
{
  return self->state == MOTUS_CONNECTION_ASKING
         || g_error_matches (self->status_error, MOTUS_CLIENT_ERROR,
                             MOTUS_CLIENT_ERROR_RELAY_KEY_CHANGED)
         || g_error_matches (self->status_error, MOTUS_CLIENT_ERROR,
                             MOTUS_CLIENT_ERROR_RELAY_KEY_REFUSED);
}

void
motus_client_answer_relay (MotusClient *self, gboolean trust)
{
  if (!is_key_in_question (self) || !self->has_seen_pin)
    return;
  if (trust)
    {
      motus_client_pin_relay (self);
      self->wanted = TRUE;
      attempt (self);
      return;
    }
  g_autoptr (GError) error = g_error_new_literal (
    MOTUS_CLIENT_ERROR, MOTUS_CLIENT_ERROR_RELAY_KEY_REFUSED,
    _("The relay's key was not trusted, so Motus does not connect. Ask its operator for the right "
      "words, or for an invitation link."));
  motus_client_stop (self, error);
}
