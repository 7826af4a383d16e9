/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-timeline.h"

#include "motus-conversation-private.h"

#define START G_GINT64_CONSTANT (1762164000000) /* 2025-11-03 10:00 UTC */
#define MINUTE (60 * 1000)
#define DAY (24 * 60 * MINUTE)

typedef struct {
  MotusConversation *conversation;
  guint64 depth;
} Talk;

static void
say_at (Talk *talk, guint64 depth, const char *sender, gint64 at, gboolean unread)
{
  g_autofree char *id = g_strdup_printf ("%032" G_GINT64_MODIFIER "x", depth);
  MotusChatText text = {
    .id = id,
    .sender = sender,
    .mine = g_str_equal (sender, "alice"),
    .text = "hello",
    .sent_at = at,
    .depth = depth,
    .proof = MOTUS_PROOF_SIGNED,
  };
  g_autoptr (MotusChatMessage) message = motus_chat_message_new_text (&text);
  motus_conversation_add (talk->conversation, message, at, unread);
}

static void
say (Talk *talk, const char *sender, gint64 at)
{
  talk->depth += 10;
  say_at (talk, talk->depth, sender, at, FALSE);
}

/* One letter a line: "(" the first of a group, ")" the last, "o" alone, "." between; before it "D" where a day starts, "N" where
 * the new ones start. */
static char *
draw (MotusTimeline *timeline)
{
  GString *drawing = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (timeline)); i++)
    {
      g_autoptr (MotusTimelineItem) item = g_list_model_get_item (G_LIST_MODEL (timeline), i);
      const MotusTimelineLayout *layout = motus_timeline_item_get_layout (item);
      g_string_append (drawing, layout->starts_day ? "D" : "");
      g_string_append (drawing, layout->new_messages > 0 ? "N" : "");
      g_string_append_c (drawing, layout->starts_group ? (layout->ends_group ? 'o' : '(') : (layout->ends_group ? ')' : '.'));
    }
  return g_string_free (drawing, FALSE);
}

static void
assert_drawn (MotusTimeline *timeline, const char *expected)
{
  g_autofree char *drawing = draw (timeline);

  g_assert_cmpstr (drawing, ==, expected);
}

static void
test_groups (void)
{
  g_autoptr (MotusConversation) conversation = motus_conversation_new_everyone ();
  Talk talk = { .conversation = conversation };

  say (&talk, "bob", START);
  say (&talk, "bob", START + MINUTE);
  say (&talk, "bob", START + 6 * MINUTE);
  say (&talk, "bob", START + 11 * MINUTE + 1000);
  say (&talk, "alice", START + 11 * MINUTE + 2000);
  say (&talk, "alice", START + 12 * MINUTE);
  say (&talk, "bob", START + 12 * MINUTE);
  g_autoptr (MotusTimeline) timeline = motus_timeline_new (conversation);
  assert_drawn (timeline, "D(.)o()o");
}

static void
test_days_and_far_dates (void)
{
  g_autoptr (MotusConversation) conversation = motus_conversation_new_everyone ();
  Talk talk = { .conversation = conversation };

  say (&talk, "bob", START);
  say (&talk, "bob", START + DAY);
  say (&talk, "bob", G_MININT64);
  say (&talk, "bob", 0);
  say (&talk, "bob", G_MAXINT64);
  say (&talk, "bob", G_MAXINT64);
  g_autoptr (MotusTimeline) timeline = motus_timeline_new (conversation);
  assert_drawn (timeline, "DoDoD(..)");
}

static void
test_gap_has_no_day (void)
{
  g_autoptr (MotusConversation) conversation = motus_conversation_new_everyone ();
  Talk talk = { .conversation = conversation };
  g_autoptr (MotusChatMessage) gap = motus_chat_message_new_gap ("bob", 3, &(MotusChatPlace) { 20, "bob", "" });

  say (&talk, "bob", START);
  motus_conversation_add (conversation, gap, 0, FALSE);
  say (&talk, "bob", START + MINUTE);
  g_autoptr (MotusTimeline) timeline = motus_timeline_new (conversation);
  assert_drawn (timeline, "Dooo");
}

/* What comes late is put in its place, and its neighbours change. */
static void
test_insertion (void)
{
  g_autoptr (MotusConversation) conversation = motus_conversation_new_everyone ();
  Talk talk = { .conversation = conversation };

  say (&talk, "bob", START);
  say (&talk, "bob", START + MINUTE);
  g_autoptr (MotusTimeline) timeline = motus_timeline_new (conversation);
  assert_drawn (timeline, "D()");
  say_at (&talk, 15, "chloe", START + MINUTE / 2, FALSE);
  assert_drawn (timeline, "Dooo");
  g_autoptr (MotusChatMessage) middle = g_list_model_get_item (G_LIST_MODEL (conversation), 1);
  motus_conversation_remove (conversation, middle);
  assert_drawn (timeline, "D()");
}

static void
test_new (void)
{
  g_autoptr (MotusConversation) conversation = motus_conversation_new_everyone ();
  Talk talk = { .conversation = conversation };

  say (&talk, "bob", START);
  say_at (&talk, 11, "bob", START + MINUTE, TRUE);
  say_at (&talk, 12, "alice", START + MINUTE, FALSE);
  say_at (&talk, 13, "bob", START + MINUTE, TRUE);
  g_autoptr (MotusTimeline) timeline = motus_timeline_new (conversation);
  assert_drawn (timeline, "DoNooo");
  g_autoptr (MotusTimelineItem) first = g_list_model_get_item (G_LIST_MODEL (timeline), 1);
  g_assert_cmpuint (motus_timeline_item_get_layout (first)->new_messages, ==, 2);
  g_assert_false (motus_timeline_item_take_fresh (first));
  motus_timeline_forget_new (timeline);
  assert_drawn (timeline, "D()oo");
}

static void
test_fresh (void)
{
  g_autoptr (MotusConversation) conversation = motus_conversation_new_everyone ();
  Talk talk = { .conversation = conversation };
  g_autoptr (MotusTimeline) timeline = motus_timeline_new (conversation);

  say (&talk, "bob", START);
  g_autoptr (MotusTimelineItem) item = g_list_model_get_item (G_LIST_MODEL (timeline), 0);
  g_assert_true (motus_timeline_item_take_fresh (item));
  g_assert_false (motus_timeline_item_take_fresh (item));
}

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/timeline/groups", test_groups);
  g_test_add_func ("/timeline/days-and-far-dates", test_days_and_far_dates);
  g_test_add_func ("/timeline/gap-has-no-day", test_gap_has_no_day);
  g_test_add_func ("/timeline/insertion", test_insertion);
  g_test_add_func ("/timeline/new", test_new);
  g_test_add_func ("/timeline/fresh", test_fresh);
  return g_test_run ();
}
