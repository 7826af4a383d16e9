/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-window-private.h"

#include "motus-conversation-private.h"
#include "motus-conversation-row.h"
#include "motus-conversation-view-private.h"
#include "motus-room-dialog.h"
#include "preview-people.h"
#include "test-display.h"

static MotusApplication *application;

static MotusWindow *
open_window (const char *scene, int width)
{
  MotusWindow *window = motus_window_new (application, "/nonexistent");
  g_autoptr (MotusClient) client = preview_people_make (scene);

  gtk_window_set_default_size (GTK_WINDOW (window), width, 600);
  if (client)
    motus_window_set_client (window, client);
  gtk_window_present (GTK_WINDOW (window));
  test_display_wait (200);
  return window;
}

static void
go (MotusWindow *window, const char *id)
{
  gtk_widget_activate_action (GTK_WIDGET (window), "win.open", "s", id);
  test_display_wait (150);
}

static const char *
get_open (MotusWindow *window)
{
  MotusConversation *conversation = motus_conversation_view_get_conversation (window->view);

  return conversation ? motus_conversation_get_id (conversation) : NULL;
}

static double
get_distance_to_end (MotusWindow *window)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (window->view->scroller);

  return gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment) - gtk_adjustment_get_value (adjustment);
}

static void
add_text (MotusWindow *window, guint number, gboolean mine)
{
  MotusConversation *conversation = motus_conversation_view_get_conversation (window->view);
  guint64 depth = motus_conversation_get_depth (conversation) + 1;
  g_autofree char *id = g_strdup_printf ("%032u", number);
  MotusChatText made = {
    .id = id,
    .sender = mine ? "alice" : "frida",
    .mine = mine,
    .text = number % 3 ? "short" : "a text that is long enough to need some more lines than one\nand\nthen\nsome",
    .sent_at = g_get_real_time () / 1000,
    .depth = depth,
    .proof = MOTUS_PROOF_SIGNED,
  };
  g_autoptr (MotusChatMessage) message = motus_chat_message_new_text (&made);
  motus_conversation_add (conversation, message, made.sent_at, !mine);
}

static void
test_scenes (void)
{
  static const char *const scenes[] = { "chat", "room", "everyone", "changed", "invitation", "many", "hostile", "empty", "none", "alone" };

  for (gsize i = 0; i < G_N_ELEMENTS (scenes); i++)
    {
      MotusWindow *window = open_window (scenes[i], i % 2 ? 1000 : 360);
      const char *id = preview_people_get_open (scenes[i]);
      if (id)
        go (window, id);
      g_assert_cmpstr (get_open (window), ==, id);
      gtk_window_destroy (GTK_WINDOW (window));
    }
}

/* A reader at the end stays there, whatever comes, as lines of many heights arrive; forty times with -m slow. */
static void
test_stays_at_end (void)
{
  MotusWindow *window = open_window ("many", 1000);

  go (window, "@frida");
  test_display_until (get_distance_to_end (window) < 2);
  for (guint i = 0; i < (g_test_slow () ? 40 : 6); i++)
    {
      add_text (window, i, FALSE);
      test_display_until (window->view->scroll_tick == 0);
      test_display_wait (40);
      g_assert_cmpfloat (get_distance_to_end (window), <, 2);
    }
  gtk_window_destroy (GTK_WINDOW (window));
}

/* A reader who scrolled back is left alone by others, and brought to the end by an own text. */
static void
test_left_alone (void)
{
  MotusWindow *window = open_window ("many", 1000);
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (window->view->scroller);

  go (window, "@frida");
  test_display_until (get_distance_to_end (window) < 2 && window->view->scroll_tick == 0);
  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) - 2000);
  test_display_wait (100);
  g_assert_false (motus_conversation_view_is_at_end (window->view));
  g_assert_true (gtk_widget_get_visible (window->view->newest));
  add_text (window, 100, FALSE);
  test_display_wait (200);
  g_assert_cmpfloat (get_distance_to_end (window), >, 1000);
  add_text (window, 101, TRUE);
  test_display_until (get_distance_to_end (window) < 2);
  g_assert_false (gtk_widget_get_visible (window->view->newest));
  gtk_window_destroy (GTK_WINDOW (window));
}

static guint
count_marked_new (MotusWindow *window)
{
  guint marked = 0;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (window->view->timeline)); i++)
    {
      g_autoptr (MotusTimelineItem) item = g_list_model_get_item (G_LIST_MODEL (window->view->timeline), i);
      marked += motus_timeline_item_get_layout (item)->new_messages;
    }
  return marked;
}

/* What comes into the open conversation while another window is in front is unread and marked as new until the person is back; what
 * comes under the person's eyes is neither. */
static void
test_behind (void)
{
  MotusWindow *window = open_window ("many", 1000);
  GtkWidget *other = gtk_window_new ();

  go (window, "@frida");
  test_display_until (gtk_window_is_active (GTK_WINDOW (window)));
  MotusConversation *conversation = motus_conversation_view_get_conversation (window->view);
  add_text (window, 1, FALSE);
  test_display_until (motus_conversation_get_unread (conversation) == 0);
  g_assert_cmpuint (count_marked_new (window), ==, 0);
  gtk_window_present (GTK_WINDOW (other));
  test_display_until (!gtk_window_is_active (GTK_WINDOW (window)));
  add_text (window, 2, FALSE);
  add_text (window, 3, FALSE);
  test_display_wait (150);
  g_assert_cmpuint (motus_conversation_get_unread (conversation), ==, 2);
  g_assert_cmpuint (count_marked_new (window), ==, 2);
  gtk_window_destroy (GTK_WINDOW (other));
  gtk_window_present (GTK_WINDOW (window));
  test_display_until (motus_conversation_get_unread (conversation) == 0);
  g_assert_cmpuint (count_marked_new (window), ==, 2);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* The preview in the row of @title. */
static const char *
find_preview (GtkWidget *widget, const char *title)
{
  const char *found = NULL;

  if (MOTUS_IS_CONVERSATION_ROW (widget))
    {
      GtkWidget *label = GTK_WIDGET (gtk_widget_get_template_child (widget, MOTUS_TYPE_CONVERSATION_ROW, "title"));
      GtkWidget *preview = GTK_WIDGET (gtk_widget_get_template_child (widget, MOTUS_TYPE_CONVERSATION_ROW, "preview"));
      return g_str_equal (gtk_label_get_text (GTK_LABEL (label)), title) ? gtk_label_get_text (GTK_LABEL (preview)) : NULL;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child && !found; child = gtk_widget_get_next_sibling (child))
    found = find_preview (child, title);
  return found;
}

/* What one is writing shows in the row of a conversation that is not open. */
static void
test_draft (void)
{
  MotusWindow *window = open_window ("chat", 1000);

  g_assert_cmpstr (find_preview (GTK_WIDGET (window->sidebar), "chloe"), ==, "Draft: I have just found");
  go (window, "@chloe");
  g_assert_cmpstr (find_preview (GTK_WIDGET (window->sidebar), "chloe"), ==, "See you on Monday");
  motus_composer_set_text (window->view->composer, "it was here");
  test_display_until (g_str_equal (motus_conversation_get_draft (motus_conversation_view_get_conversation (window->view)), "it was here"));
  g_assert_cmpstr (find_preview (GTK_WIDGET (window->sidebar), "chloe"), ==, "See you on Monday");
  go (window, "@bob");
  g_assert_cmpstr (find_preview (GTK_WIDGET (window->sidebar), "chloe"), ==, "Draft: it was here");
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_folding (void)
{
  MotusWindow *window = open_window ("chat", 360);

  g_assert_true (adw_leaflet_get_folded (window->leaflet));
  g_assert_true (adw_leaflet_get_visible_child (window->leaflet) == GTK_WIDGET (window->sidebar));
  go (window, "@bob");
  g_assert_true (adw_leaflet_get_visible_child (window->leaflet) == GTK_WIDGET (window->view));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.back", NULL);
  test_display_until (get_open (window) == NULL);
  g_assert_true (adw_leaflet_get_visible_child (window->leaflet) == GTK_WIDGET (window->sidebar));
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_wide_at_640 (void)
{
  MotusWindow *window = open_window ("chat", 640);

  g_assert_false (adw_leaflet_get_folded (window->leaflet));
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_steps (void)
{
  MotusWindow *window = open_window ("chat", 1000);

  gtk_widget_activate_action (GTK_WIDGET (window), "win.next", NULL);
  g_assert_cmpstr (get_open (window), ==, "everyone");
  gtk_widget_activate_action (GTK_WIDGET (window), "win.next", NULL);
  g_assert_cmpstr (get_open (window), !=, "everyone");
  gtk_widget_activate_action (GTK_WIDGET (window), "win.previous", NULL);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.previous", NULL);
  g_assert_cmpstr (get_open (window), ==, "everyone");
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_panes (void)
{
  MotusWindow *window = open_window ("chat", 1000);

  go (window, "@bob");
  g_assert_true (GTK_IS_TEXT_VIEW (gtk_root_get_focus (GTK_ROOT (window))));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.next-pane", NULL);
  g_assert_true (gtk_widget_is_ancestor (gtk_root_get_focus (GTK_ROOT (window)), GTK_WIDGET (window->sidebar)));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.next-pane", NULL);
  g_assert_true (gtk_widget_is_ancestor (gtk_root_get_focus (GTK_ROOT (window)), GTK_WIDGET (window->view->list)));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.next-pane", NULL);
  g_assert_true (GTK_IS_TEXT_VIEW (gtk_root_get_focus (GTK_ROOT (window))));
  gtk_window_destroy (GTK_WINDOW (window));
}

/* The first of the check buttons under @widget that is ticked, or NULL. */
static GtkWidget *
find_ticked (GtkWidget *widget)
{
  GtkWidget *found = NULL;

  if (GTK_IS_CHECK_BUTTON (widget) && gtk_check_button_get_active (GTK_CHECK_BUTTON (widget)))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child && !found; child = gtk_widget_get_next_sibling (child))
    found = find_ticked (child);
  return found;
}

static GtkWidget *
find_room_dialog (void)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *l = windows; l; l = l->next)
    if (MOTUS_IS_ROOM_DIALOG (l->data))
      return l->data;
  return NULL;
}

/* Asked for with a person, the dialog comes with that person ticked. */
static void
test_room_with (void)
{
  MotusWindow *window = open_window ("chat", 1000);

  gtk_widget_activate_action (GTK_WIDGET (window), "win.new-room-with", "s", "chloe");
  test_display_wait (200);
  GtkWidget *dialog = find_room_dialog ();
  GtkWidget *ticked = find_ticked (dialog);
  g_assert_nonnull (ticked);
  g_assert_cmpstr (gtk_check_button_get_label (GTK_CHECK_BUTTON (ticked)), ==, "chloe");
  g_assert_true (gtk_widget_get_sensitive (GTK_WIDGET (gtk_widget_get_template_child (dialog, MOTUS_TYPE_ROOM_DIALOG, "invite_button"))));
  gtk_window_destroy (GTK_WINDOW (dialog));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.new-room", NULL);
  test_display_wait (200);
  dialog = find_room_dialog ();
  g_assert_null (find_ticked (dialog));
  gtk_window_destroy (GTK_WINDOW (dialog));
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_order (void)
{
  g_autoptr (MotusClient) client = preview_people_make ("chat");
  MotusConversation *everyone = motus_client_get_conversation (client, NULL);
  MotusConversation *bob = motus_client_get_conversation (client, "bob");
  MotusConversation *chloe = motus_client_get_conversation (client, "chloe");
  MotusConversation *friend = motus_client_get_conversation (client, "old.friend");
  MotusConversation *ines = motus_client_get_conversation (client, "ines");

  g_assert_cmpint (motus_sidebar_compare (everyone, bob, NULL), <, 0);
  g_assert_cmpint (motus_sidebar_compare (bob, chloe, NULL), <, 0);
  g_assert_cmpint (motus_sidebar_compare (ines, chloe, NULL), >, 0);
  g_assert_cmpint (motus_sidebar_compare (friend, ines, NULL), <, 0);
  g_assert_cmpint (motus_sidebar_compare (bob, bob, NULL), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  /* GTK complains that a hostile text needs more width for less height, and draws it all the same. */
  g_log_set_always_fatal (G_LOG_FATAL_MASK);
  application = test_display_make_application ();
  g_test_add_func ("/window/order", test_order);
  g_test_add_func ("/window/scenes", test_scenes);
  g_test_add_func ("/window/stays-at-end", test_stays_at_end);
  g_test_add_func ("/window/left-alone", test_left_alone);
  g_test_add_func ("/window/behind", test_behind);
  g_test_add_func ("/window/draft", test_draft);
  g_test_add_func ("/window/folding", test_folding);
  g_test_add_func ("/window/wide-at-640", test_wide_at_640);
  g_test_add_func ("/window/steps", test_steps);
  g_test_add_func ("/window/panes", test_panes);
  g_test_add_func ("/window/room-with", test_room_with);
  int status = g_test_run ();
  g_object_unref (application);
  return status;
}
