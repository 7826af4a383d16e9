/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "relay-fixture.h"

#include "motus-digest.h"

#include <string.h>

static const guint8 token[32] = { 7 };

static void
ignore_cb (const GError *error, gpointer user_data)
{
  g_assert_no_error (error);
}

static void
invite (Relay *relay, guint uses)
{
  guint8 hash[32];

  motus_sha256 (token, sizeof token, hash);
  motus_relay_engine_add_account_invite (relay->engine, hash, uses, 3600, ignore_cb, NULL);
  motus_relay_store_memory_run (relay->store);
}

static MotusMessage *
invited (const char *name)
{
  MotusMessage *message = register_message (name);

  motus_message_set_bytes (message, "invite", token, sizeof token);
  return message;
}

static void
expect_ok (Relay *relay, guint64 id)
{
  g_autoptr (MotusMessage) result = relay_expect (relay, id, MOTUS_MESSAGE_AUTH_RESULT);

  g_assert_true (motus_message_get_bool (result, "ok"));
}

/* The rule is public: who breaks it is told, and may go on. */
static void
test_name_invalid (void)
{
  g_autoptr (Relay) relay = relay_new ();
  static const char *const names[] = { "al", "Alice", "..", "everyone", "a--b", "aliсe" };
  guint64 id = relay_connect (relay, HOME);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (MotusMessage) message = register_message ("alice");
      motus_message_set_text (message, "username", names[i]);
      relay_send (relay, id, g_steal_pointer (&message));
      relay_expect_refused (relay, id, "name-invalid", 0);
    }
  relay_sign_up (relay, id, "alice");
}

/* Whoever may not sign up gets the same answer for a name that is taken. */
static void
test_names_do_not_show (void)
{
  g_autoptr (Relay) relay = relay_new ();
  static const char *const names[] = { "alice", "nobody" };

  relay_sign_up (relay, relay_connect (relay, HOME), "alice");
  for (guint i = 0; i < 2; i++)
    {
      guint64 id = relay_connect (relay, HOME);

      relay->config->registration = MOTUS_RELAY_REGISTRATION_CLOSED;
      relay_send (relay, id, invited (names[i]));
      relay_expect_refused (relay, id, "registration-closed", 0);
      relay->config->registration = MOTUS_RELAY_REGISTRATION_INVITE;
      relay_send (relay, id, register_message (names[i]));
      relay_expect_refused (relay, id, "invite-required", 0);
      relay_send (relay, id, invited (names[i]));
      relay_expect_refused (relay, id, "invite-invalid", 0);
    }
  g_assert_nonnull (strstr (relay->log->str, "invite-refused"));
}

static void
test_name_taken (void)
{
  g_autoptr (Relay) relay = relay_new ();
  guint64 id = relay_connect (relay, HOME);

  relay_sign_up (relay, id, "alice");
  relay_send (relay, id, register_message ("alice"));
  relay_expect_refused (relay, id, "name-taken", 0);
  relay_restart (relay);
  id = relay_connect (relay, HOME);
  relay_send (relay, id, register_message ("alice"));
  relay_expect_refused (relay, id, "name-taken", 0);
  relay_login (relay, id, "alice", NULL);
}

/* While one sign-up is on its way to the disk, the name and the last use of the invitation
 * are another's no more. */
static void
test_two_at_once (void)
{
  g_autoptr (Relay) relay = relay_new ();
  guint64 first = relay_connect (relay, HOME), second = relay_connect (relay, HOME);

  relay->hold = TRUE;
  relay_send (relay, first, register_message ("alice"));
  relay_send (relay, second, register_message ("alice"));
  relay_expect_refused (relay, second, "name-taken", 0);
  g_assert_null (relay_take_frame (relay, first));
  motus_relay_store_memory_run (relay->store);
  expect_ok (relay, first);

  relay->config->registration = MOTUS_RELAY_REGISTRATION_INVITE;
  invite (relay, 1);
  relay_send (relay, first, invited ("bob"));
  relay_send (relay, second, invited ("carol"));
  relay_expect_refused (relay, second, "invite-invalid", 0);
  motus_relay_store_memory_run (relay->store);
  expect_ok (relay, first);
}

/* What could not be stored is free again. */
static void
test_failing_disk (void)
{
  g_autoptr (Relay) relay = relay_new ();
  guint64 id = relay_connect (relay, HOME);

  relay->config->registration = MOTUS_RELAY_REGISTRATION_INVITE;
  invite (relay, 1);
  motus_relay_store_memory_set_failing (relay->store, TRUE);
  relay_send (relay, id, invited ("alice"));
  relay_expect_refused (relay, id, "storage", 0);
  motus_relay_store_memory_set_failing (relay->store, FALSE);
  relay_send (relay, id, invited ("alice"));
  expect_ok (relay, id);
}

/* A power cut before the answer: nothing was promised, and the name is free. */
static void
test_cut (void)
{
  g_autoptr (Relay) relay = relay_new ();
  guint64 id = relay_connect (relay, HOME);

  relay->hold = TRUE;
  relay_send (relay, id, register_message ("alice"));
  g_assert_cmpuint (motus_relay_store_memory_waiting (relay->store), ==, 1);
  relay_restart (relay);
  relay->hold = FALSE;
  relay_sign_up (relay, relay_connect (relay, HOME), "alice");
}

static void
test_invitations_end (void)
{
  g_autoptr (Relay) relay = relay_new ();
  guint64 id;

  relay->config->registration = MOTUS_RELAY_REGISTRATION_INVITE;
  invite (relay, 2);
  relay_advance (relay, 3599);
  id = relay_connect (relay, HOME);
  relay_send (relay, id, invited ("alice"));
  expect_ok (relay, id);
  relay_restart (relay);
  relay_advance (relay, 1);
  id = relay_connect (relay, HOME);
  relay_send (relay, id, invited ("bob"));
  relay_expect_refused (relay, id, "invite-invalid", 0);
}

/* People invite people. */
static void
test_user_invitation (void)
{
  g_autoptr (Relay) relay = relay_new ();
  guint64 alice = relay_join (relay, "alice"), bob = relay_connect (relay, HOME);
  gint64 expires_at;

  relay->config->registration = MOTUS_RELAY_REGISTRATION_INVITE;
  relay->config->limits.account_invites_per_account = 1;
  for (guint i = 0; i < 2; i++)
    {
      MotusMessage *message = message_with_id (MOTUS_MESSAGE_ACCOUNT_INVITE, "i");
      motus_message_set_bytes (message, "token", token, sizeof token);
      relay_send (relay, alice, message);
      g_autoptr (MotusMessage) ack = relay_expect (relay, alice, MOTUS_MESSAGE_ACK);
      g_assert_true (motus_message_get_int (ack, "expires_at", &expires_at));
      g_assert_cmpint (expires_at, ==, motus_clock_calendar (relay->clock) + 604800000);
    }
  MotusMessage *another = message_with_id (MOTUS_MESSAGE_ACCOUNT_INVITE, "i");
  guint8 other[32] = { 8 };
  motus_message_set_bytes (another, "token", other, sizeof other);
  relay_send (relay, alice, motus_message_ref (another));
  relay_expect_error (relay, alice, "too-many");
  relay_send (relay, bob, invited ("bob"));
  expect_ok (relay, bob);
  relay_send (relay, alice, motus_message_ref (another));
  g_autoptr (MotusMessage) ack = relay_expect (relay, alice, MOTUS_MESSAGE_ACK);
  relay->config->user_invites = FALSE;
  guint8 third[32] = { 9 };
  motus_message_set_bytes (another, "token", third, sizeof third);
  relay_send (relay, alice, another);
  relay_expect_error (relay, alice, "registration-closed");
}

static void
test_flood (void)
{
  g_autoptr (Relay) relay = relay_new ();
  guint made = 0;

  relay->config->limits.sign_ups_per_hour = 60;
  relay_restart (relay);
  guint64 id = relay_connect (relay, HOME);
  for (guint i = 0; i < 1000; i++)
    {
      g_autofree char *name = g_strdup_printf ("flood-%u", i);

      motus_clock_advance (relay->clock, 60 * MOTUS_CLOCK_SECOND / 1000);
      relay_send (relay, id, register_message (name));
      g_autoptr (MotusMessage) result = relay_expect (relay, id, MOTUS_MESSAGE_AUTH_RESULT);
      made += motus_message_get_bool (result, "ok");
    }
  g_assert_cmpuint (made, >, 0);
  g_assert_cmpuint (made, <, 10);
  relay_sign_up (relay, relay_connect (relay, ELSEWHERE), "honest");
}

static void
test_most_accounts (void)
{
  g_autoptr (Relay) relay = relay_new ();
  guint64 id = relay_connect (relay, HOME);

  relay->config->limits.accounts = 2;
  relay_sign_up (relay, id, "alice");
  relay_sign_up (relay, id, "bob");
  relay_send (relay, id, register_message ("carol"));
  relay_expect_refused (relay, id, "registration-closed", 0);
}

/* A registration without one of its fields: the connection is closed, or the key called invalid. */
static void
test_fields (void)
{
  static const struct {
    const char *without;
    gboolean closes;
  } rows[] = {
    { "\"pubkey\"", FALSE },     { "\"signing_key\"", FALSE }, { "\"salt\"", TRUE },
    { "\"iterations\"", TRUE },  { "\"stored_key\"", TRUE },   { "\"server_key\"", TRUE },
  };
  g_autoptr (Relay) relay = relay_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      guint64 id = relay_connect (relay, HOME);
      g_autoptr (MotusMessage) message = register_message ("alice");
      g_autoptr (GBytes) frame = motus_message_encode (message, NULL);
      gsize len;
      const char *data = g_bytes_get_data (frame, &len);
      g_autofree char *json = g_strndup (data + 4, len - 4);

      /* Under another name it is a member that nobody knows. */
      strstr (json, rows[i].without)[1] = 'X';
      relay_send_text (relay, id, json);
      if (rows[i].closes)
        relay_expect_error (relay, id, "bad-message");
      else
        relay_expect_refused (relay, id, "key-invalid", 0);
      g_assert_cmpint (relay_is_closed (relay, id), ==, rows[i].closes);
    }
}

static void
test_bad_key (void)
{
  g_autoptr (Relay) relay = relay_new ();
  guint64 id = relay_connect (relay, HOME);
  MotusMessage *message = register_message ("alice");
  guint8 nonsense[300] = { 0x30 };

  motus_message_set_bytes (message, "pubkey", nonsense, sizeof nonsense);
  relay_send (relay, id, message);
  relay_expect_refused (relay, id, "key-invalid", 0);
}

#define ADD(name, test) g_test_add_func ("/relay/sign-up/" name, test)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("names-do-not-show", test_names_do_not_show);
  ADD ("name-invalid", test_name_invalid);
  ADD ("name-taken", test_name_taken);
  ADD ("two-at-once", test_two_at_once);
  ADD ("failing-disk", test_failing_disk);
  ADD ("cut", test_cut);
  ADD ("invitations-end", test_invitations_end);
  ADD ("user-invitation", test_user_invitation);
  ADD ("flood", test_flood);
  ADD ("most-accounts", test_most_accounts);
  ADD ("fields", test_fields);
  ADD ("bad-key", test_bad_key);
  return g_test_run ();
}
