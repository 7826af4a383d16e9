/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-json-guard.h"
#include "motus-wire-error.h"

#include <json-glib/json-glib.h>
#include <string.h>

/* The text is looked at again in a block of its own size, where a read behind the end shows. */
static gboolean
passes (const char *text, gsize len)
{
  g_autoptr (GError) error = NULL;
  char *exact = g_malloc (MAX (len, 1));
  if (len > 0)
    memcpy (exact, text, len);
  gboolean good = motus_json_guard_check (exact, len, &error);
  g_free (exact);

  if (good)
    g_assert_no_error (error);
  else
    {
      g_assert_error (error, MOTUS_WIRE_ERROR, MOTUS_WIRE_ERROR_BAD_FRAME);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
    }
  g_assert_cmpint (motus_json_guard_check (text, len, NULL), ==, good);
  return good;
}

static gboolean
text_passes (const char *text)
{
  return passes (text, strlen (text));
}

static const char *const good[] = {
  "{}",
  " \t\r\n{ \n } \t\r\n",
  "{\"type\":\"ping\"}",
  "{\"a\":null,\"b\":true,\"c\":false,\"d\":0,\"e\":-1,\"f\":\"\",\"g\":[],\"h\":{}}",
  "{ \"a\" : [ 1 , 2 , [ ] , { \"a\" : [ ] } ] , \"b\" : 3 }",
  "{\"\":1}",
  "{\"a\":9007199254740991,\"b\":-9007199254740991}",
  "{\"a\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\\u00e9\\u20ac\\ud83d\\ude00\\uD83D\\uDE00\"}",
  "{\"a\":\"é€😀\x7f\xc2\x80\xdf\xbf\xe0\xa0\x80\xed\x9f\xbf\xee\x80\x80\xef\xbf\xbf\"}",
  "{\"a\":\"\xf0\x90\x80\x80\xf4\x8f\xbf\xbf\"}",
  "{\"a\":1,\"A\":2,\"\\u0061b\":3,\"aa\":4}",
  "{\"a\":{\"x\":1},\"b\":{\"x\":1},\"c\":[{\"x\":1},{\"x\":1}]}",
  "{\"a\":\"}{][,:\"}",
  "{\"keys\":1,\"signing_keys\":\"\\u0001\"}",
};

static const char *const bad[] = {
  "", " ", "[]", "[{}]", "\"a\"", "1", "null", "true", "{", "}", "{}}", "{}{}", "{} x", "{}\x01",
  "\xef\xbb\xbf{}", "{\xef\xbb\xbf}", "\xff\xfe{\0}",
  "{\"a\"}", "{\"a\":}", "{\"a\" 1}", "{:1}", "{a:1}", "{'a':1}", "{\"a\":1,}", "{,}", "{,\"a\":1}",
  "{\"a\":1 \"b\":2}", "{\"a\":1,,\"b\":2}", "{\"a\":1;\"b\":2}", "{1:1}", "{null:1}",
  "{\"a\":[1,]}", "{\"a\":[,]}", "{\"a\":[,1]}", "{\"a\":[1 2]}", "{\"a\":[1}", "{\"a\":(1)}",
  "{\"a\":[1]]}", "{\"a\":{]}", "{\"a\":[}]}",
  /* comments, and values of other languages */
  "{/**/}", "{}//", "{\"a\":1/**/}", "#{}", "{\"a\":NaN}", "{\"a\":Infinity}", "{\"a\":undefined}",
  "{\"a\":nul}", "{\"a\":True}", "{\"a\":tru}", "{\"a\":truee}", "{\"a\":falsey}", "{\"a\":nulls}",
  /* numbers */
  "{\"a\":1e5}", "{\"a\":1E5}", "{\"a\":1e+5}", "{\"a\":1.0}", "{\"a\":1.}", "{\"a\":.5}",
  "{\"a\":-0}", "{\"a\":-}", "{\"a\":+1}", "{\"a\":00}", "{\"a\":01}", "{\"a\":-01}", "{\"a\":--1}",
  "{\"a\":0x10}", "{\"a\":1_000}", "{\"a\":1 000}", "{\"a\":0e0}", "{\"a\":0.0}", "{\"a\":-0.0}",
  "{\"a\":9007199254740992}", "{\"a\":-9007199254740992}", "{\"a\":9223372036854775808}",
  "{\"a\":18446744073709551616}", "{\"a\":18446744073709551617}", "{\"a\":\xef\xbc\x91}",
  "{\"a\":99999999999999999999999999999999999999999999999999999999999999999999999999999999}",
  /* strings */
  "{\"a\":\"}", "{\"a\":\"\\\"}", "{\"a\":\"\\", "{\"a\":\"\\x41\"}", "{\"a\":\"\\a\"}",
  "{\"a\":\"\\'\"}", "{\"a\":\"\\U0041\"}", "{\"a\":\"\\u\"}", "{\"a\":\"\\u004\"}",
  "{\"a\":\"\\u004g\"}", "{\"a\":\"\\u 041\"}", "{\"a\":\"\\u+041\"}", "{\"a\":\"\\u0x41\"}",
  "{\"a\":\"\n\"}", "{\"a\":\"\t\"}", "{\"a\":\"\x1f\"}", "{\"a\":\"\x01\"}", "{\"a\x01\":1}",
  /* NUL */
  "{\"a\":\"\\u0000\"}", "{\"\\u0000\":1}", "{\"a\":\"x\\u0000y\"}",
  /* surrogates */
  "{\"a\":\"\\ud800\"}", "{\"a\":\"\\udbff\"}", "{\"a\":\"\\udc00\"}", "{\"a\":\"\\udfff\"}",
  "{\"a\":\"\\ud800x\"}", "{\"a\":\"\\ud800\\n\"}", "{\"a\":\"\\ud800\\u0041\"}",
  "{\"a\":\"\\ud800\\ud800\"}", "{\"a\":\"\\udc00\\ud800\"}", "{\"\\ud800\":1}",
  "{\"a\":\"\\ud83d\\\"}", "{\"a\":\"\\ud83d\\ude0\"}",
  /* not UTF-8: overlong, surrogates, too high, cut short, out of place */
  "{\"a\":\"\xc0\x80\"}", "{\"a\":\"\xc0\xaf\"}", "{\"a\":\"\xc1\xbf\"}", "{\"a\":\"\xe0\x80\xaf\"}",
  "{\"a\":\"\xe0\x9f\xbf\"}", "{\"a\":\"\xf0\x80\x80\xaf\"}", "{\"a\":\"\xf0\x8f\xbf\xbf\"}",
  "{\"a\":\"\xf8\x88\x80\x80\x80\"}", "{\"a\":\"\xfc\x84\x80\x80\x80\x80\"}", "{\"a\":\"\xfe\"}",
  "{\"a\":\"\xff\"}", "{\"a\":\"\xed\xa0\x80\"}", "{\"a\":\"\xed\xbf\xbf\"}",
  "{\"a\":\"\xed\xa0\xbd\xed\xb8\x80\"}", "{\"a\":\"\xf4\x90\x80\x80\"}", "{\"a\":\"\xf5\x80\x80\x80\"}",
  "{\"a\":\"\x80\"}", "{\"a\":\"\xbf\"}", "{\"a\":\"\xc3\"}", "{\"a\":\"\xe2\x82\"}",
  "{\"a\":\"\xf0\x9f\x98\"}", "{\"a\":\"\xc3\x28\"}", "{\"a\":\"\xe2\x28\xa1\"}", "{\"\xff\":1}",
  "{\"a\":\xff}", "{\xc3\xa9:1}", "{\"a\":\"0123456789abcdef\xff\"}", "{\"a\":\"0123456789abcde\xff\"}",
  /* a member twice, whatever its spelling */
  "{\"a\":1,\"a\":1}", "{\"a\":1,\"b\":2,\"a\":3}", "{\"a\":1,\"\\u0061\":1}",
  "{\"\\u0061\":1,\"a\":1}", "{\"\\u0061\":1,\"\\u0061\":2}", "{\"\":1,\"\":2}",
  "{\"x\":{\"a\":1,\"a\":1}}", "{\"x\":[{\"a\":1,\"a\":1}]}", "{\"x\":[[[{\"b\":0,\"a\":1,\"a\":1}]]]}",
  "{\"é\":1,\"\\u00e9\":2}", "{\"é\":1,\"\\u00E9\":2}", "{\"😀\":1,\"\\ud83d\\ude00\":2}",
  "{\"/\":1,\"\\/\":2}", "{\"\\n\":1,\"\\u000a\":2}", "{\"from\":\"a\",\"fro\\u006d\":\"b\"}",
  "{\"keys\":{\"bob\":1,\"bo\\u0062\":2}}",
  /* other encodings */
  "+AHsAfQ-", "{\"a\":1}\xff",
};

static void
test_good (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    if (!text_passes (good[i]))
      g_error ("refused: %s", good[i]);
}

static void
test_bad (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    if (text_passes (bad[i]))
      g_error ("taken: %s", bad[i]);
}

static void
test_nul (void)
{
  static const char text[] = "{\"a\":\"bcdefghijklmnopqrstu\"}";
  for (gsize i = 0; i < sizeof text - 1; i++)
    {
      char changed[sizeof text];
      memcpy (changed, text, sizeof text);
      changed[i] = '\0';
      g_assert_false (passes (changed, sizeof text - 1));
    }
  g_assert_true (passes (text, sizeof text - 1));
  g_assert_false (passes (text, sizeof text));
}

/* No beginning of an object is an object. */
static void
test_cut (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      gsize len = strlen (good[i]);
      gsize brace = (gsize) (strrchr (good[i], '}') - good[i]);
      for (gsize cut = 0; cut < len; cut++)
        g_assert_cmpint (passes (good[i], cut), ==, cut > brace);
    }
}

/* Every byte in every place is either refused or taken by an independent parser as well. */
static void
test_each_byte (void)
{
  static const char text[] = "{\"a\":[1,\"\\u00e9é\",{\"b\":-2}],\"c\":true}";
  for (gsize i = 0; i < sizeof text - 1; i++)
    for (guint c = 0; c < 256; c++)
      {
        char changed[sizeof text];
        memcpy (changed, text, sizeof text);
        changed[i] = (char) c;
        if (!passes (changed, sizeof text - 1))
          continue;
        g_autoptr (JsonParser) parser = json_parser_new ();
        g_autoptr (GError) error = NULL;
        json_parser_load_from_data (parser, changed, sizeof text - 1, &error);
        g_assert_no_error (error);
      }
}

static void
append_times (GString *text, const char *what, gsize times)
{
  for (gsize i = 0; i < times; i++)
    g_string_append (text, what);
}

static gboolean
nested_passes (const char *opening, const char *closing, gsize depth)
{
  g_autoptr (GString) text = g_string_new ("{\"a\":");
  append_times (text, opening, depth);
  g_string_append (text, "1");
  append_times (text, closing, depth);
  g_string_append (text, "}");
  return passes (text->str, text->len);
}

static void
test_depth (void)
{
  g_assert_true (nested_passes ("[", "]", MOTUS_JSON_DEPTH_MAX - 1));
  g_assert_false (nested_passes ("[", "]", MOTUS_JSON_DEPTH_MAX));
  g_assert_true (nested_passes ("{\"a\":", "}", MOTUS_JSON_DEPTH_MAX - 1));
  g_assert_false (nested_passes ("{\"a\":", "}", MOTUS_JSON_DEPTH_MAX));
  g_assert_false (nested_passes ("[", "]", 100000));
  g_assert_false (nested_passes ("{\"a\":", "}", 100000));

  static const char *const openings[] = { "[", "{\"a\":", "{\"a\":[", "[{\"a\":" };
  for (gsize i = 0; i < G_N_ELEMENTS (openings); i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      append_times (text, openings[i], 1000000);
      g_assert_false (passes (text->str, text->len));
    }
}

/* An object of @count members under the name @outer. */
static char *
make_members (const char *outer, gsize count)
{
  GString *text = g_string_new (NULL);
  g_string_append_printf (text, "{\"%s\":{", outer);
  for (gsize i = 0; i < count; i++)
    g_string_append_printf (text, "%s\"m%" G_GSIZE_FORMAT "\":1", i > 0 ? "," : "", i);
  g_string_append (text, "}}");
  return g_string_free (text, FALSE);
}

static gboolean
members_pass (const char *outer, gsize count)
{
  g_autofree char *text = make_members (outer, count);
  return text_passes (text);
}

static void
test_members (void)
{
  g_assert_true (members_pass ("a", MOTUS_JSON_MEMBERS_MAX));
  g_assert_false (members_pass ("a", MOTUS_JSON_MEMBERS_MAX + 1));
  g_assert_true (members_pass ("keys", MOTUS_JSON_KEYS_MAX));
  g_assert_false (members_pass ("keys", MOTUS_JSON_KEYS_MAX + 1));
  g_assert_true (members_pass ("signing_keys", MOTUS_JSON_KEYS_MAX));
  g_assert_true (members_pass ("ke\\u0079s", MOTUS_JSON_KEYS_MAX));
  g_assert_false (members_pass ("a\":{\"keys", MOTUS_JSON_MEMBERS_MAX + 1));

  g_autofree char *whole = make_members ("a", MOTUS_JSON_MEMBERS_MAX + 1);
  whole[strlen (whole) - 1] = '\0';
  g_assert_false (text_passes (whole + strlen ("{\"a\":")));
}

static void
test_many_twice (void)
{
  g_autofree char *text = make_members ("keys", MOTUS_JSON_KEYS_MAX);
  char *last = strstr (text, "\"m1023\"");
  memcpy (last, "\"m0001\"", 7);
  g_assert_true (text_passes (text));
  memcpy (last, " \"m511\"", 7);
  g_assert_false (text_passes (text));
}

/* In an object full of objects full of members the names of all that are open are kept at once. */
static void
test_full_at_every_depth (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  for (gsize depth = 0; depth < MOTUS_JSON_DEPTH_MAX; depth++)
    {
      gsize members = depth == 1 ? MOTUS_JSON_KEYS_MAX : MOTUS_JSON_MEMBERS_MAX;
      g_string_append_c (text, '{');
      for (gsize i = 1; i < members; i++)
        g_string_append_printf (text, "\"m%" G_GSIZE_FORMAT "\":1,", i);
      g_string_append (text, "\"keys\":");
    }
  g_string_append_c (text, '1');
  append_times (text, "}", MOTUS_JSON_DEPTH_MAX);
  g_assert_true (passes (text->str, text->len));
}

static gboolean
elements_pass (gsize count)
{
  g_autoptr (GString) text = g_string_new ("{\"a\":[1");
  append_times (text, ",1", count - 1);
  g_string_append (text, "]}");
  return passes (text->str, text->len);
}

static void
test_elements (void)
{
  g_assert_true (elements_pass (MOTUS_JSON_ELEMENTS_MAX));
  g_assert_false (elements_pass (MOTUS_JSON_ELEMENTS_MAX + 1));
}

static void
test_offset (void)
{
  g_autoptr (GError) error = NULL;
  g_assert_false (motus_json_guard_check ("{\"a\":1,\"b\":2.5}", 15, &error));
  g_assert_nonnull (strstr (error->message, "byte 12:"));
}

static void
assert_slice (const char *start, gsize len, const char *expected)
{
  g_assert_cmpmem (start, len, expected, strlen (expected));
}

static void
test_index (void)
{
  static const char text[] = " { \"a\" : [ {\"x\":1} ] ,\"\\u0062\":\"q\\\"\", \"c\":-7 , \"d\":{}}";
  MotusJsonMember members[MOTUS_JSON_MEMBERS_MAX];
  gsize n_members = 99;

  g_assert_false (motus_json_guard_index (text, sizeof text - 2, members, &n_members, NULL));
  g_assert_cmpuint (n_members, ==, 99);
  g_assert_true (motus_json_guard_index (text, sizeof text - 1, members, &n_members, NULL));
  g_assert_cmpuint (n_members, ==, 4);
  assert_slice (members[0].name, members[0].name_len, "a");
  assert_slice (members[0].value, members[0].value_len, "[ {\"x\":1} ]");
  assert_slice (members[1].name, members[1].name_len, "\\u0062");
  assert_slice (members[1].value, members[1].value_len, "\"q\\\"\"");
  assert_slice (members[2].value, members[2].value_len, "-7");
  assert_slice (members[3].value, members[3].value_len, "{}");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json-guard/good", test_good);
  g_test_add_func ("/json-guard/bad", test_bad);
  g_test_add_func ("/json-guard/nul", test_nul);
  g_test_add_func ("/json-guard/cut", test_cut);
  g_test_add_func ("/json-guard/each-byte", test_each_byte);
  g_test_add_func ("/json-guard/depth", test_depth);
  g_test_add_func ("/json-guard/members", test_members);
  g_test_add_func ("/json-guard/many-twice", test_many_twice);
  g_test_add_func ("/json-guard/full-at-every-depth", test_full_at_every_depth);
  g_test_add_func ("/json-guard/elements", test_elements);
  g_test_add_func ("/json-guard/offset", test_offset);
  g_test_add_func ("/json-guard/index", test_index);
  return g_test_run ();
}
