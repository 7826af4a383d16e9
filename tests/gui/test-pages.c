/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-code-grid.h"
#include "motus-unlock-page.h"
#include "motus-welcome-page.h"

/* The narrowest window that must be comfortable. */
#define NARROW 360

#define PIN "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
#define LINK "motus://relay.example:7443/i#v1." PIN ".bob." PIN ".AAAAAAAAAAAAAAAAAAAAAA"

static GtkWidget *
get_part (GtkWidget *page, const char *name)
{
  GObject *part = gtk_widget_get_template_child (page, G_OBJECT_TYPE (page), name);

  g_assert_nonnull (part);
  return GTK_WIDGET (part);
}

static const char *
get_step (GtkWidget *page)
{
  return gtk_stack_get_visible_child_name (GTK_STACK (get_part (page, "steps")));
}

static void
type_in (GtkWidget *page, const char *row, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (get_part (page, row)), text);
}

static void
press_return (GtkWidget *page, const char *row)
{
  g_signal_emit_by_name (get_part (page, row), "entry-activated");
}

static gboolean
complains (GtkWidget *page, const char *label)
{
  GtkWidget *part = get_part (page, label);

  return gtk_widget_get_visible (part) && *gtk_label_get_text (GTK_LABEL (part)) != '\0';
}

static int
measure_width (GtkWidget *widget)
{
  int minimum;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  return minimum;
}

static GtkWidget *
open_welcome (void)
{
  return g_object_ref_sink (motus_welcome_page_new ("/nonexistent"));
}

static void
test_link (void)
{
  g_autoptr (GtkWidget) page = open_welcome ();

  type_in (page, "relay_row", "hello there");
  press_return (page, "relay_row");
  g_assert_cmpstr (get_step (page), ==, "relay");
  g_assert_true (complains (page, "relay_error"));

  type_in (page, "relay_row", LINK);
  g_assert_false (complains (page, "relay_error"));
  press_return (page, "relay_row");
  g_assert_cmpstr (get_step (page), ==, "account");
  const char *hint = gtk_label_get_text (GTK_LABEL (get_part (page, "account_hint")));
  g_assert_nonnull (strstr (hint, "bob"));
  g_assert_nonnull (strstr (hint, "relay.example:7443"));
}

static void
test_set_link (void)
{
  g_autoptr (GtkWidget) page = open_welcome ();

  motus_welcome_page_set_link (MOTUS_WELCOME_PAGE (page), "motus://");
  g_assert_cmpstr (get_step (page), ==, "relay");
  g_assert_true (complains (page, "relay_error"));
  motus_welcome_page_set_link (MOTUS_WELCOME_PAGE (page), LINK);
  g_assert_cmpstr (get_step (page), ==, "account");
}

static void
test_account (void)
{
  static const struct {
    const char *name, *password, *again;
  } refused[] = {
    { "", "seven quiet herons", "seven quiet herons" },
    { "al", "seven quiet herons", "seven quiet herons" },
    { "alice!", "seven quiet herons", "seven quiet herons" },
    { "alice", "", "" },
    { "alice", "alice", "alice" },
    { "alice", "seven quiet herons", "seven quiet heron" },
  };
  g_autoptr (GtkWidget) page = open_welcome ();
  motus_welcome_page_set_link (MOTUS_WELCOME_PAGE (page), LINK);

  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      type_in (page, "name_row", refused[i].name);
      type_in (page, "password_row", refused[i].password);
      type_in (page, "repeat_row", refused[i].again);
      g_assert_false (complains (page, "account_error"));
      press_return (page, "repeat_row");
      g_assert_cmpstr (get_step (page), ==, "account");
      g_assert_true (complains (page, "account_error"));
    }
}

static void
test_back (void)
{
  g_autoptr (GtkWidget) page = open_welcome ();
  guint left = 0;

  g_signal_connect_swapped (page, "left", G_CALLBACK (g_atomic_int_inc), &left);
  motus_welcome_page_set_link (MOTUS_WELCOME_PAGE (page), LINK);
  type_in (page, "password_row", "seven quiet herons");
  g_assert_true (gtk_widget_activate_action (page, "welcome.back", NULL));
  g_assert_cmpstr (get_step (page), ==, "relay");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (get_part (page, "password_row"))), ==, "");

  gtk_widget_activate_action (page, "welcome.back", NULL);
  g_assert_cmpuint (left, ==, 0);
  motus_welcome_page_set_leavable (MOTUS_WELCOME_PAGE (page), TRUE);
  gtk_widget_activate_action (page, "welcome.back", NULL);
  g_assert_cmpuint (left, ==, 1);
}

static void
test_unlock (void)
{
  char *one[] = { (char *) "alice", NULL };
  char *two[] = { (char *) "alice", (char *) "bob", NULL };
  g_autoptr (GtkWidget) page = g_object_ref_sink (motus_unlock_page_new ("/nonexistent", one));
  g_autoptr (GtkWidget) chooser = g_object_ref_sink (motus_unlock_page_new ("/nonexistent", two));

  g_assert_false (gtk_widget_get_visible (get_part (page, "account_row")));
  g_assert_true (gtk_widget_get_visible (get_part (chooser, "account_row")));
  press_return (page, "password_row");
  g_assert_true (complains (page, "error_label"));

  type_in (chooser, "password_row", "seven quiet herons");
  adw_combo_row_set_selected (ADW_COMBO_ROW (get_part (chooser, "account_row")), 1);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (get_part (chooser, "password_row"))), ==, "");
  g_assert_nonnull (strstr (gtk_label_get_text (GTK_LABEL (get_part (chooser, "title"))), "bob"));
}

static void
test_narrow (void)
{
  char *accounts[] = { (char *) "alice", (char *) "an.account_with-a.name_of-32.char", NULL };
  g_autoptr (GtkWidget) welcome = open_welcome ();
  g_autoptr (GtkWidget) unlock = g_object_ref_sink (motus_unlock_page_new ("/nonexistent", accounts));

  g_assert_cmpint (measure_width (welcome), <=, NARROW);
  motus_welcome_page_set_link (MOTUS_WELCOME_PAGE (welcome), LINK);
  g_assert_cmpint (measure_width (welcome), <=, NARROW);
  g_assert_cmpint (measure_width (unlock), <=, NARROW);
}

static void
test_code (void)
{
  g_autoptr (GtkWidget) grid = g_object_ref_sink (g_object_new (MOTUS_TYPE_CODE_GRID, NULL));

  motus_code_grid_set_code (MOTUS_CODE_GRID (grid), "00000 11111 22222 33333", 4);
  motus_code_grid_set_code (MOTUS_CODE_GRID (grid),
                            "00000 11111 22222 33333 44444 55555 66666 77777 88888 99999 12345 67890", 3);
  GtkWidget *last = gtk_grid_get_child_at (GTK_GRID (grid), 2, 3);
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (last)), ==, "67890");
  g_assert_null (gtk_grid_get_child_at (GTK_GRID (grid), 3, 0));
  g_assert_null (gtk_grid_get_child_at (GTK_GRID (grid), 0, 4));
  g_assert_cmpint (measure_width (grid), <=, NARROW);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/pages/link", test_link);
  g_test_add_func ("/pages/set-link", test_set_link);
  g_test_add_func ("/pages/account", test_account);
  g_test_add_func ("/pages/back", test_back);
  g_test_add_func ("/pages/unlock", test_unlock);
  g_test_add_func ("/pages/narrow", test_narrow);
  g_test_add_func ("/pages/code", test_code);
  return g_test_run ();
}
