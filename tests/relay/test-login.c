/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "relay-fixture.h"

#include "motus-relay-accounts.h"
#include "motus-seed-login.h"

#include <string.h>

static void
lock (Relay *relay, const char *source, const char *name)
{
  guint64 id = relay_connect (relay, source);

  for (guint i = 0; i < 5; i++)
    relay_fail_login (relay, id, name);
  relay_disconnect (relay, id);
}

static void
assert_locked (Relay *relay, const char *source, const char *name, guint seconds)
{
  guint64 id = relay_connect (relay, source);
  Login login = { name };

  g_assert_false (relay_begin_login (relay, id, &login));
  relay_expect_refused (relay, id, "locked", seconds);
  relay_disconnect (relay, id);
}

static void
assert_gets_in (Relay *relay, const char *source, const Login *login)
{
  guint64 id = relay_connect (relay, source);

  g_assert_true (relay_begin_login (relay, id, login));
  relay_finish_login (relay, id, login);
  g_autoptr (MotusMessage) result = relay_expect (relay, id, MOTUS_MESSAGE_AUTH_RESULT);
  g_assert_true (motus_message_get_bool (result, "ok"));
  relay_disconnect (relay, id);
}

/* A stranger locks a stranger's bucket; the owner comes in with a known device from the same
 * source, and with a new one from another. */
static void
test_stranger_locks_only_strangers (void)
{
  g_autoptr (Relay) relay = relay_new ();
  guint64 id = relay_connect (relay, HOME);
  guint8 token[32], unknown[32] = { 1 };
  Login with_token = { "alice", NULL, token }, with_unknown = { "alice", NULL, unknown };
  Login wrong = { "alice", "wrong", token }, new_device = { "alice" };

  relay_sign_up (relay, id, "alice");
  relay_login (relay, id, "alice", token);
  relay_disconnect (relay, id);
  lock (relay, ELSEWHERE, "alice");
  assert_locked (relay, ELSEWHERE, "alice", 900);
  assert_gets_in (relay, ELSEWHERE, &with_token);
  assert_gets_in (relay, "127.0.0.3/32", &new_device);

  id = relay_connect (relay, ELSEWHERE);
  g_assert_false (relay_begin_login (relay, id, &with_unknown));
  relay_expect_refused (relay, id, "locked", 900);
  /* A device locks itself, and nobody else. */
  for (guint i = 0; i < 5; i++)
    {
      g_assert_true (relay_begin_login (relay, id, &wrong));
      relay_finish_login (relay, id, &wrong);
      relay_expect_refused (relay, id, "login-failed", 0);
    }
  g_assert_false (relay_begin_login (relay, id, &with_token));
  relay_expect_refused (relay, id, "locked", 900);
  assert_gets_in (relay, HOME, &new_device);
}

static void
test_seed_rule (void)
{
  g_autoptr (Relay) relay = relay_new ();
  guint64 id = relay_connect (relay, HOME);
  Login login = { "alice" };

  relay->config->limits.login_seconds = 86400;
  relay_sign_up (relay, id, "alice");
  for (guint i = 0; i < 4; i++)
    relay_fail_login (relay, id, "alice");
  relay_advance (relay, 301);
  id = relay_connect (relay, HOME);
  for (guint i = 0; i < 4; i++)
    relay_fail_login (relay, id, "alice");
  g_assert_true (relay_begin_login (relay, id, &login));
  g_assert_null (strstr (relay->log->str, "\nlocked"));
  relay_fail_login (relay, id, "alice");
  g_assert_nonnull (strstr (relay->log->str, "locked account=alice source=127.0.0.1/32"));
  assert_locked (relay, HOME, "alice", 900);
  relay_advance (relay, 899);
  assert_locked (relay, HOME, "alice", 1);
  relay_advance (relay, 2);
  relay_advance (relay, 60);
  g_assert_nonnull (strstr (relay->log->str, "unlocked account=alice"));
  assert_gets_in (relay, HOME, &login);
}

/* A success takes back what one mistyped. */
static void
test_success_clears (void)
{
  g_autoptr (Relay) relay = relay_new ();
  guint64 id = relay_connect (relay, HOME);

  relay_sign_up (relay, id, "alice");
  for (guint i = 0; i < 3; i++)
    {
      id = relay_connect (relay, HOME);
      for (guint j = 0; j < 4; j++)
        relay_fail_login (relay, id, "alice");
      relay_login (relay, id, "alice", NULL);
    }
}

/* Challenges asked before the lock are not good after it, and failures on the way to the
 * disk count. */
static void
test_many_at_once (void)
{
  g_autoptr (Relay) relay = relay_new ();
  guint64 ids[8];
  Login wrong = { "alice", "wrong" };

  ids[0] = relay_connect (relay, HOME);
  relay_sign_up (relay, ids[0], "alice");
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      ids[i] = relay_connect (relay, HOME);
      g_assert_true (relay_begin_login (relay, ids[i], &wrong));
    }
  relay->hold = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    relay_finish_login (relay, ids[i], &wrong);
  g_assert_null (relay_take_frame (relay, ids[0]));
  relay_expect_refused (relay, ids[7], "locked", 900);
  motus_relay_store_memory_run (relay->store);
  relay_expect_refused (relay, ids[4], "login-failed", 0);
}

static void
test_locks_outlive_restarts (void)
{
  g_autoptr (Relay) relay = relay_new ();
  guint64 id = relay_connect (relay, HOME);

  relay_sign_up (relay, id, "alice");
  lock (relay, HOME, "alice");
  lock (relay, HOME, "nobody");
  relay_restart (relay);
  assert_locked (relay, HOME, "alice", 900);
  relay_advance (relay, 300);
  relay_restart (relay);
  assert_locked (relay, HOME, "alice", 600);
  assert_locked (relay, HOME, "nobody", 600);
}

/* A lock is not shortened by booting the machine. */
static void
test_locks_outlive_boots (void)
{
  g_autoptr (Relay) relay = relay_new ();
  guint64 id = relay_connect (relay, HOME);

  relay_sign_up (relay, id, "alice");
  lock (relay, HOME, "alice");
  motus_relay_store_memory_set_boot (relay->store, "second");
  motus_clock_unref (relay->clock);
  relay->clock = motus_clock_new_manual (20 * MOTUS_CLOCK_SECOND, 1700000100000);
  relay_restart (relay);
  assert_locked (relay, HOME, "alice", 880);
  relay_advance (relay, 881);
  Login login = { "alice" };
  assert_gets_in (relay, HOME, &login);
}

static void
test_failing_disk_counts (void)
{
  g_autoptr (Relay) relay = relay_new ();
  guint64 id = relay_connect (relay, HOME);
  guint8 token[32];
  Login login = { "alice" };

  relay_sign_up (relay, id, "alice");
  motus_relay_store_memory_set_failing (relay->store, TRUE);
  /* In without a token, for that could not be stored. */
  g_assert_true (relay_begin_login (relay, id, &login));
  relay_finish_login (relay, id, &login);
  g_autoptr (MotusMessage) result = relay_expect (relay, id, MOTUS_MESSAGE_AUTH_RESULT);
  g_assert_true (motus_message_get_bool (result, "ok"));
  g_assert_false (motus_message_get_exact (result, "device_token", token, sizeof token));
  lock (relay, ELSEWHERE, "alice");
  assert_locked (relay, ELSEWHERE, "alice", 900);
}

/* What an attacker sees of the whole of a login that fails: every frame, as text. */
static char *
watch (Relay *relay, const char *name, gboolean *challenged)
{
  guint64 id = relay_connect (relay, ELSEWHERE);
  GString *seen = g_string_new (NULL);
  Login login = { name, "wrong" };

  *challenged = relay_begin_login (relay, id, &login);
  if (*challenged)
    {
      g_string_append_printf (seen, "%" G_GSIZE_FORMAT " ", relay_challenge_length (relay, id));
      relay_finish_login (relay, id, &login);
    }
  for (;;)
    {
      g_autoptr (GBytes) frame = relay_take_frame (relay, id);
      gsize len;

      if (frame == NULL)
        return g_string_free (seen, FALSE);
      const char *data = g_bytes_get_data (frame, &len);
      g_string_append_len (seen, data + 4, (gssize) len - 4);
    }
}

/* A challenge of the seed's kind for @name: its length, and its salt. */
static gsize
ask_challenge (Relay *relay, const char *name, char **salt)
{
  guint64 id = relay_connect (relay, "127.0.0.9/32");
  g_autofree char *request = g_strdup_printf (
      "{\"type\":\"auth_request\",\"auth_type\":\"login\",\"username\":\"%s\"}", name);

  relay_send_text (relay, id, request);
  g_autoptr (GBytes) frame = relay_take_frame (relay, id);
  gsize len;
  const char *data = g_bytes_get_data (frame, &len);
  g_autofree char *text = g_strndup (data + 4, len - 4);
  *salt = g_strndup (strstr (text, "\"salt\":\"") + 8, 24);
  g_assert_nonnull (strstr (text, "\"iterations\":100000"));
  return len;
}

/* Names that exist, that do not, and that log in another way: the same bytes when the
 * password is wrong and when it is locked. */
static void
test_names_do_not_show (void)
{
  g_autoptr (Relay) relay = relay_new ();
  static const char *const names[] = { "alice", "nobody", "seeds" };
  gboolean challenged;

  relay->config->seed_login = TRUE;
  guint64 id = relay_connect (relay, HOME);
  MotusMessage *alice = register_message ("alice");
  motus_message_set_int (alice, "iterations", MOTUS_SCRAM_ITERATIONS);
  relay_send (relay, id, alice);
  relay_drop (relay, id);
  MotusMessage *seeds = register_message ("seeds");
  guint8 password_key[32] = { 5 };
  motus_message_set_text (seeds, "mech", "seed-hmac");
  motus_message_set_bytes (seeds, "password_key", password_key, sizeof password_key);
  relay_send (relay, id, seeds);
  g_autoptr (MotusMessage) result = relay_expect (relay, id, MOTUS_MESSAGE_AUTH_RESULT);
  g_assert_true (motus_message_get_bool (result, "ok"));

  for (guint attempt = 0; attempt < 7; attempt++)
    {
      g_autofree char *first = watch (relay, names[0], &challenged);
      for (guint i = 1; i < G_N_ELEMENTS (names); i++)
        {
          g_autofree char *seen = watch (relay, names[i], &challenged);
          g_assert_cmpint (challenged, ==, attempt < 5);
          g_assert_cmpstr (seen, ==, first);
        }
    }
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *salt = NULL, *again = NULL, *other = NULL;
      gsize len = ask_challenge (relay, names[i], &salt);

      relay_restart (relay);
      g_assert_cmpuint (ask_challenge (relay, names[i], &again), ==, len);
      g_assert_cmpstr (salt, ==, again);
      g_assert_cmpuint (ask_challenge (relay, names[(i + 1) % 3], &other), ==, len);
      g_assert_cmpstr (salt, !=, other);
    }
}

/* Logging in with what a thief finds in the store: neither as the answer itself nor as the
 * key from which an answer is made is any of it good. */
static void
test_stolen_store (void)
{
  g_autoptr (Relay) relay = relay_new ();
  guint64 id = relay_connect (relay, HOME);
  g_autoptr (MotusMessage) registration = register_message ("alice");
  Login login = { "alice" };
  static const char *const fields[] = { "stored_key", "server_key", "signing_key", "salt" };
  guint8 stored_key[32];

  relay->config->limits.login_failures = 64;
  relay_restart (relay);
  id = relay_connect (relay, HOME);
  relay_sign_up (relay, id, "alice");
  motus_message_get_exact (registration, "stored_key", stored_key, sizeof stored_key);
  for (guint i = 0; i < 2 * G_N_ELEMENTS (fields); i++)
    {
      g_autoptr (GBytes) stolen = motus_message_get_bytes (registration, fields[i / 2]);
      guint8 response[32] = { 0 }, signature[32];
      MotusMessage *message = motus_message_new (MOTUS_MESSAGE_AUTH_RESPONSE);

      g_assert_true (relay_begin_login (relay, id, &login));
      g_autofree char *auth_message = relay_auth_message (relay, id, "alice");
      motus_hmac_sha256 (stored_key, 32, auth_message, strlen (auth_message), signature);
      memcpy (response, g_bytes_get_data (stolen, NULL), g_bytes_get_size (stolen));
      for (guint j = 0; i % 2 == 1 && j < 32; j++)
        response[j] ^= signature[j];
      motus_message_set_bytes (message, "response", response, sizeof response);
      relay_send (relay, id, message);
      relay_expect_refused (relay, id, "login-failed", 0);
    }
  relay_login (relay, id, "alice", NULL);
}

static void
respond (Relay *relay, guint64 id, GBytes *response)
{
  MotusMessage *message = motus_message_new (MOTUS_MESSAGE_AUTH_RESPONSE);

  motus_message_set_bytes (message, "response", g_bytes_get_data (response, NULL), 32);
  relay_send (relay, id, message);
}

static void
test_challenge_serves_once (void)
{
  g_autoptr (Relay) relay = relay_new ();
  guint64 id = relay_connect (relay, HOME), other = relay_connect (relay, HOME);
  Login login = { "alice" };
  guint8 zeros[32] = { 0 };
  g_autoptr (GBytes) response = g_bytes_new (zeros, sizeof zeros);

  relay_sign_up (relay, id, "alice");
  respond (relay, id, response);
  relay_expect_refused (relay, id, "challenge-expired", 0);
  g_assert_true (relay_begin_login (relay, id, &login));
  respond (relay, other, response);
  relay_expect_refused (relay, other, "challenge-expired", 0);
  relay_finish_login (relay, id, &login);
  g_autoptr (MotusMessage) result = relay_expect (relay, id, MOTUS_MESSAGE_AUTH_RESULT);
  g_assert_true (motus_message_get_bool (result, "ok"));
  relay_finish_login (relay, id, &login);
  relay_expect_refused (relay, id, "challenge-expired", 0);
}

/* The answer given on another connection, which has another binding. */
static void
test_challenge_is_bound (void)
{
  g_autoptr (Relay) relay = relay_new ();
  guint64 id = relay_connect (relay, HOME);
  MotusMessage *request = message_with_id (MOTUS_MESSAGE_AUTH_REQUEST, "x");
  guint8 binding[32] = { 3 };

  motus_message_set_text (request, "auth_type", "login");
  motus_message_set_text (request, "username", "alice");
  motus_message_set_text (request, "mech", "scram-sha-256-plus");
  motus_message_set_text (request, "cnonce", "abcdefghijklmnopqrstuvwx");
  motus_message_set_bytes (request, "cb", binding, sizeof binding);
  relay_send (relay, id, request);
  relay_expect_refused (relay, id, "channel-binding", 0);
  g_assert_nonnull (strstr (relay->log->str, "reason=channel-binding"));
}

static void
test_challenge_ends (void)
{
  static const struct {
    guint seconds;
    gboolean good;
  } rows[] = { { 299, TRUE }, { 300, TRUE }, { 301, FALSE } };
  g_autoptr (Relay) relay = relay_new ();
  Login login = { "alice" };

  relay->config->limits.login_seconds = 86400;
  relay_sign_up (relay, relay_connect (relay, HOME), "alice");
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      guint64 id = relay_connect (relay, HOME);

      g_assert_true (relay_begin_login (relay, id, &login));
      relay_advance (relay, rows[i].seconds);
      relay_finish_login (relay, id, &login);
      g_autoptr (MotusMessage) result = relay_expect (relay, id, MOTUS_MESSAGE_AUTH_RESULT);
      g_assert_cmpint (motus_message_get_bool (result, "ok"), ==, rows[i].good);
      if (!rows[i].good)
        g_assert_cmpstr (motus_message_get_text (result, "code"), ==, "challenge-expired");
    }
}

/* 32 random bytes: never the same. */
static void
test_challenges_differ (void)
{
  g_autoptr (Relay) relay = relay_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint64 id = relay_connect (relay, HOME);

  relay->config->seed_login = TRUE;
  for (guint i = 0; i < 1000; i++)
    {
      relay_send_text (relay, id, "{\"type\":\"auth_request\",\"auth_type\":\"login\","
                                  "\"username\":\"nobody\"}");
      g_autoptr (MotusMessage) challenge = relay_expect (relay, id, MOTUS_MESSAGE_AUTH_CHALLENGE);
      g_assert_true (
          g_hash_table_add (seen, g_strdup (motus_message_get_text (challenge, "nonce"))));
    }
}

static void
test_deadline (void)
{
  g_autoptr (Relay) relay = relay_new ();
  guint64 late = relay_connect (relay, HOME), timely = relay_join (relay, "alice");
  gint64 now = motus_clock_boottime (relay->clock);

  relay_advance (relay, 2);
  g_assert_cmpint (motus_relay_engine_next_tick (relay->engine), <=,
                   now + relay->config->limits.login_seconds * MOTUS_CLOCK_SECOND);
  relay_advance (relay, relay->config->limits.login_seconds - 2.1);
  g_assert_false (relay_is_closed (relay, late));
  relay_advance (relay, 0.2);
  relay_expect_error (relay, late, "not-signed-in");
  g_assert_true (relay_is_closed (relay, late));
  g_assert_false (relay_is_closed (relay, timely));
}

static void
test_replaced (void)
{
  g_autoptr (Relay) relay = relay_new ();
  guint64 first = relay_join (relay, "alice");
  guint64 second = relay_come_back (relay, "alice");

  relay_expect_error (relay, first, "replaced");
  g_assert_true (relay_is_closed (relay, first));
  relay_disconnect (relay, first);
  relay_send (relay, second, message_with_id (MOTUS_MESSAGE_PING, "p"));
  g_autoptr (MotusMessage) ack = relay_expect (relay, second, MOTUS_MESSAGE_ACK);
  g_assert_cmpstr (motus_message_get_text (ack, "re"), ==, "p");
  g_assert_nonnull (strstr (relay->log->str, "replaced account=alice"));
}

static void
test_again_on_the_same_connection (void)
{
  g_autoptr (Relay) relay = relay_new ();
  guint64 id = relay_join (relay, "alice");
  Login other = { "bob" };

  relay_login (relay, id, "alice", NULL);
  relay_drop (relay, id);
  g_assert_false (relay_begin_login (relay, id, &other));
  relay_expect_error (relay, id, "bad-message");
  relay_send (relay, id, register_message ("carol"));
  relay_expect_error (relay, id, "bad-message");
  g_assert_false (relay_is_closed (relay, id));
}

/* The oldest of too many devices goes. */
static void
test_devices (void)
{
  g_autoptr (Relay) relay = relay_new ();
  guint64 id = relay_connect (relay, HOME);
  guint8 tokens[MOTUS_RELAY_DEVICES_MAX + 1][32];

  relay_sign_up (relay, id, "alice");
  for (guint i = 0; i < G_N_ELEMENTS (tokens); i++)
    {
      id = relay_connect (relay, HOME);
      relay_login (relay, id, "alice", tokens[i]);
    }
  lock (relay, ELSEWHERE, "alice");
  id = relay_connect (relay, ELSEWHERE);
  Login oldest = { "alice", NULL, tokens[0] }, next = { "alice", NULL, tokens[1] };
  g_assert_false (relay_begin_login (relay, id, &oldest));
  relay_expect_refused (relay, id, "locked", 900);
  assert_gets_in (relay, ELSEWHERE, &next);
  relay_restart (relay);
  assert_gets_in (relay, ELSEWHERE, &next);
}

static void
test_seed_login (void)
{
  g_autoptr (Relay) relay = relay_new ();
  guint64 id = relay_connect (relay, HOME);
  MotusMessage *registration = register_message ("seeds");
  MotusMessage *again = motus_message_ref (registration);
  guint8 password_key[32] = { 5 }, answer[32];

  motus_message_set_text (registration, "mech", "seed-hmac");
  motus_message_set_bytes (registration, "password_key", password_key, sizeof password_key);
  relay_send (relay, id, registration);
  relay_expect_refused (relay, id, "mechanism-unavailable", 0);
  relay->config->seed_login = TRUE;
  relay_send (relay, id, again);
  g_autoptr (MotusMessage) signed_up = relay_expect (relay, id, MOTUS_MESSAGE_AUTH_RESULT);
  g_assert_true (motus_message_get_bool (signed_up, "ok"));

  relay_send_text (relay, id, "{\"type\":\"auth_request\",\"auth_type\":\"login\","
                              "\"username\":\"seeds\"}");
  g_autoptr (MotusMessage) challenge = relay_expect (relay, id, MOTUS_MESSAGE_AUTH_CHALLENGE);
  motus_seed_login_answer (password_key, motus_message_get_text (challenge, "nonce"), answer);
  g_autoptr (GBytes) response = g_bytes_new (answer, sizeof answer);
  respond (relay, id, response);
  g_autoptr (MotusMessage) result = relay_expect (relay, id, MOTUS_MESSAGE_AUTH_RESULT);
  g_assert_true (motus_message_get_bool (result, "ok"));
  g_assert_false (motus_message_has (result, "server_signature"));
}

static void
test_protocol (void)
{
  g_autoptr (Relay) relay = relay_new ();
  guint64 id = relay_connect (relay, HOME);
  MotusMessage *message = register_message ("alice");

  motus_message_set_int (message, "protocol", 2);
  relay_send (relay, id, message);
  relay_expect_refused (relay, id, "protocol-unsupported", 0);
}

static void
test_requests_before_login (void)
{
  g_autoptr (Relay) relay = relay_new ();
  guint64 id = relay_connect (relay, HOME);

  relay_send (relay, id, message_with_id (MOTUS_MESSAGE_PING, "p"));
  relay_expect_error (relay, id, "not-signed-in");
  g_assert_false (relay_is_closed (relay, id));
  relay_send_text (relay, id, "{\"type\":\"auth_request\"}");
  relay_expect_error (relay, id, "bad-message");
  g_assert_true (relay_is_closed (relay, id));
  relay_send_text (relay, id, "{\"type\":\"ping\",\"id\":\"late\"}");
  g_assert_null (relay_take_frame (relay, id));

  id = relay_connect (relay, HOME);
  relay_send_text (relay, id, "nonsense");
  relay_expect_error (relay, id, "bad-frame");
  g_assert_true (relay_is_closed (relay, id));
  id = relay_connect (relay, HOME);
  motus_relay_engine_violation (relay->engine, id, "A frame is too long.");
  relay_expect_error (relay, id, "bad-frame");
  g_assert_true (relay_is_closed (relay, id));
  g_assert_nonnull (strstr (relay->log->str, "protocol-violation"));
}

/* Who is signed in is told what was wrong and goes on; bytes that are no frame end the
 * connection. */
static void
test_mistakes_after_login (void)
{
  g_autoptr (Relay) relay = relay_new ();
  guint64 id = relay_join (relay, "alice");

  relay_send_text (relay, id, "{\"type\":\"ack\",\"id\":\"t\",\"re\":\"x\"}");
  g_autoptr (MotusMessage) error = relay_expect (relay, id, MOTUS_MESSAGE_ERROR);
  g_assert_cmpstr (motus_message_get_text (error, "code"), ==, "unknown-type");
  g_assert_cmpstr (motus_message_get_text (error, "re"), ==, "t");
  relay_send_text (relay, id, "{\"type\":\"room_leave\"}");
  relay_expect_error (relay, id, "bad-message");
  g_assert_false (relay_is_closed (relay, id));
  relay_send_text (relay, id, "{\"type\":\"ping\",\"type\":\"ping\"}");
  relay_expect_error (relay, id, "bad-frame");
  g_assert_true (relay_is_closed (relay, id));
}

static void
test_shut_down (void)
{
  g_autoptr (Relay) relay = relay_new ();
  guint64 alice = relay_join (relay, "alice"), nobody = relay_connect (relay, HOME);

  motus_relay_engine_shut_down (relay->engine);
  relay_expect_error (relay, alice, "shutting-down");
  relay_expect_error (relay, nobody, "shutting-down");
  g_assert_true (relay_is_closed (relay, alice) && relay_is_closed (relay, nobody));
}

/* New keys replace the old ones after a login, and everybody is told; not after one that
 * fails, and not if they cannot be stored. */
static void
test_new_keys (void)
{
  g_autoptr (Relay) relay = relay_new ();
  guint64 alice = relay_join (relay, "alice"), bob = relay_join (relay, "bob");
  guint8 signing_key[32], got[32];
  Login right = { "alice" }, wrong = { "alice", "wrong" };

  memset (signing_key, 0x77, sizeof signing_key);
  relay_advance (relay, 5);
  relay->signing_key = signing_key;
  relay_drop (relay, bob);
  g_assert_true (relay_begin_login (relay, alice, &wrong));
  relay_finish_login (relay, alice, &wrong);
  relay_expect_refused (relay, alice, "login-failed", 0);
  motus_relay_store_memory_set_failing (relay->store, TRUE);
  g_assert_true (relay_begin_login (relay, alice, &right));
  relay_finish_login (relay, alice, &right);
  relay_expect_refused (relay, alice, "storage", 0);
  motus_relay_store_memory_set_failing (relay->store, FALSE);
  relay_advance (relay, 5);
  g_assert_cmpuint (relay_count (relay, bob, MOTUS_MESSAGE_PEER_KEYS), ==, 0);

  relay_login (relay, alice, "alice", NULL);
  relay_advance (relay, 5);
  g_autoptr (MotusMessage) news = relay_expect (relay, bob, MOTUS_MESSAGE_PEER_KEYS);
  g_autoptr (GBytes) key = motus_message_get_key (news, "signing_keys", "alice");
  g_assert_cmpmem (g_bytes_get_data (key, NULL), g_bytes_get_size (key), signing_key, 32);
  g_assert_null (motus_message_get_key (news, "signing_keys", "bob"));
  relay_restart (relay);
  relay->signing_key = NULL;
  bob = relay_connect (relay, HOME);
  relay_login (relay, bob, "bob", NULL);
  g_autoptr (MotusMessage) page = relay_expect (relay, bob, MOTUS_MESSAGE_PEER_KEYS);
  g_autoptr (GBytes) stored = motus_message_get_key (page, "signing_keys", "alice");
  memcpy (got, g_bytes_get_data (stored, NULL), sizeof got);
  g_assert_cmpmem (got, sizeof got, signing_key, sizeof signing_key);
}

/* Everybody's keys in pages of 256, the last one without “more”. */
static void
test_pages (void)
{
  static const struct {
    guint people, pages, last;
  } rows[] = { { 1, 1, 1 }, { 256, 1, 256 }, { 257, 2, 1 }, { 600, 3, 88 } };
  g_autoptr (Relay) relay = relay_new ();
  guint made = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      guint64 id = relay_connect (relay, HOME);
      guint total = 0;

      for (; made < rows[i].people; made++)
        {
          g_autofree char *name = g_strdup_printf ("user-%u", made);
          relay_sign_up (relay, id, name);
        }
      relay_login (relay, id, "user-0", NULL);
      for (guint page = 0; page < rows[i].pages; page++)
        {
          g_autoptr (MotusMessage) keys = relay_take (relay, id);
          gboolean is_last = page + 1 == rows[i].pages;

          g_assert_cmpint (motus_message_get_message_type (keys), ==, MOTUS_MESSAGE_PEER_KEYS);
          g_assert_cmpuint (motus_message_get_count (keys, "keys"), ==,
                            is_last ? rows[i].last : 256);
          g_assert_cmpint (motus_message_get_bool (keys, "more"), ==, !is_last);
          total += motus_message_get_count (keys, "signing_keys");
        }
      g_assert_cmpuint (total, ==, rows[i].people);
      g_autoptr (MotusMessage) presence = relay_take (relay, id);
      g_assert_cmpint (motus_message_get_message_type (presence), ==, MOTUS_MESSAGE_PRESENCE);
      relay_disconnect (relay, id);
    }
}

static void
test_source_budget (void)
{
  g_autoptr (Relay) relay = relay_new ();

  relay->config->limits.requests_per_second = 2;
  relay->config->seed_login = TRUE;
  relay_restart (relay);
  guint64 id = relay_connect (relay, HOME), other = relay_connect (relay, ELSEWHERE);
  for (guint i = 0; i < 21; i++)
    relay_send_text (relay, id, "{\"type\":\"auth_request\",\"auth_type\":\"login\","
                                "\"username\":\"nobody\"}");
  relay_expect_refused (relay, id, "rate-limited", 1);
  relay_send_text (relay, other, "{\"type\":\"auth_request\",\"auth_type\":\"login\","
                                 "\"username\":\"nobody\"}");
  g_autoptr (MotusMessage) challenge = relay_expect (relay, other, MOTUS_MESSAGE_AUTH_CHALLENGE);
}

#define ADD(name, test) g_test_add_func ("/relay/login/" name, test)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("stranger-locks-only-strangers", test_stranger_locks_only_strangers);
  ADD ("seed-rule", test_seed_rule);
  ADD ("success-clears", test_success_clears);
  ADD ("many-at-once", test_many_at_once);
  ADD ("locks-outlive-restarts", test_locks_outlive_restarts);
  ADD ("locks-outlive-boots", test_locks_outlive_boots);
  ADD ("failing-disk-counts", test_failing_disk_counts);
  ADD ("names-do-not-show", test_names_do_not_show);
  ADD ("stolen-store", test_stolen_store);
  ADD ("challenge-serves-once", test_challenge_serves_once);
  ADD ("challenge-is-bound", test_challenge_is_bound);
  ADD ("challenge-ends", test_challenge_ends);
  ADD ("challenges-differ", test_challenges_differ);
  ADD ("deadline", test_deadline);
  ADD ("replaced", test_replaced);
  ADD ("again-on-the-same-connection", test_again_on_the_same_connection);
  ADD ("devices", test_devices);
  ADD ("seed-login", test_seed_login);
  ADD ("protocol", test_protocol);
  ADD ("requests-before-login", test_requests_before_login);
  ADD ("mistakes-after-login", test_mistakes_after_login);
  ADD ("shut-down", test_shut_down);
  ADD ("new-keys", test_new_keys);
  ADD ("pages", test_pages);
  ADD ("source-budget", test_source_budget);
  return g_test_run ();
}
