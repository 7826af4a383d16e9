/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-text-segment.h"

#include <pango/pango.h>
#include <string.h>

/* Segments are written as "[text]" for a link, "{text}" for a mention, "{!text}" for one of this account. */
static const struct {
  const char *text, *found;
} rows[] = {
  { "nothing here", "" },
  { "see https://example.org/a?b=c#d.", "[https://example.org/a?b=c#d]" },
  { "(https://en.example.org/wiki/Seal_(wax))", "[https://en.example.org/wiki/Seal_(wax)]" },
  { "HTTP://EXAMPLE.ORG!", "[HTTP://EXAMPLE.ORG]" },
  { "<https://example.org>", "[https://example.org]" },
  { "“https://example.org”, he said", "[https://example.org]" },
  { "https://münchen.example/straße", "[https://münchen.example/straße]" },
  { "https://a.example https://b.example", "[https://a.example][https://b.example]" },
  { "mailto:bob@example.org", "[mailto:bob@example.org]" },
  { "mailto:bob@example.org?subject=tea", "[mailto:bob@example.org?subject=tea]" },
  { "mailto:bob@example.org?attach=/etc/passwd", "" },
  { "mailto:bob@example.org?%61ttach=/etc/passwd", "" },
  { "mailto:@", "" },
  { "motus://relay.example:7443/i#v1.abc.def", "[motus://relay.example:7443/i#v1.abc.def]" },
  { "motus:", "" },
  { "file:///etc/passwd", "" },
  { "smb://host/share", "" },
  { "javascript:alert(1)", "" },
  { "data:text/html,hi", "" },
  { "xhttps://example.org", "" },
  { "https://", "" },
  { "http:///path", "" },
  { "https://bank.example@evil.example/", "" },
  { "https://example.org/\xe2\x80\xaegpj.exe", "[https://example.org/]" },
  { "https://example.org/\"onclick=\"x", "[https://example.org/]" },
  { "@bob", "{@bob}" },
  { "hello @Alice, and @bob.", "{!@Alice}{@bob}" },
  { "@alice.", "{!@alice}" },
  { "@alice-b", "{@alice-b}" },
  { "@al", "" },
  { "bob@alice.example", "" },
  { "@@alice", "" },
  { "@ alice", "" },
  { "@abcdefghijklmnopqrstuvwxyz0123456789", "" },
  { "(@alice)", "{!@alice}" },
  { "https://example.org/@alice", "[https://example.org/@alice]" },
};

static char *
describe (const char *text)
{
  g_autoptr (GArray) segments = motus_text_find_segments (text, "alice");
  GString *found = g_string_new (NULL);

  for (guint i = 0; i < segments->len; i++)
    {
      const MotusTextSegment *segment = &g_array_index (segments, MotusTextSegment, i);
      gboolean link = segment->kind == MOTUS_SEGMENT_LINK;
      g_string_append (found, link ? "[" : segment->mine ? "{!" : "{");
      g_string_append_len (found, text + segment->start, (gssize) (segment->end - segment->start));
      g_string_append_c (found, link ? ']' : '}');
    }
  return g_string_free (found, FALSE);
}

static void
test_rows (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *found = describe (rows[i].text);
      g_test_message ("%s", rows[i].text);
      g_assert_cmpstr (found, ==, rows[i].found);
    }
}

/* What a label would show for @markup: links are the label's own, so they are taken out before Pango reads the rest. */
static char *
shown_of_markup (const char *markup)
{
  g_autoptr (GRegex) links = g_regex_new ("<a href=\"[^\"<>]*\" title=\"[^\"<>]*\">([^<>]*)</a>", 0, 0, NULL);
  g_autofree char *plain = g_regex_replace (links, markup, -1, 0, "\\1", 0, NULL);
  g_autoptr (GError) error = NULL;
  char *shown = NULL;

  g_assert_null (strchr (plain, '<'));
  pango_parse_markup (plain, -1, 0, NULL, &shown, NULL, &error);
  g_assert_no_error (error);
  return shown;
}

static void
test_markup (void)
{
  static const char *const hostile[] = {
    "<b>bold</b> https://example.org/?a=1&b=2 <span size='1'>",
    "https://example.org/'onmouseover='x",
    "</a><a href=\"file:///etc\"> https://example.org",
    "https://example.org/&lt;b&gt; &amp; & < > \" '",
    "mailto:a&b@example.org <markup>",
    "@alice & https://a.example&x @bob <i>",
  };
  for (gsize i = 0; i < G_N_ELEMENTS (hostile); i++)
    {
      g_autoptr (GArray) segments = motus_text_find_segments (hostile[i], "alice");
      g_autofree char *markup = motus_text_make_markup (hostile[i], segments);
      g_assert_nonnull (markup);
      g_autofree char *shown = shown_of_markup (markup);
      g_assert_cmpstr (shown, ==, hostile[i]);
    }
}

static void
test_no_markup_without_a_link (void)
{
  g_autoptr (GArray) segments = motus_text_find_segments ("<b>@alice</b> & file:///etc", "alice");

  g_assert_cmpuint (segments->len, ==, 1);
  g_assert_null (motus_text_make_markup ("<b>@alice</b>", segments));
}

static void
test_describe (void)
{
  g_autofree char *web = motus_text_describe_link ("https://example.org/far/away");
  g_autofree char *imitation = motus_text_describe_link ("https://\xd0\xb0pple.example/");
  g_autofree char *mail = motus_text_describe_link ("mailto:bob@example.org?subject=x");

  g_assert_cmpstr (web, ==, "example.org");
  g_assert_true (g_str_has_prefix (imitation, "xn--"));
  g_assert_cmpstr (mail, ==, "bob@example.org");
}

static void
test_many (void)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < 3 * MOTUS_TEXT_SEGMENTS_MAX; i++)
    g_string_append (text, "@bob https://example.org ");
  g_autofree char *all = g_string_free (text, FALSE);
  g_autoptr (GArray) segments = motus_text_find_segments (all, NULL);
  g_assert_cmpuint (segments->len, ==, MOTUS_TEXT_SEGMENTS_MAX);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/text-segment/rows", test_rows);
  g_test_add_func ("/text-segment/markup", test_markup);
  g_test_add_func ("/text-segment/no-markup-without-a-link", test_no_markup_without_a_link);
  g_test_add_func ("/text-segment/describe", test_describe);
  g_test_add_func ("/text-segment/many", test_many);
  return g_test_run ();
}
