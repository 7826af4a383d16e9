/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "relay-fixture.h"

#include "motus-base64.h"

#include <string.h>

#define ID_1 "00000000000000000000000000000001"
#define ID_2 "00000000000000000000000000000002"
#define ROOM "000102030405060708090a0b0c0d0e0f"

static const char *const to_bob[] = { "bob", NULL };
static const char *const to_both[] = { "bob", "carol", NULL };

static MotusMessage *
expect_message (Relay *relay, guint64 id, const char *text)
{
  g_autoptr (MotusMessage) message
      = relay_expect (relay, id, MOTUS_MESSAGE_ENCRYPTED_MESSAGE);
  g_autoptr (GBytes) ciphertext = motus_message_get_ciphertext (message);

  g_assert_cmpmem (g_bytes_get_data (ciphertext, NULL), g_bytes_get_size (ciphertext), text,
                   strlen (text));
  return g_steal_pointer (&message);
}

static void
expect_ack (Relay *relay, guint64 id, const char *re, guint n_undelivered)
{
  g_autoptr (MotusMessage) ack = relay_expect (relay, id, MOTUS_MESSAGE_ACK);

  g_assert_cmpstr (motus_message_get_text (ack, "re"), ==, re);
  g_assert_cmpuint (motus_message_get_count (ack, "undelivered"), ==, n_undelivered);
}

static void
expect_error_about (Relay *relay, guint64 id, const char *code, const char *re,
                    const char *target)
{
  g_autoptr (MotusMessage) error = relay_expect (relay, id, MOTUS_MESSAGE_ERROR);

  g_assert_cmpstr (motus_message_get_text (error, "code"), ==, code);
  g_assert_cmpstr (motus_message_get_text (error, "re"), ==, re);
  if (target == NULL)
    g_assert_cmpuint (motus_message_get_count (error, "targets"), ==, 0);
  else
    {
      g_assert_cmpuint (motus_message_get_count (error, "targets"), ==, 1);
      g_assert_cmpstr (motus_message_get_name_at (error, "targets", 0), ==, target);
    }
}

/* Everything arrives as it was sent, but for the keys, of which each gets the one that is
 * theirs. */
static void
test_narrowed (void)
{
  g_autoptr (Relay) relay = relay_new ();
  guint64 alice = relay_join (relay, "alice"), bob = relay_join (relay, "bob"),
          carol = relay_join (relay, "carol");
  static const char *const fields[] = { "id", "from", "mode", "nonce", "tag", "signature" };
  guint64 to[] = { bob, carol };
  guint8 key[256], expected[256];
  gint64 value;

  g_autoptr (MotusMessage) sent
      = send_message (ID_1, "alice", "broadcast", NULL, to_both, "hello");
  relay_send (relay, alice, motus_message_ref (sent));
  expect_ack (relay, alice, ID_1, 0);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (MotusMessage) got = expect_message (relay, to[i], "hello");

      for (gsize j = 0; j < G_N_ELEMENTS (fields); j++)
        g_assert_cmpstr (motus_message_get_text (got, fields[j]), ==,
                         motus_message_get_text (sent, fields[j]));
      memset (expected, to_both[i][0], sizeof expected);
      g_assert_true (motus_message_get_exact (got, "key", key, sizeof key));
      g_assert_cmpmem (key, sizeof key, expected, sizeof expected);
      g_assert_cmpuint (motus_message_get_count (got, "targets"), ==, 2);
      g_assert_cmpstr (motus_message_get_name_at (got, "targets", 1), ==, "carol");
      g_assert_cmpint (motus_message_get_int_at (got, "seqs", 1), ==, 2);
      g_assert_true (motus_message_get_int (got, "depth", &value) && value == 1);
      g_assert_true (motus_message_get_int (got, "sent_at", &value) && value == 1234567890123);
      g_assert_false (motus_message_has (got, "ciphertext"));
      g_assert_null (relay_take_frame (relay, to[i]));
    }
}

static void
test_empty_text (void)
{
  g_autoptr (Relay) relay = relay_new ();
  guint64 alice = relay_join (relay, "alice"), bob = relay_join (relay, "bob");

  relay_send (relay, alice, send_message (ID_1, "alice", "private", NULL, to_bob, ""));
  expect_ack (relay, alice, ID_1, 0);
  g_autoptr (MotusMessage) got = expect_message (relay, bob, "");
}

static void
test_offline (void)
{
  g_autoptr (Relay) relay = relay_new ();
  guint64 alice = relay_join (relay, "alice"), bob = relay_join (relay, "bob"),
          carol = relay_join (relay, "carol");

  relay_disconnect (relay, carol);
  relay_send (relay, alice, send_message (ID_1, "alice", "broadcast", NULL, to_both, "hello"));
  g_autoptr (MotusMessage) ack = relay_expect (relay, alice, MOTUS_MESSAGE_ACK);
  g_assert_cmpuint (motus_message_get_count (ack, "undelivered"), ==, 1);
  g_assert_cmpstr (motus_message_get_name_at (ack, "undelivered", 0), ==, "carol");
  g_autoptr (MotusMessage) got = expect_message (relay, bob, "hello");

  relay_disconnect (relay, bob);
  relay_send (relay, alice, send_message (ID_2, "alice", "private", NULL, to_bob, "hello"));
  expect_error_about (relay, alice, "user-offline", ID_2, "bob");
  /* What was refused may be tried again under its id. */
  bob = relay_come_back (relay, "bob");
  relay_send (relay, alice, send_message (ID_2, "alice", "private", NULL, to_bob, "hello"));
  expect_ack (relay, alice, ID_2, 0);
}

static void
test_unknown (void)
{
  g_autoptr (Relay) relay = relay_new ();
  guint64 alice = relay_join (relay, "alice"), bob = relay_join (relay, "bob");

  relay_send (relay, alice, send_message (ID_1, "alice", "broadcast", NULL, to_both, "hello"));
  expect_error_about (relay, alice, "user-unknown", ID_1, "carol");
  g_assert_cmpuint (relay_count (relay, bob, MOTUS_MESSAGE_ENCRYPTED_MESSAGE), ==, 0);
  relay_send (relay, alice, send_message (ID_1, "alice", "room", ROOM, to_bob, "hello"));
  expect_error_about (relay, alice, "not-in-room", ID_1, NULL);
}

static void
test_sent_again (void)
{
  g_autoptr (Relay) relay = relay_new ();
  guint64 alice = relay_join (relay, "alice"), bob = relay_join (relay, "bob");

  for (guint i = 0; i < 3; i++)
    {
      relay_send (relay, alice, send_message (ID_1, "alice", "private", NULL, to_bob, "once"));
      expect_ack (relay, alice, ID_1, 0);
    }
  /* Ids are each sender's own. */
  static const char *const to_alice[] = { "alice", NULL };
  relay_send (relay, bob, send_message (ID_1, "bob", "private", NULL, to_alice, "back"));
  g_assert_cmpuint (relay_count (relay, bob, MOTUS_MESSAGE_ENCRYPTED_MESSAGE), ==, 1);
  g_assert_cmpuint (relay_count (relay, alice, MOTUS_MESSAGE_ENCRYPTED_MESSAGE), ==, 1);
  /* Also over another connection. */
  alice = relay_come_back (relay, "alice");
  relay_send (relay, alice, send_message (ID_1, "alice", "private", NULL, to_bob, "once"));
  expect_ack (relay, alice, ID_1, 0);
  g_assert_cmpuint (relay_count (relay, bob, MOTUS_MESSAGE_ENCRYPTED_MESSAGE), ==, 0);
}

/* Each row takes something from a good message. */
static void
test_form (void)
{
  static const struct {
    const char *from, *to;
  } rows[] = {
    { "\"from\":\"alice\"", "\"from\":\"bobby\"" },
    { "\"id\":", "\"ix\":" },
    { "\"signature\":", "\"signaturx\":" },
    { "\"targets\":[\"bob\",\"carol\"]", "\"targets\":[\"carol\",\"bob\"]" },
    { "\"targets\":[\"bob\",\"carol\"]", "\"targets\":[\"bob\",\"dave1\"]" },
    { "\"seqs\":[1,2]", "\"seqs\":[1,0]" },
  };
  g_autoptr (Relay) relay = relay_new ();
  guint64 alice = relay_join (relay, "alice"), bob = relay_join (relay, "bob");

  relay_disconnect (relay, relay_join (relay, "carol"));
  relay_disconnect (relay, relay_join (relay, "dave1"));
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (MotusMessage) message
          = send_message (ID_1, "alice", "broadcast", NULL, to_both, "");
      g_autoptr (GBytes) frame = motus_message_encode (message, NULL);
      gsize len;
      const char *data = g_bytes_get_data (frame, &len);
      g_autofree char *json = g_strndup (data + 4, len - 4);
      char *at = strstr (json, rows[i].from);

      g_assert_nonnull (at);
      memcpy (at, rows[i].to, strlen (rows[i].to));
      relay_send_text (relay, alice, json);
      relay_expect_error (relay, alice, "bad-message");
      g_assert_false (relay_is_closed (relay, alice));
    }
  g_assert_cmpuint (relay_count (relay, bob, MOTUS_MESSAGE_ENCRYPTED_MESSAGE), ==, 0);
}

/* A client of the seed's kind: signed in without protocol. */
static guint64
join_as_seed (Relay *relay, const char *name)
{
  guint64 id = relay_connect (relay, HOME);
  Login login = { name };

  relay_sign_up (relay, id, name);
  relay->seed_client = TRUE;
  g_assert_true (relay_begin_login (relay, id, &login));
  relay->seed_client = FALSE;
  relay_finish_login (relay, id, &login);
  g_autoptr (MotusMessage) result = relay_expect (relay, id, MOTUS_MESSAGE_AUTH_RESULT);
  g_assert_true (motus_message_get_bool (result, "ok"));
  relay_drop (relay, id);
  return id;
}

/* From a client of the seed's kind to one of each, and back. */
static void
test_two_spellings (void)
{
  g_autoptr (Relay) relay = relay_new ();
  guint64 alice = relay_join (relay, "alice"), seed = join_as_seed (relay, "seed-1"),
          other = join_as_seed (relay, "seed-2");
  g_autofree char *key = NULL, *json = NULL;
  guint8 bytes[256] = { 9 };
  gint64 sent_at;

  key = motus_base64_encode (bytes, sizeof bytes);
  json = g_strdup_printf ("{\"type\":\"encrypted_send\",\"from\":\"seed-1\","
                          "\"targets\":[\"seed-2\",\"alice\"],\"ciphertext\":\"aGVsbG8=\","
                          "\"nonce\":\"AAAAAAAAAAAAAAAAAAAAAA==\","
                          "\"tag\":\"AAAAAAAAAAAAAAAAAAAAAA==\","
                          "\"keys\":{\"alice\":\"%s\",\"seed-2\":\"%s\"}}",
                          key, key);
  relay_send_text (relay, seed, json);
  g_autoptr (MotusMessage) to_alice = expect_message (relay, alice, "hello");
  g_assert_false (motus_message_has (to_alice, "ciphertext"));
  g_assert_cmpstr (motus_message_get_text (to_alice, "mode"), ==, "broadcast");
  g_assert_cmpuint (strlen (motus_message_get_text (to_alice, "id")), ==, 32);
  g_assert_true (motus_message_get_int (to_alice, "sent_at", &sent_at));
  g_assert_cmpint (sent_at, ==, motus_clock_calendar (relay->clock));
  g_autoptr (MotusMessage) to_other = expect_message (relay, other, "hello");
  g_assert_cmpstr (motus_message_get_text (to_other, "ciphertext"), ==, "aGVsbG8=");
  g_assert_null (motus_message_get_body (to_other));
  g_assert_cmpstr (motus_message_get_text (to_other, "id"), ==,
                   motus_message_get_text (to_alice, "id"));
  /* Without an id there is no ack. */
  g_assert_cmpuint (relay_count (relay, seed, MOTUS_MESSAGE_ACK), ==, 0);

  static const char *const to_seed[] = { "seed-1", NULL };
  relay_send (relay, alice, send_message (ID_1, "alice", "private", NULL, to_seed, "back"));
  g_autoptr (MotusMessage) back = expect_message (relay, seed, "back");
  g_assert_cmpstr (motus_message_get_text (back, "ciphertext"), ==, "YmFjaw==");
  /* A body from a client that did not announce it. */
  relay_send (relay, seed, send_message (ID_2, "seed-1", "private", NULL, to_seed, "body"));
  relay_expect_error (relay, seed, "bad-message");
}

static void
test_budget (void)
{
  g_autoptr (Relay) relay = relay_new ();
  gint64 seconds;

  relay->config->limits.requests_per_second = 1;
  relay->config->limits.sign_ups_per_hour = 1000000;
  relay_restart (relay);
  guint64 alice = relay_join (relay, "alice"), bob = relay_join (relay, "bob");
  relay_advance (relay, 60);
  relay_disconnect (relay, relay_join (relay, "carol"));
  /* Ten at once; each message costs two. */
  for (guint i = 0; i < 5; i++)
    {
      g_autofree char *id = g_strdup_printf ("%032x", i);
      relay_send (relay, alice, send_message (id, "alice", "broadcast", NULL, to_both, "x"));
      expect_ack (relay, alice, id, 1);
    }
  relay_send (relay, alice, send_message (ID_1, "alice", "broadcast", NULL, to_both, "x"));
  g_autoptr (MotusMessage) error = relay_expect (relay, alice, MOTUS_MESSAGE_ERROR);
  g_assert_cmpstr (motus_message_get_text (error, "code"), ==, "rate-limited");
  g_assert_true (motus_message_get_int (error, "retry_after", &seconds));
  g_assert_cmpint (seconds, ==, 1);
  g_assert_cmpuint (relay_count (relay, bob, MOTUS_MESSAGE_ENCRYPTED_MESSAGE), ==, 5);
}

/* Whoever is being disconnected is not there any more: no message to them is acknowledged. */
static void
test_closing (void)
{
  g_autoptr (Relay) relay = relay_new ();
  guint64 alice = relay_join (relay, "alice"), bob = relay_join (relay, "bob");

  relay_send_text (relay, bob, "nonsense");
  g_assert_true (relay_is_closed (relay, bob));
  relay_send (relay, alice, send_message (ID_1, "alice", "private", NULL, to_bob, "x"));
  expect_error_about (relay, alice, "user-offline", ID_1, "bob");
  relay_disconnect (relay, bob);
}

/* What can be told of a sender comes before the message: whoever signs up and writes at once
 * is known. */
static void
test_keys_before_message (void)
{
  g_autoptr (Relay) relay = relay_new ();
  guint64 bob = relay_join (relay, "bob"), alice = relay_join (relay, "alice");

  relay_drop (relay, bob);
  relay_disconnect (relay, relay_join (relay, "carol"));
  relay_send (relay, alice, send_message (ID_1, "alice", "private", NULL, to_bob, "first"));
  g_autoptr (MotusMessage) keys = relay_take (relay, bob);
  g_assert_cmpint (motus_message_get_message_type (keys), ==, MOTUS_MESSAGE_PEER_KEYS);
  g_autoptr (MotusMessage) got = relay_take (relay, bob);
  g_assert_cmpint (motus_message_get_message_type (got), ==, MOTUS_MESSAGE_ENCRYPTED_MESSAGE);
}

#define ADD(name, test) g_test_add_func ("/relay/send/" name, test)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("narrowed", test_narrowed);
  ADD ("empty-text", test_empty_text);
  ADD ("offline", test_offline);
  ADD ("unknown", test_unknown);
  ADD ("sent-again", test_sent_again);
  ADD ("form", test_form);
  ADD ("two-spellings", test_two_spellings);
  ADD ("budget", test_budget);
  ADD ("closing", test_closing);
  ADD ("keys-before-message", test_keys_before_message);
  return g_test_run ();
}
