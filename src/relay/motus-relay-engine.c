/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-relay-engine-private.h"

#include "motus-relay-log.h"
#include "motus-secret.h"
#include "motus-wire-error.h"

#include <string.h>

/* How often what has run out is looked for, while there is anything that can. */
#define SWEEP_SECONDS 60

gint64
motus_relay_engine_now (const MotusRelayEngine *engine)
{
  return motus_clock_boottime (engine->clock);
}

gint64
motus_relay_engine_calendar (const MotusRelayEngine *engine)
{
  return motus_clock_calendar (engine->clock);
}

static void
load_cb (const MotusRelayChange *change, gpointer user_data)
{
  motus_relay_engine_apply (user_data, change, TRUE);
}

static void
make_tables (MotusRelayEngine *engine)
{
  const MotusRelayLimits *limits = &engine->config->limits;

  engine->request_rate = motus_relay_rate_per_second (limits->requests_per_second);
  engine->accounts = motus_relay_accounts_new ();
  engine->account_invites = motus_relay_account_invites_new (engine->accounts);
  engine->rooms = motus_relay_rooms_new (engine->accounts);
  engine->lockout = motus_relay_lockout_new (limits->login_failures, limits->login_window_seconds,
                                             limits->login_lock_seconds,
                                             motus_relay_store_get_boot (engine->store));
  engine->sources = motus_relay_sources_new (
      engine->request_rate,
      motus_relay_rate_per_hour (limits->sign_ups_per_hour));
  engine->reservations = motus_relay_reservations_new ();
  engine->commits = g_hash_table_new (NULL, NULL);
  engine->clients = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL,
                                               (GDestroyNotify) motus_relay_client_free);
  g_queue_init (&engine->waiting);
  engine->online = g_ptr_array_new ();
  engine->directory = motus_relay_directory_new (engine->accounts);
  engine->presence = motus_relay_presence_new ();
  engine->next_sweep = motus_relay_engine_now (engine);
}

MotusRelayEngine *
motus_relay_engine_new (const MotusRelayConfig *config, MotusClock *clock, MotusRelayStore *store,
                        const MotusRelayOutput *output, gpointer user_data, GError **error)
{
  g_autoptr (MotusRelayEngine) engine = g_new0 (MotusRelayEngine, 1);

  engine->config = config;
  engine->clock = clock;
  engine->store = store;
  engine->output = output;
  engine->output_data = user_data;
  make_tables (engine);
  if (!motus_relay_store_load (store, load_cb, engine, error))
    return NULL;
  if (!engine->has_login_secret)
    {
      g_set_error_literal (error, MOTUS_RELAY_ERROR, MOTUS_RELAY_ERROR_STORE,
                           "The relay's database lacks its secret. Restore it from a backup.");
      return NULL;
    }
  motus_relay_directory_forget_news (engine->directory);
  return g_steal_pointer (&engine);
}

void
motus_relay_engine_free (MotusRelayEngine *engine)
{
  if (engine == NULL)
    return;
  motus_relay_commits_forget (engine);
  g_hash_table_unref (engine->commits);
  g_queue_clear (&engine->waiting);
  g_ptr_array_unref (engine->online);
  g_hash_table_unref (engine->clients);
  motus_relay_presence_free (engine->presence);
  motus_relay_directory_free (engine->directory);
  motus_relay_reservations_free (engine->reservations);
  motus_relay_sources_free (engine->sources);
  motus_relay_lockout_free (engine->lockout);
  motus_relay_rooms_free (engine->rooms);
  motus_relay_account_invites_free (engine->account_invites);
  motus_relay_accounts_free (engine->accounts);
  motus_wipe (engine->login_secret, sizeof engine->login_secret);
  g_free (engine);
}

void
motus_relay_engine_connected (MotusRelayEngine *engine, guint64 id, const char *source,
                              const guint8 *binding)
{
  MotusRelayClient *client = motus_relay_client_new (id, source, binding);

  client->deadline = motus_relay_engine_now (engine)
                         + engine->config->limits.login_seconds * MOTUS_CLOCK_SECOND;
  g_hash_table_insert (engine->clients, &client->id, client);
  g_queue_push_tail (&engine->waiting, client);
  client->waiting_link = engine->waiting.tail;
}

void
motus_relay_engine_disconnected (MotusRelayEngine *engine, guint64 id)
{
  MotusRelayClient *client = g_hash_table_lookup (engine->clients, &id);

  if (client == NULL)
    return;
  motus_relay_sign_out (engine, client);
  g_hash_table_remove (engine->clients, &id);
}

static void
log_violation (const MotusRelayClient *client, const char *reason)
{
  motus_relay_log (MOTUS_RELAY_LOG_NOTICE, "protocol-violation", "account",
                   client->account != NULL ? client->account->record.name : "", "source",
                   client->source, "reason", reason, NULL);
}

void
motus_relay_engine_violation (MotusRelayEngine *engine, guint64 id, const char *reason)
{
  MotusRelayClient *client = g_hash_table_lookup (engine->clients, &id);

  if (client == NULL || client->closing)
    return;
  log_violation (client, reason);
  motus_relay_reply_violation (engine, client, NULL, "bad-frame", reason);
}

static void
handle_ping (MotusRelayEngine *engine, MotusRelayClient *client, MotusMessage *message)
{
  motus_relay_reply_ack (engine, client, motus_message_get_text (message, "id"));
}

static const struct {
  MotusRelayHandler handle;
  gboolean before_login;
} handlers[] = {
  [MOTUS_MESSAGE_AUTH_REQUEST] = { motus_relay_handle_auth_request, TRUE },
  [MOTUS_MESSAGE_AUTH_RESPONSE] = { motus_relay_handle_auth_response, TRUE },
  [MOTUS_MESSAGE_ENCRYPTED_SEND] = { motus_relay_handle_encrypted_send, FALSE },
  [MOTUS_MESSAGE_ROOM_INVITE] = { motus_relay_handle_room_invite, FALSE },
  [MOTUS_MESSAGE_ROOM_INVITE_RESPONSE] = { motus_relay_handle_room_invite_response, FALSE },
  [MOTUS_MESSAGE_ROOM_LEAVE] = { motus_relay_handle_room_leave, FALSE },
  [MOTUS_MESSAGE_ACCOUNT_INVITE] = { motus_relay_handle_account_invite, FALSE },
  [MOTUS_MESSAGE_PING] = { handle_ping, FALSE },
};

/* What does not parse closes the connection, except that somebody signed in may try again. */
static void
refuse_frame (MotusRelayEngine *engine, MotusRelayClient *client, const char *tag,
              const GError *error)
{
  const char *code = motus_wire_error_code (error);

  log_violation (client, error->message);
  motus_relay_reply_word (engine, client, tag, code, error->message);
  if (client->account == NULL
      || g_error_matches (error, MOTUS_WIRE_ERROR, MOTUS_WIRE_ERROR_BAD_FRAME))
    motus_relay_close (engine, client);
}

static guint
cost_of (const MotusMessage *message)
{
  if (motus_message_get_message_type (message) == MOTUS_MESSAGE_ENCRYPTED_SEND)
    return motus_message_get_count (message, "targets");
  return 1;
}

static gboolean
take_budget (MotusRelayEngine *engine, MotusRelayClient *client, guint cost,
             guint *retry_after)
{
  gint64 now = motus_relay_engine_now (engine);

  if (client->account == NULL)
    return motus_relay_sources_take_request (engine->sources, client->source, now,
                                             retry_after);
  return motus_relay_budget_take (&client->account->budget, &engine->request_rate, cost, now,
                                  retry_after);
}

static void
refuse_rate (MotusRelayEngine *engine, MotusRelayClient *client, const char *tag,
             gboolean is_login, guint retry_after)
{
  if (is_login)
    {
      motus_relay_reply_refused (engine, client, tag, MOTUS_RELAY_CODE_RATE_LIMITED,
                                 retry_after);
      return;
    }
  g_autoptr (MotusMessage) error
      = motus_relay_error_message (tag, MOTUS_RELAY_CODE_RATE_LIMITED);
  motus_message_set_int (error, "retry_after", retry_after);
  motus_relay_send (engine, client, error);
}

static void
dispatch (MotusRelayEngine *engine, MotusRelayClient *client, MotusMessage *message)
{
  MotusMessageType type = motus_message_get_message_type (message);
  const char *tag = motus_message_get_text (message, "id");
  guint retry_after = 0;

  if (!take_budget (engine, client, cost_of (message), &retry_after))
    refuse_rate (engine, client, tag, handlers[type].before_login, retry_after);
  else if (client->account == NULL && !handlers[type].before_login)
    motus_relay_reply_error (engine, client, tag, MOTUS_RELAY_CODE_NOT_SIGNED_IN);
  else
    handlers[type].handle (engine, client, message);
}

void
motus_relay_engine_frame (MotusRelayEngine *engine, guint64 id, GBytes *frame)
{
  MotusRelayClient *client = g_hash_table_lookup (engine->clients, &id);
  g_autoptr (GError) error = NULL;
  g_autofree char *tag = NULL;

  if (client == NULL || client->closing)
    return;
  g_autoptr (MotusMessage) message
      = motus_message_parse (frame, MOTUS_SENDER_CLIENT, &tag, &error);
  if (message == NULL)
    refuse_frame (engine, client, tag, error);
  else
    dispatch (engine, client, message);
}

void
motus_relay_tell_directory (MotusRelayEngine *engine)
{
  while (motus_relay_directory_has_news (engine->directory))
    {
      g_autoptr (GBytes) frame = motus_relay_directory_take_news (engine->directory);

      if (frame != NULL)
        motus_relay_send_all (engine, frame);
    }
}

static gint64
news_due (const MotusRelayEngine *engine)
{
  return motus_relay_presence_due (engine->presence,
                                   motus_relay_directory_has_news (engine->directory));
}

static void
end_late_logins (MotusRelayEngine *engine, gint64 now)
{
  MotusRelayClient *client;

  while ((client = g_queue_peek_head (&engine->waiting)) != NULL
         && client->deadline <= now)
    {
      g_queue_pop_head (&engine->waiting);
      client->waiting_link = NULL;
      motus_relay_reply_error_saying (engine, client, NULL, MOTUS_RELAY_CODE_NOT_SIGNED_IN,
                                      "Signing in took too long; connect again.");
      motus_relay_close (engine, client);
    }
}

static void
bucket_expired_cb (const char *key, gboolean was_locked, gpointer user_data)
{
  MotusRelayChange *change = motus_relay_batch_add (user_data, MOTUS_RELAY_CHANGE_BUCKET_REMOVE);

  g_strlcpy (change->bucket.key, key, sizeof change->bucket.key);
  if (was_locked)
    {
      g_autofree char *name = g_strndup (key, strcspn (key, " "));
      motus_relay_log (MOTUS_RELAY_LOG_NOTICE, "unlocked", "account", name, NULL);
    }
}

/* Forgets what has run out, in memory and on the disk. */
static void
sweep (MotusRelayEngine *engine, gint64 now)
{
  MotusRelayCommit *commit = motus_relay_commit_new (engine, NULL, NULL);
  MotusRelayBatch *batch = motus_relay_commit_get_batch (commit);
  gint64 calendar = motus_relay_engine_calendar (engine);

  motus_relay_lockout_expire (engine->lockout, now, bucket_expired_cb, batch);
  motus_relay_account_invites_expire (engine->account_invites, calendar, batch);
  motus_relay_rooms_expire (engine->rooms, calendar, batch);
  motus_relay_sources_expire (engine->sources, now);
  engine->next_sweep = now + SWEEP_SECONDS * MOTUS_CLOCK_SECOND;
  motus_relay_commit_submit (commit, NULL, NULL, NULL);
}

static gboolean
has_something_to_sweep (const MotusRelayEngine *engine)
{
  return motus_relay_lockout_size (engine->lockout) > 0
         || motus_relay_sources_size (engine->sources) > 0
         || motus_relay_account_invites_size (engine->account_invites) > 0
         || motus_relay_rooms_n_invites (engine->rooms) > 0;
}

void
motus_relay_engine_tick (MotusRelayEngine *engine)
{
  gint64 now = motus_relay_engine_now (engine);

  end_late_logins (engine, now);
  if (news_due (engine) <= now)
    {
      motus_relay_tell_directory (engine);
      motus_relay_presence_flush (engine->presence, engine, now);
    }
  if (engine->next_sweep <= now && has_something_to_sweep (engine))
    sweep (engine, now);
}

gint64
motus_relay_engine_next_tick (const MotusRelayEngine *engine)
{
  const MotusRelayClient *first = g_queue_peek_head ((GQueue *) &engine->waiting);
  gint64 next = news_due (engine);

  if (first != NULL)
    next = MIN (next, first->deadline);
  if (has_something_to_sweep (engine))
    next = MIN (next, engine->next_sweep);
  return next;
}

typedef struct {
  MotusRelayDone done;
  gpointer user_data;
} Asked;

static void
invite_stored (MotusRelayEngine *engine, MotusRelayClient *client, const char *tag,
               gboolean durable, gpointer user_data)
{
  const Asked *asked = user_data;
  g_autoptr (GError) error = NULL;

  if (!durable)
    g_set_error_literal (&error, MOTUS_RELAY_ERROR, MOTUS_RELAY_ERROR_STORE,
                         motus_relay_code_sentence (MOTUS_RELAY_CODE_STORAGE));
  asked->done (error, asked->user_data);
}

void
motus_relay_engine_add_account_invite (MotusRelayEngine *engine, const guint8 token_hash[32],
                                       guint uses, guint seconds, MotusRelayDone done,
                                       gpointer user_data)
{
  MotusRelayCommit *commit = motus_relay_commit_new (engine, NULL, NULL);
  MotusRelayAccountInviteRecord *record
      = &motus_relay_commit_add (commit, MOTUS_RELAY_CHANGE_ACCOUNT_INVITE_SET)->account_invite;
  Asked *asked = g_new0 (Asked, 1);

  memcpy (record->token_hash, token_hash, sizeof record->token_hash);
  record->uses = MAX (uses, 1);
  record->expires_at
      = motus_relay_engine_calendar (engine) + seconds * G_GINT64_CONSTANT (1000);
  asked->done = done;
  asked->user_data = user_data;
  motus_relay_commit_submit (commit, invite_stored, asked, g_free);
}

void
motus_relay_engine_shut_down (MotusRelayEngine *engine)
{
  GHashTableIter iter;
  gpointer client;

  g_hash_table_iter_init (&iter, engine->clients);
  while (g_hash_table_iter_next (&iter, NULL, &client))
    {
      motus_relay_reply_error (engine, client, NULL, MOTUS_RELAY_CODE_SHUTTING_DOWN);
      motus_relay_close (engine, client);
    }
}
