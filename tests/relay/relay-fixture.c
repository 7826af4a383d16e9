/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "relay-fixture.h"

#include "motus-base64.h"
#include "motus-frame.h"
#include "motus-random.h"
#include "motus-relay-log.h"
#include "motus-rsa.h"

#include <string.h>

#define ITERATIONS 4096

typedef struct {
  GQueue frames;
  gboolean closed;
  gboolean signed_in;
  guint8 binding[32];
  char *cnonce;
  char *nonce;
  GBytes *salt;
  gint64 iterations;
  gsize challenge_length;
  guint8 server_signature[32];
} Inbox;

static void
inbox_free (gpointer data)
{
  Inbox *inbox = data;

  g_queue_clear_full (&inbox->frames, (GDestroyNotify) g_bytes_unref);
  g_free (inbox->cnonce);
  g_free (inbox->nonce);
  g_clear_pointer (&inbox->salt, g_bytes_unref);
  g_free (inbox);
}

static Inbox *
find (Relay *relay, guint64 id)
{
  Inbox *inbox = g_hash_table_lookup (relay->inboxes, &id);

  g_assert_nonnull (inbox);
  return inbox;
}

static void
output_send (guint64 id, GBytes *frame, gpointer user_data)
{
  Relay *relay = user_data;
  Inbox *inbox = find (relay, id);

  g_assert_false (inbox->closed);
  relay->n_frames++;
  g_queue_push_tail (&inbox->frames, g_bytes_ref (frame));
}

static void
output_close (guint64 id, gpointer user_data)
{
  find (user_data, id)->closed = TRUE;
}

static void
output_signed_in (guint64 id, gpointer user_data)
{
  find (user_data, id)->signed_in = TRUE;
}

static const MotusRelayOutput output = { output_send, output_close, output_signed_in };

static void
log_sink (const char *line, gpointer user_data)
{
  Relay *relay = user_data;

  g_string_append (relay->log, line);
  g_string_append_c (relay->log, '\n');
}

static void
start (Relay *relay)
{
  g_autoptr (GError) error = NULL;

  relay->engine = motus_relay_engine_new (relay->config, relay->clock, relay->store, &output,
                                          relay, &error);
  g_assert_no_error (error);
}

Relay *
relay_new (void)
{
  Relay *relay = g_new0 (Relay, 1);

  relay->config = motus_relay_config_new ();
  relay->config->registration = MOTUS_RELAY_REGISTRATION_OPEN;
  relay->config->limits.requests_per_second = 1000000;
  relay->config->limits.sign_ups_per_hour = 1000000;
  relay->clock = motus_clock_new_manual (1000 * MOTUS_CLOCK_SECOND, 1700000000000);
  relay->store = motus_relay_store_memory_new ();
  relay->inboxes = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, inbox_free);
  relay->log = g_string_new (NULL);
  motus_relay_log_set_sink (log_sink, relay);
  start (relay);
  return relay;
}

void
relay_free (Relay *relay)
{
  motus_relay_engine_free (relay->engine);
  motus_relay_store_free (relay->store);
  motus_relay_log_set_sink (NULL, NULL);
  motus_relay_config_free (relay->config);
  motus_clock_unref (relay->clock);
  g_hash_table_unref (relay->inboxes);
  g_string_free (relay->log, TRUE);
  g_free (relay);
}

void
relay_restart (Relay *relay)
{
  motus_relay_engine_free (relay->engine);
  motus_relay_store_memory_cut (relay->store);
  g_hash_table_remove_all (relay->inboxes);
  start (relay);
}

static void
run (Relay *relay)
{
  if (!relay->hold)
    motus_relay_store_memory_run (relay->store);
}

void
relay_advance (Relay *relay, double seconds)
{
  motus_clock_advance (relay->clock, seconds * MOTUS_CLOCK_SECOND);
  motus_relay_engine_tick (relay->engine);
  run (relay);
}

guint64
relay_connect (Relay *relay, const char *source)
{
  Inbox *inbox = g_new0 (Inbox, 1);
  guint64 id = ++relay->last_id;

  g_queue_init (&inbox->frames);
  motus_random_bytes (inbox->binding, sizeof inbox->binding);
  g_hash_table_insert (relay->inboxes, g_memdup2 (&id, sizeof id), inbox);
  motus_relay_engine_connected (relay->engine, id, source, inbox->binding);
  return id;
}

void
relay_disconnect (Relay *relay, guint64 id)
{
  motus_relay_engine_disconnected (relay->engine, id);
  g_hash_table_remove (relay->inboxes, &id);
}

gboolean
relay_is_closed (Relay *relay, guint64 id)
{
  return find (relay, id)->closed;
}

static GBytes *
without_prefix (GBytes *frame)
{
  return g_bytes_new_from_bytes (frame, MOTUS_FRAME_PREFIX,
                                 g_bytes_get_size (frame) - MOTUS_FRAME_PREFIX);
}

void
relay_send (Relay *relay, guint64 id, MotusMessage *message)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) frame = motus_message_encode (message, &error);

  g_assert_no_error (error);
  g_autoptr (GBytes) bare = without_prefix (frame);
  motus_relay_engine_frame (relay->engine, id, bare);
  motus_message_unref (message);
  run (relay);
}

void
relay_send_text (Relay *relay, guint64 id, const char *json)
{
  g_autoptr (GBytes) bare = g_bytes_new (json, strlen (json));

  motus_relay_engine_frame (relay->engine, id, bare);
  run (relay);
}

GBytes *
relay_take_frame (Relay *relay, guint64 id)
{
  return g_queue_pop_head (&find (relay, id)->frames);
}

MotusMessage *
relay_take (Relay *relay, guint64 id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) frame = relay_take_frame (relay, id);

  if (frame == NULL)
    return NULL;
  g_autoptr (GBytes) bare = without_prefix (frame);
  MotusMessage *message = motus_message_parse (bare, MOTUS_SENDER_RELAY, NULL, &error);
  g_assert_no_error (error);
  return message;
}

MotusMessage *
relay_expect (Relay *relay, guint64 id, MotusMessageType type)
{
  for (;;)
    {
      g_autoptr (MotusMessage) message = relay_take (relay, id);

      g_assert_nonnull (message);
      if (motus_message_get_message_type (message) == type)
        return g_steal_pointer (&message);
    }
}

void
relay_expect_error (Relay *relay, guint64 id, const char *code)
{
  g_autoptr (MotusMessage) message = relay_expect (relay, id, MOTUS_MESSAGE_ERROR);

  g_assert_cmpstr (motus_message_get_text (message, "code"), ==, code);
}

void
relay_expect_refused (Relay *relay, guint64 id, const char *code, guint retry_after)
{
  g_autoptr (MotusMessage) message = relay_expect (relay, id, MOTUS_MESSAGE_AUTH_RESULT);
  gint64 seconds = 0;

  g_assert_false (motus_message_get_bool (message, "ok"));
  g_assert_cmpstr (motus_message_get_text (message, "code"), ==, code);
  motus_message_get_int (message, "retry_after", &seconds);
  g_assert_cmpint (seconds, ==, retry_after);
}

guint
relay_count (Relay *relay, guint64 id, MotusMessageType type)
{
  guint count = 0;

  for (;;)
    {
      g_autoptr (MotusMessage) message = relay_take (relay, id);

      if (message == NULL)
        return count;
      count += motus_message_get_message_type (message) == type;
    }
}

void
relay_drop (Relay *relay, guint64 id)
{
  relay_count (relay, id, MOTUS_MESSAGE_ERROR);
}

MotusMessage *
message_with_id (MotusMessageType type, const char *id)
{
  MotusMessage *message = motus_message_new (type);

  motus_message_set_text (message, "id", id);
  return message;
}

GBytes *
fixture_spki (void)
{
  static GBytes *spki;

  if (spki == NULL)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (MotusRsaKey) key = motus_rsa_key_generate (&error);

      g_assert_no_error (error);
      spki = g_bytes_ref (motus_rsa_public_key_get_spki (motus_rsa_key_get_public (key)));
    }
  return spki;
}

static MotusSecret *
salted_password (const char *name, const char *password, GBytes *salt, guint iterations)
{
  g_autofree char *right = g_strconcat ("secret of ", name, NULL);
  g_autoptr (MotusSecret) secret
      = motus_secret_new_text (password != NULL ? password : right);

  return motus_scram_salt_password (secret, g_bytes_get_data (salt, NULL),
                                    g_bytes_get_size (salt), iterations);
}

MotusMessage *
register_message (const char *name)
{
  MotusMessage *message = message_with_id (MOTUS_MESSAGE_AUTH_REQUEST, "sign-up");
  g_autoptr (GBytes) salt = g_bytes_new_static ("salt of 16 bytes", 16);
  g_autoptr (MotusSecret) salted = salted_password (name, NULL, salt, ITERATIONS);
  GBytes *spki = fixture_spki ();
  MotusScramVerifier verifier;
  guint8 signing_key[32];

  motus_scram_verifier (salted, &verifier);
  memset (signing_key, name[0], sizeof signing_key);
  motus_message_set_int (message, "protocol", 1);
  motus_message_set_text (message, "auth_type", "register");
  motus_message_set_text (message, "username", name);
  motus_message_set_text (message, "mech", "scram-sha-256-plus");
  motus_message_set_bytes (message, "pubkey", g_bytes_get_data (spki, NULL),
                           g_bytes_get_size (spki));
  motus_message_set_bytes (message, "signing_key", signing_key, sizeof signing_key);
  motus_message_set_bytes (message, "salt", g_bytes_get_data (salt, NULL), 16);
  motus_message_set_int (message, "iterations", ITERATIONS);
  motus_message_set_bytes (message, "stored_key", verifier.stored_key, 32);
  motus_message_set_bytes (message, "server_key", verifier.server_key, 32);
  return message;
}

void
relay_sign_up (Relay *relay, guint64 id, const char *name)
{
  relay_send (relay, id, register_message (name));
  g_autoptr (MotusMessage) result = relay_expect (relay, id, MOTUS_MESSAGE_AUTH_RESULT);
  g_assert_true (motus_message_get_bool (result, "ok"));
  g_assert_cmpstr (motus_message_get_text (result, "re"), ==, "sign-up");
}

gboolean
relay_begin_login (Relay *relay, guint64 id, const Login *login)
{
  MotusMessage *request = message_with_id (MOTUS_MESSAGE_AUTH_REQUEST, "login-1");
  Inbox *inbox = find (relay, id);
  guint8 cnonce[24];

  motus_random_nonce (cnonce, sizeof cnonce);
  g_free (inbox->cnonce);
  inbox->cnonce = motus_base64_encode (cnonce, sizeof cnonce);
  if (!relay->seed_client)
    motus_message_set_int (request, "protocol", 1);
  motus_message_set_text (request, "auth_type", "login");
  motus_message_set_text (request, "username", login->name);
  motus_message_set_text (request, "mech", "scram-sha-256-plus");
  motus_message_set_text (request, "cnonce", inbox->cnonce);
  motus_message_set_bytes (request, "cb", inbox->binding, sizeof inbox->binding);
  if (relay->signing_key != NULL)
    motus_message_set_bytes (request, "signing_key", relay->signing_key, 32);
  if (login->device_token != NULL)
    motus_message_set_bytes (request, "device_token", login->device_token, 32);
  relay_send (relay, id, request);

  const GBytes *next = g_queue_peek_tail (&inbox->frames);
  g_assert_nonnull (next);
  if (memmem (g_bytes_get_data ((GBytes *) next, NULL), g_bytes_get_size ((GBytes *) next),
              "auth_challenge", strlen ("auth_challenge"))
      == NULL)
    return FALSE;
  inbox->challenge_length = g_bytes_get_size ((GBytes *) next);
  g_autoptr (MotusMessage) challenge = relay_expect (relay, id, MOTUS_MESSAGE_AUTH_CHALLENGE);
  g_free (inbox->nonce);
  inbox->nonce = g_strdup (motus_message_get_text (challenge, "nonce"));
  g_clear_pointer (&inbox->salt, g_bytes_unref);
  inbox->salt = motus_message_get_bytes (challenge, "salt");
  g_assert_true (motus_message_get_int (challenge, "iterations", &inbox->iterations));
  return TRUE;
}

gsize
relay_challenge_length (Relay *relay, guint64 id)
{
  return find (relay, id)->challenge_length;
}

char *
relay_auth_message (Relay *relay, guint64 id, const char *name)
{
  const Inbox *inbox = find (relay, id);

  return motus_scram_auth_message (name, inbox->cnonce, inbox->nonce,
                                   g_bytes_get_data (inbox->salt, NULL),
                                   g_bytes_get_size (inbox->salt), inbox->iterations,
                                   inbox->binding, sizeof inbox->binding);
}

void
relay_finish_login (Relay *relay, guint64 id, const Login *login)
{
  MotusMessage *response = message_with_id (MOTUS_MESSAGE_AUTH_RESPONSE, "login-2");
  Inbox *inbox = find (relay, id);
  g_autoptr (MotusSecret) salted
      = salted_password (login->name, login->password, inbox->salt,
                         MIN (inbox->iterations, ITERATIONS));
  g_autofree char *auth_message = relay_auth_message (relay, id, login->name);
  guint8 proof[32];

  motus_scram_client_proof (salted, auth_message, proof, inbox->server_signature);
  motus_message_set_bytes (response, "response", proof, sizeof proof);
  relay_send (relay, id, response);
}

void
relay_login (Relay *relay, guint64 id, const char *name, guint8 *device_token)
{
  Login login = { name, NULL, NULL };
  guint8 signature[32], token[32];

  g_assert_true (relay_begin_login (relay, id, &login));
  relay_finish_login (relay, id, &login);
  g_autoptr (MotusMessage) result = relay_expect (relay, id, MOTUS_MESSAGE_AUTH_RESULT);
  g_assert_true (motus_message_get_bool (result, "ok"));
  g_assert_true (motus_message_get_exact (result, "server_signature", signature, 32));
  g_assert_cmpmem (signature, 32, find (relay, id)->server_signature, 32);
  g_assert_true (motus_message_get_exact (result, "device_token", token, 32));
  g_assert_true (find (relay, id)->signed_in);
  if (device_token != NULL)
    memcpy (device_token, token, 32);
}

void
relay_fail_login (Relay *relay, guint64 id, const char *name)
{
  Login login = { name, "wrong", NULL };

  g_assert_true (relay_begin_login (relay, id, &login));
  relay_finish_login (relay, id, &login);
  relay_expect_refused (relay, id, "login-failed", 0);
}

guint64
relay_come_back (Relay *relay, const char *name)
{
  guint64 id = relay_connect (relay, HOME);

  relay_login (relay, id, name, NULL);
  relay_drop (relay, id);
  return id;
}

guint64
relay_join (Relay *relay, const char *name)
{
  guint64 id = relay_connect (relay, HOME);

  relay_sign_up (relay, id, name);
  relay_disconnect (relay, id);
  return relay_come_back (relay, name);
}

MotusMessage *
send_message (const char *id, const char *from, const char *mode, const char *room,
              const char *const *targets, const char *text)
{
  MotusMessage *message = message_with_id (MOTUS_MESSAGE_ENCRYPTED_SEND, id);
  g_autoptr (GBytes) body = g_bytes_new (text, strlen (text));
  guint8 key[256], bytes[64] = { 1 };

  motus_message_set_text (message, "from", from);
  motus_message_set_text (message, "mode", mode);
  if (room != NULL)
    motus_message_set_text (message, "room", room);
  for (gsize i = 0; targets[i] != NULL; i++)
    {
      memset (key, targets[i][0], sizeof key);
      motus_message_add_name (message, "targets", targets[i]);
      motus_message_add_int (message, "seqs", i + 1);
      motus_message_add_key (message, "keys", targets[i], key, sizeof key);
    }
  motus_message_set_int (message, "depth", 1);
  motus_message_set_int (message, "sent_at", 1234567890123);
  motus_message_set_bytes (message, "nonce", bytes, 16);
  motus_message_set_bytes (message, "tag", bytes, 16);
  motus_message_set_bytes (message, "signature", bytes, 64);
  motus_message_set_body (message, body);
  return message;
}
