/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "relay-fixture.h"

#include "motus-digest.h"

#include <string.h>

#define ID_1 "00000000000000000000000000000001"

static void
stored_cb (const GError *error, gpointer user_data)
{
  g_assert_no_error (error);
  *(gboolean *) user_data = TRUE;
}

/* By invitation: sign up, sign in, say something to one person, who reads it. */
static void
test_by_invitation (void)
{
  g_autoptr (Relay) relay = relay_new ();
  guint8 token[32] = { 7 }, hash[32];
  gboolean stored = FALSE;
  const char *const to_bob[] = { "bob", NULL };

  relay->config->registration = MOTUS_RELAY_REGISTRATION_INVITE;
  guint64 alice = relay_connect (relay, HOME);
  relay_send (relay, alice, register_message ("alice"));
  relay_expect_refused (relay, alice, "invite-required", 0);

  motus_sha256 (token, sizeof token, hash);
  motus_relay_engine_add_account_invite (relay->engine, hash, 2, 3600, stored_cb, &stored);
  g_assert_false (stored);
  motus_relay_store_memory_run (relay->store);
  g_assert_true (stored);

  const char *const names[] = { "alice", "bob" };
  for (guint i = 0; i < 2; i++)
    {
      MotusMessage *message = register_message (names[i]);
      motus_message_set_bytes (message, "invite", token, sizeof token);
      relay_send (relay, alice, message);
      g_autoptr (MotusMessage) result = relay_expect (relay, alice, MOTUS_MESSAGE_AUTH_RESULT);
      g_assert_true (motus_message_get_bool (result, "ok"));
    }
  MotusMessage *third = register_message ("carol");
  motus_message_set_bytes (third, "invite", token, sizeof token);
  relay_send (relay, alice, third);
  relay_expect_refused (relay, alice, "invite-invalid", 0);

  relay_login (relay, alice, "alice", NULL);
  g_autoptr (MotusMessage) keys = relay_expect (relay, alice, MOTUS_MESSAGE_PEER_KEYS);
  g_autoptr (GBytes) key = motus_message_get_key (keys, "keys", "bob");
  g_assert_true (g_bytes_equal (key, fixture_spki ()));
  guint64 bob = relay_come_back (relay, "bob");
  relay_drop (relay, alice);

  relay_send (relay, alice, send_message (ID_1, "alice", "private", NULL, to_bob, "hello"));
  g_autoptr (MotusMessage) ack = relay_expect (relay, alice, MOTUS_MESSAGE_ACK);
  g_assert_cmpstr (motus_message_get_text (ack, "re"), ==, ID_1);
  g_autoptr (MotusMessage) got = relay_expect (relay, bob, MOTUS_MESSAGE_ENCRYPTED_MESSAGE);
  g_assert_cmpstr (motus_message_get_text (got, "from"), ==, "alice");
  g_autoptr (GBytes) text = motus_message_get_ciphertext (got);
  g_assert_cmpmem (g_bytes_get_data (text, NULL), g_bytes_get_size (text), "hello", 5);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/relay/story/by-invitation", test_by_invitation);
  return g_test_run ();
}
