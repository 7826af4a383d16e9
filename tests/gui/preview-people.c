/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "preview-people.h"

#include "motus-client-private.h"
#include "motus-contact-private.h"
#include "motus-conversation-private.h"
#include "motus-room-invite-private.h"

#define ROOM "0123456789abcdef0123456789abcdef"
#define OTHER_ROOM "fedcba9876543210fedcba9876543210"
#define MINUTE (60 * 1000)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)

typedef struct {
  MotusConversation *conversation;
  gint64 now;
  guint64 depth;
} Talk;

static const struct {
  const char *scene, *open;
} scenes[] = {
  { "chat", "@bob" },
  { "room", ROOM },
  { "everyone", "everyone" },
  { "changed", "@dora" },
  { "invitation", "@emil" },
  { "many", "@frida" },
  { "hostile", "@gus" },
  { "empty", "@ines" },
  { "story", "@hugo" },
  { "none", NULL },
  { "alone", NULL },
  { "welcome", NULL },
};

static const char *const hostile[] = {
  "<b>bold</b> <span size='100000'>&amp; &#1; &lt;",
  "</span></a><a href=\"file:///etc/passwd\">click</a> https://example.org/<b>",
  "photo_\xe2\x80\xaegpj.exe",
  "Z\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81 pile",
  "👩‍👩‍👧‍👦 👨🏿‍🚀 🏴󠁧󠁢󠁥󠁮󠁧󠁿 \xf0\x9f\x87\xab \xe2\x83\xa3 \xf0\x9f\x8f\xbf",
  "\xe2\x80\x8b\xe2\x80\x8d\xef\xbb\xbf\xe2\x81\xa0",
  "bell\a esc\033[31m del\x7f nel\xc2\x85",
  "javascript:alert(1) file:///etc smb://host data:text/html,x",
  "https://bank.example@evil.example https://\xd0\xb0pple.example/ mailto:a@b.example?attach=/etc/passwd",
  "\xe0\xbd\xb8\xe0\xbd\xb8\xe0\xbe\x83\xe0\xbe\x83 \xd8\xac\xd8\xac\xd8\xac \xe1\x80\x80\xe1\x80\xb9",
  "O🏽⁆ 🗯🏽‰ \xe1\x82\x8f🏻\xe2\x83\x99",
  "%s%n%x {0} $(id) `id`",
  "\xef\xbf\xbe\xef\xbf\xbf\xef\xb7\x90 \xf3\xa0\x80\xa0\xf3\xa0\x80\xa1",
  NULL,
};

const char *const *
preview_people_hostile (void)
{
  return hostile;
}

const char *
preview_people_get_open (const char *scene)
{
  for (gsize i = 0; i < G_N_ELEMENTS (scenes); i++)
    if (g_str_equal (scenes[i].scene, scene))
      return scenes[i].open;
  return NULL;
}

static gint64
now_ms (void)
{
  return g_get_real_time () / 1000;
}

/* @sender NULL is the account itself. */
static MotusChatMessage *
say (Talk *talk, const char *sender, gint64 ago, const char *text, MotusProof proof, MotusDelivery delivery)
{
  g_autofree char *id = g_strdup_printf ("%032" G_GINT64_MODIFIER "x", ++talk->depth);
  gboolean person = motus_conversation_get_kind (talk->conversation) == MOTUS_CONVERSATION_PERSON;
  MotusChatText made = {
    .id = id,
    .sender = sender ? sender : "alice",
    .mine = sender == NULL,
    .is_private = person,
    .mentions_me = sender && strstr (text, "@alice") != NULL,
    .text = text,
    .sent_at = talk->now - ago,
    .depth = talk->depth,
    .proof = proof,
    .delivery = delivery,
  };
  MotusChatMessage *message = motus_chat_message_new_text (&made);

  motus_conversation_add (talk->conversation, message, talk->now - ago, FALSE);
  return message;
}

static void
hear (Talk *talk, const char *sender, gint64 ago, const char *text)
{
  g_object_unref (say (talk, sender, ago, text, MOTUS_PROOF_VERIFIED, MOTUS_DELIVERY_NONE));
}

static void
tell (Talk *talk, gint64 ago, const char *text, MotusDelivery delivery)
{
  g_autoptr (MotusChatMessage) message = say (talk, NULL, ago, text, MOTUS_PROOF_VERIFIED, delivery);

  if (delivery == MOTUS_DELIVERY_FAILED)
    motus_chat_message_set_delivery (message, delivery, "Bob is offline. Try again when he is back.");
}

static void
fill_bob (Talk *talk)
{
  hear (talk, "bob", DAY + 2 * HOUR, "Did you find the recipe? I think it is the one from https://example.org/recipes/bread?size=large&lang=en, "
                                     "but with rye.");
  tell (talk, DAY + HOUR, "Yes.", MOTUS_DELIVERY_DELIVERED);
  tell (talk, DAY + HOUR - MINUTE, "My grandmother's version has caraway in it and rests overnight in the cellar, which I think is the secret of the whole thing. "
                                   "I will bring you a copy.", MOTUS_DELIVERY_DELIVERED);
  hear (talk, "bob", 40 * MINUTE, "Are you coming at six?");
  hear (talk, "bob", 39 * MINUTE, "Everybody else said yes 🎉");
  tell (talk, 37 * MINUTE, "Yes. @chloe brings bread.", MOTUS_DELIVERY_DELIVERED);
  g_autoptr (MotusChatMessage) gap = motus_chat_message_new_gap ("bob", 2, &(MotusChatPlace) { talk->depth + 1, "bob", "" });
  motus_conversation_add (talk->conversation, gap, 0, FALSE);
  hear (talk, "bob", 20 * MINUTE, "@alice, and the candles?");
  tell (talk, 3 * MINUTE, "In the drawer by the window.", MOTUS_DELIVERY_SENT);
  tell (talk, 2 * MINUTE, "The left one", MOTUS_DELIVERY_FAILED);
  tell (talk, MINUTE, "…or the right one, if somebody tidied up", MOTUS_DELIVERY_WAITING);
}

static void
fill_room (Talk *talk)
{
  motus_conversation_add_notice (talk->conversation, "You and bob came into the room.", talk->now - HOUR);
  talk->depth = 5;
  hear (talk, "bob", 30 * MINUTE, "Who cooks on Thursday?");
  hear (talk, "chloe", 29 * MINUTE, "Me! Soup, if nobody objects.");
  hear (talk, "chloe", 28 * MINUTE, "And there is still bread.");
  g_object_unref (say (talk, "old.friend", 25 * MINUTE, "I would like some soup too", MOTUS_PROOF_UNSIGNED, MOTUS_DELIVERY_NONE));
  tell (talk, 24 * MINUTE, "No objection.\n\nShopping list:\n• leeks\n• cream\n• more leeks", MOTUS_DELIVERY_DELIVERED);
  hear (talk, "dora", 20 * MINUTE, "שלום, אני מגיעה בשש. https://example.org/map @alice");
  hear (talk, "emil", 5 * MINUTE, "مرحبا بالجميع");
  hear (talk, "bob", 4 * MINUTE, "@alice can you open the door?");
  motus_conversation_restore (talk->conversation, 2, TRUE, talk->now - 4 * MINUTE, "");
}

static void
fill_many (Talk *talk)
{
  for (int i = 300; i > 0; i--)
    {
      g_autofree char *text = g_strdup_printf ("Line %d%s", 301 - i, i % 7 == 0 ? " is a longer one, long enough to go over more than one line in a bubble, "
                                                                                "so that heights differ and guesses about them are wrong" : "");
      if (i % 5 < 2)
        tell (talk, i * 3 * MINUTE, text, MOTUS_DELIVERY_DELIVERED);
      else
        hear (talk, "frida", i * 3 * MINUTE, text);
    }
}

static void
fill_hostile (Talk *talk)
{
  for (gsize i = 0; hostile[i]; i++)
    hear (talk, "gus", (gint64) (60 - i) * MINUTE, hostile[i]);
  g_object_unref (say (talk, "gus", G_MININT64 / 2, "far away", MOTUS_PROOF_SIGNED, MOTUS_DELIVERY_NONE));
}

static MotusConversation *
add_person (MotusClient *client, const char *name, gboolean online, MotusTrust trust)
{
  g_autoptr (MotusContact) contact = motus_contact_new (name);
  g_autoptr (MotusConversation) conversation = motus_conversation_new_person (contact);
  g_autoptr (GListModel) contacts = NULL;

  motus_contact_set_online (contact, online);
  motus_contact_set_trust (contact, trust);
  motus_contact_set_signs (contact, TRUE);
  g_object_get (client, "contacts", &contacts, NULL);
  g_list_store_insert_sorted (G_LIST_STORE (contacts), contact, motus_contact_compare, NULL);
  motus_client_add_conversation (client, conversation);
  return conversation;
}

static void
add_talk (MotusConversation *conversation, void (*fill) (Talk *talk))
{
  Talk talk = { .conversation = conversation, .now = now_ms () };

  fill (&talk);
}

static void
add_line (MotusConversation *conversation, const char *sender, gint64 ago, const char *text, guint unread)
{
  Talk talk = { .conversation = conversation, .now = now_ms () };

  hear (&talk, sender, ago, text);
  motus_conversation_restore (conversation, unread, FALSE, talk.now - ago, "");
}

static void
add_rooms (MotusClient *client)
{
  g_autoptr (MotusConversation) room = motus_conversation_new_room (ROOM, "Kitchen");
  g_autoptr (MotusConversation) other = motus_conversation_new_room (OTHER_ROOM, "A room with a name that is far too long for this sidebar");

  motus_conversation_set_members (room, (const char *const[]) { "alice", "bob", "chloe", "dora", "emil", "old.friend", NULL });
  motus_conversation_set_members (other, (const char *const[]) { "alice", "bob", NULL });
  motus_client_add_conversation (client, room);
  motus_client_add_conversation (client, other);
  add_talk (room, fill_room);
  add_line (other, "bob", 3 * DAY, "That is settled, then.", 0);
}

static void
add_people (MotusClient *client)
{
  MotusConversation *chloe;

  add_talk (add_person (client, "bob", TRUE, MOTUS_TRUST_VERIFIED), fill_bob);
  chloe = add_person (client, "chloe", TRUE, MOTUS_TRUST_PINNED);
  add_line (chloe, "chloe", 2 * DAY, "See you on Monday", 0);
  motus_conversation_set_draft (chloe, "I have just found");
  add_line (add_person (client, "dora", FALSE, MOTUS_TRUST_CHANGED), "dora", 50 * MINUTE, "New telephone, same dora", 1);
  add_line (add_person (client, "emil", TRUE, MOTUS_TRUST_PINNED), "emil", HOUR, "Come and see the kitchen", 0);
  add_talk (add_person (client, "frida", FALSE, MOTUS_TRUST_PINNED), fill_many);
  add_talk (add_person (client, "gus", TRUE, MOTUS_TRUST_PINNED), fill_hostile);
  add_person (client, "ines", FALSE, MOTUS_TRUST_NONE);
  add_person (client, "old.friend", TRUE, MOTUS_TRUST_PINNED);
}

static void
fill_hugo (Talk *talk)
{
  hear (talk, "hugo", DAY + 62 * MINUTE, "They said yes: the photographs may hang in the old station 🎉");
  tell (talk, DAY + 58 * MINUTE, "The whole hall?", MOTUS_DELIVERY_DELIVERED);
  hear (talk, "hugo", DAY + 55 * MINUTE, "The hall and both platforms.");
  hear (talk, "hugo", 34 * MINUTE, "@alice, can you bring the long ladder on Saturday?");
  tell (talk, 31 * MINUTE, "Yes. @nora lends us her van, so the frames come along too.", MOTUS_DELIVERY_DELIVERED);
  hear (talk, "hugo", 12 * MINUTE, "Then nothing is missing. The hours are on https://station.example/autumn");
  hear (talk, "hugo", 11 * MINUTE, "Do you think your grandmother will come?");
  tell (talk, 3 * MINUTE, "By train, of course. She has been telling everybody.", MOTUS_DELIVERY_DELIVERED);
  tell (talk, 2 * MINUTE, "See you at nine.", MOTUS_DELIVERY_SENT);
}

/* A few people who prepare something together: the picture that shows what Motus looks like. */
static void
add_story (MotusClient *client)
{
  g_autoptr (MotusConversation) room = motus_conversation_new_room (ROOM, "Autumn exhibition");
  g_autoptr (MotusConversation) flat = motus_conversation_new_room (OTHER_ROOM, "Flat 12");
  MotusConversation *jules;

  motus_conversation_set_members (room, (const char *const[]) { "alice", "hugo", "nora", "ines", NULL });
  motus_conversation_set_members (flat, (const char *const[]) { "alice", "jules", NULL });
  motus_client_add_conversation (client, room);
  motus_client_add_conversation (client, flat);
  add_line (room, "nora", 7 * MINUTE, "@alice the labels are printed", 3);
  motus_conversation_restore (room, 3, TRUE, now_ms () - 7 * MINUTE, "");
  add_line (flat, "jules", DAY + 3 * HOUR, "The plumber comes on Tuesday", 0);
  add_talk (add_person (client, "hugo", TRUE, MOTUS_TRUST_VERIFIED), fill_hugo);
  add_line (add_person (client, "nora", TRUE, MOTUS_TRUST_VERIFIED), "nora", 48 * MINUTE, "The van is yours until Sunday", 1);
  jules = add_person (client, "jules", FALSE, MOTUS_TRUST_PINNED);
  add_line (jules, "jules", DAY + 2 * HOUR, "Have you seen my keys?", 0);
  motus_conversation_set_draft (jules, "On the piano");
  add_line (add_person (client, "ines", TRUE, MOTUS_TRUST_PINNED), "ines", 3 * DAY, "Thank you for the tea", 0);
  add_line (motus_client_get_conversation (client, NULL), "ines", 2 * HOUR, "Good morning, all", 0);
}

static void
add_invite (MotusClient *client)
{
  g_autoptr (MotusRoomInvite) invite = motus_room_invite_new ("00112233445566778899aabbccddeeff", "emil", OTHER_ROOM, "Dining room");
  g_autoptr (GListModel) invites = NULL;

  g_object_get (client, "room-invites", &invites, NULL);
  g_list_store_append (G_LIST_STORE (invites), invite);
}

MotusClient *
preview_people_make (const char *scene)
{
  MotusClient *client;

  if (g_str_equal (scene, "welcome"))
    return NULL;
  client = motus_client_new ("/nonexistent", "alice");
  motus_client_set_relay (client, "relay.example:7443", NULL);
  motus_client_set_state (client, MOTUS_CONNECTION_ONLINE, NULL);
  if (g_str_equal (scene, "alone"))
    return client;
  if (g_str_equal (scene, "story"))
    {
      add_story (client);
      return client;
    }
  add_rooms (client);
  add_people (client);
  add_invite (client);
  add_line (motus_client_get_conversation (client, NULL), "bob", 2 * HOUR, "Good morning, all", 12);
  return client;
}
