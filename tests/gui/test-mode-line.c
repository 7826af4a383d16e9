/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-mode-line.h"

#include "preview-people.h"
#include "motus-contact-private.h"
#include "motus-conversation-private.h"

#include <string.h>

static void
test_join (void)
{
  static const struct {
    const char *names[6], *joined;
  } rows[] = {
    { { NULL }, "" },
    { { "bob", NULL }, "⁨bob⁩" },
    { { "bob", "chloe", NULL }, "⁨bob⁩ and ⁨chloe⁩" },
    { { "bob", "chloe", "dora", NULL }, "⁨bob⁩, ⁨chloe⁩ and ⁨dora⁩" },
    { { "bob", "chloe", "dora", "emil", NULL }, "⁨bob⁩, ⁨chloe⁩ and 2 others" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *joined = motus_mode_line_join (rows[i].names);
      g_assert_cmpstr (joined, ==, rows[i].joined);
    }
}

/* Only a verified person who signs is proven; whatever is not is named. */
static void
test_person (void)
{
  g_autoptr (MotusClient) client = preview_people_make ("chat");
  MotusConversation *conversation = motus_client_get_conversation (client, "bob");
  MotusContact *bob = motus_conversation_get_contact (conversation);
  static const struct {
    MotusTrust trust;
    gboolean signs, proven;
    const char *word;
  } rows[] = {
    { MOTUS_TRUST_VERIFIED, TRUE, TRUE, "can read this" },
    { MOTUS_TRUST_VERIFIED, FALSE, FALSE, "not signed" },
    { MOTUS_TRUST_PINNED, TRUE, FALSE, "not verified" },
    { MOTUS_TRUST_CHANGED, TRUE, FALSE, "has changed" },
    { MOTUS_TRUST_NONE, TRUE, FALSE, "no key" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      gboolean proven = !rows[i].proven;
      motus_contact_set_trust (bob, rows[i].trust);
      motus_contact_set_signs (bob, rows[i].signs);
      g_autofree char *words = motus_mode_line_describe (client, conversation, &proven);
      g_assert_nonnull (strstr (words, "bob"));
      g_assert_nonnull (strstr (words, rows[i].word));
      g_assert_cmpint (proven, ==, rows[i].proven);
    }
}

/* A room's line reads as one would say it, the person at the screen first. */
static void
test_room (void)
{
  static const struct {
    const char *members[10], *words;
  } rows[] = {
    { { "alice", NULL }, "Room · nobody else is here yet" },
    { { "alice", "bob", NULL }, "Room · only ⁨you⁩ and ⁨bob⁩ can read this" },
    { { "alice", "bob", "chloe", NULL }, "Room · only ⁨you⁩, ⁨bob⁩ and ⁨chloe⁩ can read this" },
    { { "alice", "bob", "chloe", "emil", NULL }, "Room · only ⁨you⁩, ⁨bob⁩ and 2 others can read this" },
    { { "alice", "bob", "chloe", "dora", "emil", "frida", "gus", NULL }, "Room · only ⁨you⁩, ⁨bob⁩ and 5 others can read this" },
  };
  g_autoptr (MotusClient) client = preview_people_make ("room");
  MotusConversation *room = motus_client_get_room (client, preview_people_get_open ("room"));

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      gboolean proven = FALSE;
      motus_conversation_set_members (room, rows[i].members);
      for (gsize j = 1; rows[i].members[j]; j++)
        motus_contact_set_trust (motus_conversation_get_contact (motus_client_get_conversation (client, rows[i].members[j])),
                                 MOTUS_TRUST_VERIFIED);
      g_autofree char *words = motus_mode_line_describe_readers (client, room, rows[i].members + 1, &proven);
      g_assert_cmpstr (words, ==, rows[i].words);
      g_assert_true (proven);
    }
}

/* Who is not verified is named, and makes the line amber. */
static void
test_room_unproven (void)
{
  g_autoptr (MotusClient) client = preview_people_make ("room");
  MotusConversation *room = motus_client_get_room (client, preview_people_get_open ("room"));
  gboolean proven = TRUE;

  g_autofree char *words = motus_mode_line_describe_readers (client, room, (const char *const[]) { "bob", "chloe", NULL }, &proven);
  g_assert_cmpstr (words, ==, "Room · only ⁨you⁩, ⁨bob⁩ and ⁨chloe⁩ can read this · not verified: ⁨chloe⁩");
  g_assert_false (proven);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mode-line/join", test_join);
  g_test_add_func ("/mode-line/person", test_person);
  g_test_add_func ("/mode-line/room", test_room);
  g_test_add_func ("/mode-line/room-unproven", test_room_unproven);
  return g_test_run ();
}
