/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-json-walk.h"

#include <string.h>

/* Writes what a walk finds as name=value; pairs. */
static void
assert_walk (const char *text, const char *expected)
{
  g_autoptr (GString) found = g_string_new (NULL);
  MotusJsonMember member;
  MotusJsonWalk walk;

  motus_json_walk_init (&walk, text);
  while (motus_json_walk_next (&walk, &member))
    {
      if (member.name != NULL)
        {
          g_string_append_len (found, member.name, (gssize) member.name_len);
          g_string_append_c (found, '=');
        }
      g_string_append_len (found, member.value, (gssize) member.value_len);
      g_string_append_c (found, ';');
    }
  g_assert_cmpstr (found->str, ==, expected);
  g_assert_false (motus_json_walk_next (&walk, &member));
}

static void
test_walk (void)
{
  assert_walk ("[]", "");
  assert_walk ("{}", "");
  assert_walk ("[ \n ]", "");
  assert_walk ("[1,-2,true,false,null]", "1;-2;true;false;null;");
  assert_walk ("[ 1 , \"a\" , [ ] , { } ]", "1;\"a\";[ ];{ };");
  assert_walk ("[\"a]\",\"\\\"]\",\"\\\\\",\"\\\\\\\"\",\"\"]",
               "\"a]\";\"\\\"]\";\"\\\\\";\"\\\\\\\"\";\"\";");
  assert_walk ("{\"a\":1,\"b\\\"\":\"}\",\"\":{\"c\":[\"]\",2]}}",
               "a=1;b\\\"=\"}\";={\"c\":[\"]\",2]};");
  assert_walk ("{ \"a\" : true , \"b\" : [ 1 ] }", "a=true;b=[ 1 ];");
}

static void
assert_unescape (const char *text, const char *expected)
{
  gsize len = strlen (text);
  g_autofree char *out = g_malloc (len + 1);
  g_assert_cmpuint (motus_json_unescape (text, len, out), ==, strlen (expected));
  g_assert_cmpstr (out, ==, expected);
}

static void
test_unescape (void)
{
  assert_unescape ("", "");
  assert_unescape ("plain é", "plain é");
  assert_unescape ("\\\"\\\\\\/\\b\\f\\n\\r\\t", "\"\\/\b\f\n\r\t");
  assert_unescape ("x\\u0041y\\u00e9\\u20AC\\ud83d\\ude00z", "xAyé€😀z");
  assert_unescape ("\\u0001\\uffff\\ue000", "\x01\xef\xbf\xbf\xee\x80\x80");
}

static gboolean
is_equal (const char *text, const char *plain)
{
  return motus_json_text_equal (text, strlen (text), plain);
}

static void
test_equal (void)
{
  g_assert_true (is_equal ("", ""));
  g_assert_true (is_equal ("keys", "keys"));
  g_assert_true (is_equal ("\\u006beys", "keys"));
  g_assert_true (is_equal ("key\\u0073", "keys"));
  g_assert_false (is_equal ("key", "keys"));
  g_assert_false (is_equal ("keys", "key"));
  g_assert_false (is_equal ("\\u006bey", "keys"));
  g_assert_false (is_equal ("\\u006beyss", "keys"));
  g_assert_false (is_equal ("", "keys"));
  g_assert_false (is_equal ("keys", ""));
  g_assert_false (is_equal ("\\u016beys", "keys"));
  g_assert_true (motus_json_text_equal ("keys\":1", 4, "keys"));
}

static void
test_integer (void)
{
  g_assert_cmpint (motus_json_integer ("0}"), ==, 0);
  g_assert_cmpint (motus_json_integer ("-12,"), ==, -12);
  g_assert_cmpint (motus_json_integer ("9007199254740991 "), ==, 9007199254740991);
  g_assert_cmpint (motus_json_integer ("-9007199254740991]"), ==, -9007199254740991);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json-walk/walk", test_walk);
  g_test_add_func ("/json-walk/unescape", test_unescape);
  g_test_add_func ("/json-walk/equal", test_equal);
  g_test_add_func ("/json-walk/integer", test_integer);
  return g_test_run ();
}
