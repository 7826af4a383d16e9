/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-completion.h"

#include <string.h>

static const char *const people[] = { "alice", "bob", "bobby", "chloe", NULL };

static const struct {
  const char *before, *found;
  gsize start;
} rows[] = {
  { "/", "/msg /invite /leave /help ", 0 },
  { "/m", "/msg ", 0 },
  { "/M", "/msg ", 0 },
  { "/msg", "", 0 },
  { "/x", "", 0 },
  { "say /m", "", 4 },
  { "/msg ", "alice bob bobby chloe ", 5 },
  { "/msg b", "bob bobby ", 5 },
  { "/msg @b", "bob bobby ", 5 },
  { "/msg   c", "chloe ", 7 },
  { "/msg bob", "bobby ", 5 },
  { "/msg bob b", "", 9 },
  { "/invite c", "chloe ", 8 },
  { "/leave b", "", 7 },
  { "@", "@alice @bob @bobby @chloe ", 0 },
  { "hello @B", "@bob @bobby ", 6 },
  { "(@ch", "@chloe ", 1 },
  { "line\n@al", "@alice ", 5 },
  { "bob@al", "", 0 },
  { "", "", 0 },
};

static void
test_rows (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (MotusCompletion) completion = motus_completion_find (rows[i].before, strlen (rows[i].before), people);
      g_autoptr (GString) found = g_string_new (NULL);
      for (guint k = 0; k < completion->items->len; k++)
        g_string_append (found, ((MotusCompletionItem *) g_ptr_array_index (completion->items, k))->insert);
      g_test_message ("%s", rows[i].before);
      g_assert_cmpstr (found->str, ==, rows[i].found);
      if (found->len > 0)
        g_assert_cmpuint (completion->start, ==, rows[i].start);
    }
}

static void
test_many (void)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < 1000; i++)
    {
      g_autofree char *name = g_strdup_printf ("person%u", i);
      g_strv_builder_add (builder, name);
    }
  g_auto (GStrv) names = g_strv_builder_end (builder);
  g_autoptr (MotusCompletion) completion = motus_completion_find ("@per", 4, (const char *const *) names);
  g_assert_cmpuint (completion->items->len, ==, MOTUS_COMPLETION_MAX);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/completion/rows", test_rows);
  g_test_add_func ("/completion/many", test_many);
  return g_test_run ();
}
