/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-conversation-private.h"

#include <string.h>

static MotusChatMessage *
text_at (guint64 depth, const char *from, const char *id, gboolean mentions)
{
  MotusChatText text = {
    .id = id, .sender = from, .text = id, .depth = depth, .mentions_me = mentions,
  };

  return motus_chat_message_new_text (&text);
}

static void
add (MotusConversation *conversation, guint64 depth, const char *from, const char *id)
{
  g_autoptr (MotusChatMessage) line = text_at (depth, from, id, FALSE);

  motus_conversation_add (conversation, line, 1, TRUE);
}

static char *
ids_of (MotusConversation *conversation)
{
  GString *ids = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (conversation)); i++)
    {
      g_autoptr (MotusChatMessage) line = g_list_model_get_item (G_LIST_MODEL (conversation), i);
      const char *id = motus_chat_message_get_id (line);
      g_string_append (ids, *id != '\0' ? id : "-");
      g_string_append_c (ids, ' ');
    }
  return g_string_free (ids, FALSE);
}

static void
assert_ids (MotusConversation *conversation, const char *expected)
{
  g_autofree char *ids = ids_of (conversation);

  g_assert_cmpstr (ids, ==, expected);
}

static void
test_order (void)
{
  g_autoptr (MotusConversation) everyone = motus_conversation_new_everyone ();

  add (everyone, 3, "bob", "c");
  add (everyone, 1, "carol", "a");
  add (everyone, 3, "alice", "z");
  add (everyone, 2, "bob", "b");
  add (everyone, 3, "bob", "a2");
  assert_ids (everyone, "a b z a2 c ");
  g_assert_cmpuint (motus_conversation_get_depth (everyone), ==, 3);
}

static void
test_gap_and_notice (void)
{
  g_autoptr (MotusConversation) everyone = motus_conversation_new_everyone ();
  MotusChatPlace place = { 2, "bob", "b" };
  g_autoptr (MotusChatMessage) gap = motus_chat_message_new_gap ("bob", 2, &place);

  add (everyone, 1, "alice", "a");
  motus_conversation_add_notice (everyone, "first", 0);
  motus_conversation_add_notice (everyone, "second", 0);
  add (everyone, 2, "bob", "b");
  add (everyone, 2, "bob", "c");
  motus_conversation_add (everyone, gap, 0, FALSE);
  assert_ids (everyone, "a - - - b c ");
  g_autoptr (MotusChatMessage) shown = g_list_model_get_item (G_LIST_MODEL (everyone), 3);
  g_assert_true (shown == gap);
  g_assert_cmpstr (motus_chat_message_get_text (gap), ==, "2 messages from bob are missing");
  motus_chat_message_set_missing (gap, 1);
  g_assert_cmpstr (motus_chat_message_get_text (gap), ==, "1 message from bob is missing");
  motus_conversation_remove (everyone, gap);
  motus_conversation_remove (everyone, gap);
  assert_ids (everyone, "a - - b c ");
}

static void
test_unread (void)
{
  g_autoptr (MotusConversation) everyone = motus_conversation_new_everyone ();
  g_autoptr (MotusChatMessage) mention = text_at (5, "bob", "m", TRUE);

  add (everyone, 1, "bob", "one\ntwo");
  g_assert_cmpuint (motus_conversation_get_unread (everyone), ==, 1);
  g_assert_cmpstr (motus_conversation_get_preview (everyone), ==, "one two");
  g_assert_false (motus_conversation_is_mentioned (everyone));
  motus_conversation_add (everyone, mention, 9, TRUE);
  g_assert_true (motus_conversation_is_mentioned (everyone));
  g_assert_cmpint (motus_conversation_get_last_activity (everyone), ==, 9);
  motus_conversation_mark_read (everyone);
  g_assert_cmpuint (motus_conversation_get_unread (everyone), ==, 0);
  g_assert_false (motus_conversation_is_mentioned (everyone));
}

static void
test_bounds (void)
{
  g_autoptr (MotusConversation) everyone = motus_conversation_new_everyone ();

  for (guint i = 0; i < MOTUS_CONVERSATION_MAX + 5; i++)
    {
      g_autofree char *id = g_strdup_printf ("%06u", i);
      add (everyone, i + 1, "bob", id);
    }
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (everyone)), ==, MOTUS_CONVERSATION_MAX);
  g_autoptr (MotusChatMessage) first = g_list_model_get_item (G_LIST_MODEL (everyone), 0);
  g_assert_cmpstr (motus_chat_message_get_id (first), ==, "000005");
  g_assert_cmpuint (motus_conversation_clamp_depth (everyone, G_MAXUINT64), ==,
                    motus_conversation_get_depth (everyone) + MOTUS_CONVERSATION_DEPTH_JUMP);
}

/* Dates no calendar has are no date, and nothing worse. */
static void
test_dates (void)
{
  static const struct {
    gint64 sent_at;
    gboolean shown;
  } rows[] = {
    { G_MININT64, FALSE }, { -1, FALSE }, { 0, FALSE }, { 1, TRUE },
    { G_GINT64_CONSTANT (1700000000000), TRUE }, { G_GINT64_CONSTANT (253402300799000) - 86400000, TRUE },
    { G_GINT64_CONSTANT (253402300799000) + 2 * 86400000, FALSE }, { G_MAXINT64, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      MotusChatText text = { .id = "a", .sender = "bob", .text = "", .sent_at = rows[i].sent_at };
      g_autoptr (MotusChatMessage) line = motus_chat_message_new_text (&text);
      g_autoptr (GDateTime) time = motus_chat_message_get_local_time (line);
      g_assert_cmpint (time != NULL, ==, rows[i].shown);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/conversation/order", test_order);
  g_test_add_func ("/conversation/gap-and-notice", test_gap_and_notice);
  g_test_add_func ("/conversation/unread", test_unread);
  g_test_add_func ("/conversation/bounds", test_bounds);
  g_test_add_func ("/conversation/dates", test_dates);
  return g_test_run ();
}
