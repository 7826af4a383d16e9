/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "relay-fixture.h"

#include <string.h>

#define ID_1 "00000000000000000000000000000001"
#define NO_ROOM "ffffffffffffffffffffffffffffffff"

typedef struct {
  char room[33];
  char invite[33];
} Ids;

static MotusMessage *
invite_message (const char *target, const char *room, const char *name)
{
  MotusMessage *message = message_with_id (MOTUS_MESSAGE_ROOM_INVITE, "r");

  motus_message_set_text (message, "target", target);
  if (room != NULL)
    motus_message_set_text (message, "room", room);
  if (name != NULL)
    motus_message_set_text (message, "name", name);
  return message;
}

static void
invite (Relay *relay, guint64 id, const char *target, const char *room, Ids *ids)
{
  relay_send (relay, id, invite_message (target, room, room == NULL ? "kitchen" : NULL));
  g_autoptr (MotusMessage) ack = relay_expect (relay, id, MOTUS_MESSAGE_ACK);
  g_assert_cmpstr (motus_message_get_text (ack, "re"), ==, "r");
  g_strlcpy (ids->room, motus_message_get_text (ack, "room"), sizeof ids->room);
  g_strlcpy (ids->invite, motus_message_get_text (ack, "invite_id"), sizeof ids->invite);
}

static void
answer (Relay *relay, guint64 id, const char *invite_id, gboolean accepted)
{
  MotusMessage *message = message_with_id (MOTUS_MESSAGE_ROOM_INVITE_RESPONSE, "a");

  motus_message_set_text (message, "invite_id", invite_id);
  motus_message_set_bool (message, "accepted", accepted);
  relay_send (relay, id, message);
}

static void
leave (Relay *relay, guint64 id, const char *room)
{
  MotusMessage *message = message_with_id (MOTUS_MESSAGE_ROOM_LEAVE, "l");

  motus_message_set_text (message, "room", room);
  relay_send (relay, id, message);
}

static void
expect_ack (Relay *relay, guint64 id, const char *re)
{
  g_autoptr (MotusMessage) ack = relay_expect (relay, id, MOTUS_MESSAGE_ACK);

  g_assert_cmpstr (motus_message_get_text (ack, "re"), ==, re);
}

/* The members as "alice bob". */
static void
expect_members (Relay *relay, guint64 id, const char *room, const char *expected)
{
  g_autoptr (MotusMessage) message = relay_expect (relay, id, MOTUS_MESSAGE_ROOM_MEMBERS);
  g_autoptr (GString) members = g_string_new (NULL);

  g_assert_cmpstr (motus_message_get_text (message, "room"), ==, room);
  g_assert_cmpstr (motus_message_get_text (message, "name"), ==, "kitchen");
  for (gsize i = 0; i < motus_message_get_count (message, "members"); i++)
    g_string_append_printf (members, i == 0 ? "%s" : " %s",
                            motus_message_get_name_at (message, "members", i));
  g_assert_cmpstr (members->str, ==, expected);
}

static void
expect_result (Relay *relay, guint64 id, const Ids *ids, const char *by, gboolean accepted)
{
  g_autoptr (MotusMessage) message
      = relay_expect (relay, id, MOTUS_MESSAGE_ROOM_INVITE_RESULT);

  g_assert_cmpstr (motus_message_get_text (message, "invite_id"), ==, ids->invite);
  g_assert_cmpstr (motus_message_get_text (message, "room"), ==, ids->room);
  g_assert_cmpstr (motus_message_get_text (message, "by"), ==, by);
  g_assert_cmpint (motus_message_get_bool (message, "accepted"), ==, accepted);
}

static void
expect_invitation (Relay *relay, guint64 id, const Ids *ids)
{
  g_autoptr (MotusMessage) message = relay_expect (relay, id, MOTUS_MESSAGE_ROOM_INVITATION);

  g_assert_cmpstr (motus_message_get_text (message, "invite_id"), ==, ids->invite);
  g_assert_cmpstr (motus_message_get_text (message, "room"), ==, ids->room);
  g_assert_cmpstr (motus_message_get_text (message, "from"), ==, "alice");
  g_assert_cmpstr (motus_message_get_text (message, "name"), ==, "kitchen");
}

typedef struct {
  Relay *relay;
  guint64 alice, bob, carol;
  Ids ids;
} People;

static void
people_come (People *people)
{
  people->relay = relay_new ();
  people->alice = relay_join (people->relay, "alice");
  people->bob = relay_join (people->relay, "bob");
  people->carol = relay_join (people->relay, "carol");
  invite (people->relay, people->alice, "bob", NULL, &people->ids);
}

static void
test_story (void)
{
  People people;
  people_come (&people);
  g_autoptr (Relay) relay = people.relay;
  static const char *const to_bob[] = { "bob", NULL }, *const to_both[] = { "bob", "carol", NULL };

  expect_members (relay, people.alice, people.ids.room, "alice");
  expect_invitation (relay, people.bob, &people.ids);
  relay_send (relay, people.alice,
              send_message (ID_1, "alice", "room", people.ids.room, to_bob, "early"));
  relay_expect_error (relay, people.alice, "not-a-member");
  answer (relay, people.carol, people.ids.invite, TRUE);
  relay_expect_error (relay, people.carol, "invite-invalid");
  answer (relay, people.bob, people.ids.invite, TRUE);
  expect_ack (relay, people.bob, "a");
  expect_members (relay, people.bob, people.ids.room, "alice bob");
  expect_result (relay, people.alice, &people.ids, "bob", TRUE);
  expect_members (relay, people.alice, people.ids.room, "alice bob");
  answer (relay, people.bob, people.ids.invite, TRUE);
  relay_expect_error (relay, people.bob, "invite-invalid");

  relay_send (relay, people.alice,
              send_message (ID_1, "alice", "room", people.ids.room, to_bob, "here"));
  expect_ack (relay, people.alice, ID_1);
  g_autoptr (MotusMessage) got
      = relay_expect (relay, people.bob, MOTUS_MESSAGE_ENCRYPTED_MESSAGE);
  g_assert_cmpstr (motus_message_get_text (got, "room"), ==, people.ids.room);
  relay_send (relay, people.alice,
              send_message (NO_ROOM, "alice", "room", people.ids.room, to_both, "x"));
  relay_expect_error (relay, people.alice, "not-a-member");
  relay_send (relay, people.carol,
              send_message (ID_1, "carol", "room", people.ids.room, to_bob, "x"));
  relay_expect_error (relay, people.carol, "not-in-room");

  leave (relay, people.bob, people.ids.room);
  expect_ack (relay, people.bob, "l");
  expect_members (relay, people.bob, people.ids.room, "alice");
  expect_members (relay, people.alice, people.ids.room, "alice");
  leave (relay, people.bob, people.ids.room);
  relay_expect_error (relay, people.bob, "not-in-room");
  leave (relay, people.alice, people.ids.room);
  expect_ack (relay, people.alice, "l");
  relay_send (relay, people.alice, invite_message ("carol", people.ids.room, NULL));
  relay_expect_error (relay, people.alice, "not-in-room");
}

static void
test_declined (void)
{
  People people;
  people_come (&people);
  g_autoptr (Relay) relay = people.relay;

  answer (relay, people.bob, people.ids.invite, FALSE);
  expect_ack (relay, people.bob, "a");
  expect_result (relay, people.alice, &people.ids, "bob", FALSE);
  answer (relay, people.bob, people.ids.invite, TRUE);
  relay_expect_error (relay, people.bob, "invite-invalid");
  g_assert_cmpuint (relay_count (relay, people.bob, MOTUS_MESSAGE_ROOM_MEMBERS), ==, 0);
}

static void
test_expired (void)
{
  People people;
  people_come (&people);
  g_autoptr (Relay) relay = people.relay;
  Ids again;

  relay_advance (relay, 86399);
  invite (relay, people.alice, "bob", people.ids.room, &again);
  g_assert_cmpstr (again.invite, ==, people.ids.invite);
  relay_advance (relay, 86399);
  relay_drop (relay, people.bob);
  relay_disconnect (relay, people.bob);
  people.bob = relay_connect (relay, HOME);
  relay_login (relay, people.bob, "bob", NULL);
  expect_invitation (relay, people.bob, &people.ids);
  relay_advance (relay, 1);
  answer (relay, people.bob, people.ids.invite, TRUE);
  relay_expect_error (relay, people.bob, "invite-invalid");
  relay_disconnect (relay, people.bob);
  people.bob = relay_connect (relay, HOME);
  relay_login (relay, people.bob, "bob", NULL);
  g_assert_cmpuint (relay_count (relay, people.bob, MOTUS_MESSAGE_ROOM_INVITATION), ==, 0);
}

/* Rooms, members and invitations are there after a restart, and told to whoever signs in. */
static void
test_restart (void)
{
  People people;
  people_come (&people);
  g_autoptr (Relay) relay = people.relay;
  Ids to_carol;

  answer (relay, people.bob, people.ids.invite, TRUE);
  invite (relay, people.alice, "carol", people.ids.room, &to_carol);
  relay_restart (relay);
  people.carol = relay_connect (relay, HOME);
  relay_login (relay, people.carol, "carol", NULL);
  expect_invitation (relay, people.carol, &to_carol);
  people.bob = relay_connect (relay, HOME);
  relay_login (relay, people.bob, "bob", NULL);
  expect_members (relay, people.bob, people.ids.room, "alice bob");
  answer (relay, people.carol, to_carol.invite, TRUE);
  expect_members (relay, people.carol, people.ids.room, "alice bob carol");
}

static void
test_errors (void)
{
  People people;
  people_come (&people);
  g_autoptr (Relay) relay = people.relay;

  relay_send (relay, people.alice, invite_message ("nobody", people.ids.room, NULL));
  relay_expect_error (relay, people.alice, "user-unknown");
  relay_send (relay, people.alice, invite_message ("alice", people.ids.room, NULL));
  relay_expect_error (relay, people.alice, "already-in-room");
  relay_send (relay, people.alice, invite_message ("alice", NULL, NULL));
  relay_expect_error (relay, people.alice, "already-in-room");
  relay_send (relay, people.bob, invite_message ("carol", people.ids.room, NULL));
  relay_expect_error (relay, people.bob, "not-in-room");
  answer (relay, people.bob, NO_ROOM, TRUE);
  relay_expect_error (relay, people.bob, "invite-invalid");
  relay_send_text (relay, people.alice, "{\"type\":\"room_invite\",\"target\":\"bob\","
                                        "\"name\":\"\xe2\x80\xae" "evil\"}");
  relay_expect_error (relay, people.alice, "bad-message");
}

static void
test_limits (void)
{
  People people;
  people_come (&people);
  g_autoptr (Relay) relay = people.relay;
  Ids to_carol;

  relay->config->limits.room_members = 2;
  invite (relay, people.alice, "carol", people.ids.room, &to_carol);
  /* Two accept the last place at once. */
  relay->hold = TRUE;
  answer (relay, people.bob, people.ids.invite, TRUE);
  answer (relay, people.carol, to_carol.invite, TRUE);
  relay_expect_error (relay, people.carol, "room-full");
  answer (relay, people.bob, people.ids.invite, FALSE);
  relay_expect_error (relay, people.bob, "invite-invalid");
  relay->hold = FALSE;
  motus_relay_store_memory_run (relay->store);
  expect_ack (relay, people.bob, "a");
  relay_send (relay, people.alice, invite_message ("carol", people.ids.room, NULL));
  relay_expect_error (relay, people.alice, "room-full");

  relay->config->limits.room_invites_per_account = 1;
  relay_send (relay, people.alice, invite_message ("carol", NULL, NULL));
  relay_expect_error (relay, people.alice, "too-many");
  relay->config->limits.room_invites_per_account = 100;
  relay->config->limits.rooms_per_account = 1;
  relay_send (relay, people.alice, invite_message ("carol", NULL, NULL));
  relay_expect_error (relay, people.alice, "too-many");
  Ids other;
  invite (relay, people.carol, "bob", NULL, &other);
  answer (relay, people.bob, other.invite, TRUE);
  relay_expect_error (relay, people.bob, "too-many");
}

static void
test_failing_disk (void)
{
  People people;
  people_come (&people);
  g_autoptr (Relay) relay = people.relay;

  motus_relay_store_memory_set_failing (relay->store, TRUE);
  answer (relay, people.bob, people.ids.invite, TRUE);
  relay_expect_error (relay, people.bob, "storage");
  relay_send (relay, people.alice, invite_message ("carol", NULL, NULL));
  relay_expect_error (relay, people.alice, "storage");
  leave (relay, people.alice, people.ids.room);
  relay_expect_error (relay, people.alice, "storage");
  motus_relay_store_memory_set_failing (relay->store, FALSE);
  answer (relay, people.bob, people.ids.invite, TRUE);
  expect_ack (relay, people.bob, "a");
  expect_members (relay, people.bob, people.ids.room, "alice bob");
}

/* The last two leave at once: the room is gone, and its invitations with it. */
static void
test_all_leave (void)
{
  People people;
  people_come (&people);
  g_autoptr (Relay) relay = people.relay;
  Ids to_carol;

  answer (relay, people.bob, people.ids.invite, TRUE);
  invite (relay, people.alice, "carol", people.ids.room, &to_carol);
  relay->hold = TRUE;
  leave (relay, people.bob, people.ids.room);
  leave (relay, people.bob, people.ids.room);
  relay_expect_error (relay, people.bob, "not-in-room");
  leave (relay, people.alice, people.ids.room);
  relay->hold = FALSE;
  motus_relay_store_memory_run (relay->store);
  expect_ack (relay, people.bob, "l");
  expect_ack (relay, people.alice, "l");
  answer (relay, people.carol, to_carol.invite, TRUE);
  relay_expect_error (relay, people.carol, "invite-invalid");
  relay_restart (relay);
  people.carol = relay_connect (relay, HOME);
  relay_login (relay, people.carol, "carol", NULL);
  g_assert_cmpuint (relay_count (relay, people.carol, MOTUS_MESSAGE_ROOM_INVITATION), ==, 0);
}

/* The last member leaves while others are about to come: there is no room to come to any more. */
static void
test_last_leaves (void)
{
  People people;
  people_come (&people);
  g_autoptr (Relay) relay = people.relay;

  relay->hold = TRUE;
  leave (relay, people.alice, people.ids.room);
  answer (relay, people.bob, people.ids.invite, TRUE);
  relay_expect_error (relay, people.bob, "invite-invalid");
  relay_send (relay, people.alice, invite_message ("carol", people.ids.room, NULL));
  relay_expect_error (relay, people.alice, "not-in-room");
  relay->hold = FALSE;
  motus_relay_store_memory_run (relay->store);
  expect_ack (relay, people.alice, "l");
  g_assert_cmpuint (relay_count (relay, people.bob, MOTUS_MESSAGE_ROOM_MEMBERS), ==, 0);
}

#define ADD(name, test) g_test_add_func ("/relay/rooms/" name, test)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("story", test_story);
  ADD ("declined", test_declined);
  ADD ("expired", test_expired);
  ADD ("restart", test_restart);
  ADD ("errors", test_errors);
  ADD ("limits", test_limits);
  ADD ("failing-disk", test_failing_disk);
  ADD ("all-leave", test_all_leave);
  ADD ("last-leaves", test_last_leaves);
  return g_test_run ();
}
