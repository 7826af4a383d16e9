/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-message-row.h"

#include "preview-people.h"
#include "motus-conversation-private.h"
#include "motus-display-text.h"
#include "motus-label.h"
#include "motus-message-text.h"
#include "test-display.h"

/* Made-up texts: all of them with -m slow, as shaping rare scripts takes its time. */
#define STRINGS (g_test_slow () ? 5000 : 200)

static GtkWidget *window, *row;

static void
show_row (const char *text, gint64 sent_at, guint which)
{
  MotusChatText made = {
    .id = "00",
    .sender = which % 2 ? "bob" : "alice",
    .mine = which % 2 == 0,
    .text = text,
    .sent_at = sent_at,
    .mentions_me = which % 3 == 0,
    .proof = which % 3,
    .delivery = which % 2 ? MOTUS_DELIVERY_NONE : 1 + which % 4,
  };
  g_autoptr (MotusChatMessage) message = motus_chat_message_new_text (&made);
  g_autoptr (MotusTimelineItem) item = motus_timeline_item_new (message, TRUE);
  MotusTimelineLayout layout = { .starts_group = TRUE, .ends_group = TRUE, .starts_day = TRUE, .new_messages = which % 4 };
  int width, height;

  motus_timeline_item_set_layout (item, &layout);
  if (gtk_window_get_child (GTK_WINDOW (window)) != row)
    gtk_window_set_child (GTK_WINDOW (window), row);
  motus_message_row_bind (MOTUS_MESSAGE_ROW (row), item, which % 3, "alice");
  gtk_widget_measure (row, GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL, NULL);
  gtk_widget_measure (row, GTK_ORIENTATION_VERTICAL, MAX (width, 360), &height, NULL, NULL, NULL);
  g_assert_cmpint (width, <=, 360);
  g_autofree char *words = motus_message_row_describe (MOTUS_MESSAGE_ROW (row));
  g_assert_true (g_utf8_validate (words, -1, NULL));
}

static void
test_hostile (void)
{
  const char *const *texts = preview_people_hostile ();

  for (guint i = 0; texts[i]; i++)
    {
      show_row (texts[i], 0, i);
      test_display_wait (10);
    }
}

/* Characters that shaping has stumbled over: marks, joiners, emoji and their modifiers, flags, scripts that reorder, and what is unassigned. */
static const struct {
  gunichar first, last;
} ranges[] = {
  { 0x20, 0x7e }, { 0x300, 0x36f }, { 0x590, 0x6ff }, { 0x900, 0xdff }, { 0xe00, 0xfff }, { 0x1000, 0x109f }, { 0x1780, 0x17ff },
  { 0x200b, 0x206f }, { 0x20d0, 0x20f0 }, { 0xfe00, 0xfe0f }, { 0x1f1e6, 0x1f1ff }, { 0x1f300, 0x1faff }, { 0x1f3fb, 0x1f3ff },
  { 0xe0000, 0xe007f }, { 0x10ff00, 0x10ffff }, { 1, 0x10ffff },
};

static char *
make_text (GRand *random)
{
  GString *text = g_string_new (NULL);
  int length = g_rand_int_range (random, 0, 60);

  for (int i = 0; i < length; i++)
    {
      int range = g_rand_int_range (random, 0, G_N_ELEMENTS (ranges));
      gunichar c = (gunichar) g_rand_int_range (random, (gint32) ranges[range].first, (gint32) ranges[range].last + 1);
      if (g_unichar_validate (c))
        g_string_append_unichar (text, c);
    }
  return g_string_free (text, FALSE);
}

static void
test_made_up (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (20251103);

  for (int i = 0; i < STRINGS; i++)
    {
      g_autofree char *text = make_text (random);
      show_row (text, 1762164000000, (guint) i);
      if (i % 500 == 0)
        test_display_wait (20);
    }
}

static void
test_far_dates (void)
{
  static const gint64 dates[] = { G_MININT64, -1, 0, 1, G_MAXINT64, G_GINT64_CONSTANT (253402300800000) };

  for (guint i = 0; i < G_N_ELEMENTS (dates); i++)
    show_row ("when", dates[i], i);
}

static void
test_shown_as_it_is (void)
{
  static const char *const texts[] = {
    "<b>bold</b> &amp; <span size='1'>x</span>",
    "see https://example.org/?a=1&b=<2> & @alice",
    "</a><a href=\"file:///etc/passwd\">click</a> https://example.org",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      GtkWidget *text = motus_message_text_new ();
      gtk_window_set_child (GTK_WINDOW (window), text);
      motus_message_text_set (MOTUS_MESSAGE_TEXT (text), texts[i], "alice");
      g_assert_cmpstr (motus_message_text_get_shown (MOTUS_MESSAGE_TEXT (text)), ==, texts[i]);
    }
}

static void
test_long_is_cut (void)
{
  GtkWidget *text = motus_message_text_new ();
  g_autofree char *long_text = g_strnfill (64 * 1024, 'x');

  gtk_window_set_child (GTK_WINDOW (window), text);
  motus_message_text_set (MOTUS_MESSAGE_TEXT (text), long_text, NULL);
  g_assert_cmpuint (strlen (motus_message_text_get_shown (MOTUS_MESSAGE_TEXT (text))), ==, MOTUS_DISPLAY_CHARS_MAX);
  GtkWidget *more = gtk_widget_get_last_child (text);
  g_assert_true (gtk_widget_get_visible (more));
  g_signal_emit_by_name (more, "clicked");
  g_assert_cmpuint (strlen (motus_message_text_get_shown (MOTUS_MESSAGE_TEXT (text))), ==, 64 * 1024);
  g_assert_false (gtk_widget_get_visible (more));
}

/* Whatever a label or a tooltip is given, lines can be broken in it. */
static void
test_label (void)
{
  GtkLabel *label = g_object_ref_sink (GTK_LABEL (gtk_label_new (NULL)));

  gtk_label_set_wrap (label, TRUE);
  motus_label_set_text (label, "one O🏽⁆ two 🗯🏽‰");
  g_assert_cmpstr (gtk_label_get_text (label), ==, "one O\xe2\x80\x8b🏽⁆ two 🗯\xe2\x80\x8b🏽‰");
  for (int width = 60; width < 200; width++)
    gtk_widget_measure (GTK_WIDGET (label), GTK_ORIENTATION_VERTICAL, width, NULL, NULL, NULL, NULL);
  motus_label_set_tooltip (GTK_WIDGET (label), "O🏽⁆");
  g_assert_cmpstr (gtk_widget_get_tooltip_text (GTK_WIDGET (label)), ==, "O\xe2\x80\x8b🏽⁆");
  motus_label_set_tooltip (GTK_WIDGET (label), NULL);
  g_assert_null (gtk_widget_get_tooltip_text (GTK_WIDGET (label)));
  g_object_unref (label);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  /* GTK complains that some of these need more width for less height, and draws them all the same. */
  g_log_set_always_fatal (G_LOG_FATAL_MASK);
  g_autoptr (MotusApplication) application = test_display_make_application ();
  window = gtk_window_new ();
  row = g_object_ref_sink (motus_message_row_new ());
  gtk_window_set_default_size (GTK_WINDOW (window), 360, 400);
  gtk_window_present (GTK_WINDOW (window));
  g_test_add_func ("/message-row/shown-as-it-is", test_shown_as_it_is);
  g_test_add_func ("/message-row/hostile", test_hostile);
  g_test_add_func ("/message-row/far-dates", test_far_dates);
  g_test_add_func ("/message-row/long-is-cut", test_long_is_cut);
  g_test_add_func ("/message-row/label", test_label);
  g_test_add_func ("/message-row/made-up", test_made_up);
  int status = g_test_run ();
  gtk_window_destroy (GTK_WINDOW (window));
  g_object_unref (row);
  return status;
}
