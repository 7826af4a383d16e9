/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-message-schema.h"

#include "motus-json-guard.h"

#include <string.h>

/* The tables of docs/protocol.md and those of the library, both as lines
 *   client auth_request
 *   id? | tag
 * must be the same text. */

static char *
read_page (void)
{
  g_autoptr (GError) error = NULL;
  char *text = NULL;
  g_autofree char *path
      = g_test_build_filename (G_TEST_DIST, "..", "docs", "protocol.md", NULL);
  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

static char *
range (const char *kind, gint64 min, gint64 max)
{
  if (min == max)
    return g_strdup_printf ("%s %" G_GINT64_FORMAT, kind, max);
  return g_strdup_printf ("%s %" G_GINT64_FORMAT "..%" G_GINT64_FORMAT, kind, min, max);
}

static char *
counted (const char *kind, const MotusMessageField *field)
{
  return g_strdup_printf ("%s %" G_GSIZE_FORMAT, kind, field->count);
}

static char *
describe_word (const MotusMessageField *field)
{
  g_autofree char *words = g_strjoinv ("` `", (char **) field->words);
  return g_strdup_printf ("word `%s`", words);
}

static char *
describe_keys (const MotusMessageField *field)
{
  g_autofree char *list = counted ("keys", field);
  g_autofree char *bytes = range ("bytes", field->min, field->max);
  return g_strdup_printf ("%s of %s", list, bytes);
}

static char *
describe (const MotusMessageField *field)
{
  switch (field->kind)
    {
    case MOTUS_FIELD_NAME:
      return g_strdup ("name");
    case MOTUS_FIELD_ID:
      return g_strdup ("id");
    case MOTUS_FIELD_TAG:
      return g_strdup ("tag");
    case MOTUS_FIELD_TEXT:
      g_assert_cmpint (field->min, ==, 0);
      return range ("text", field->max, field->max);
    case MOTUS_FIELD_CHARS:
      return range ("chars", field->min, field->max);
    case MOTUS_FIELD_WORD:
      return describe_word (field);
    case MOTUS_FIELD_INT:
      return range ("int", field->min, field->max);
    case MOTUS_FIELD_BOOL:
      return g_strdup ("bool");
    case MOTUS_FIELD_BYTES:
      return range ("bytes", field->min, field->max);
    case MOTUS_FIELD_NAMES:
      return counted ("names", field);
    case MOTUS_FIELD_INTS:
      g_assert_cmpint (field->min, ==, 1);
      return counted ("ints", field);
    case MOTUS_FIELD_KEYS:
      return describe_keys (field);
    case MOTUS_FIELD_CHANGES:
      return counted ("changes", field);
    case MOTUS_FIELD_LIMITS:
      g_assert_cmpint (field->min, ==, 0);
      return counted ("limits", field);
    default:
      g_assert_not_reached ();
    }
}

static char *
lines_of_library (void)
{
  GString *lines = g_string_new (NULL);
  for (int type = 0; type < MOTUS_MESSAGE_TYPES; type++)
    {
      const MotusMessageSchema *schema = motus_message_schema (type);
      g_string_append_printf (lines, "%s %s\n",
                              schema->sender == MOTUS_SENDER_CLIENT ? "client" : "relay",
                              schema->name);
      for (gsize i = 0; i < schema->n_fields; i++)
        {
          g_autofree char *kind = describe (&schema->fields[i]);
          g_string_append_printf (lines, "%s%s | %s\n", schema->fields[i].name,
                                  schema->fields[i].required ? "" : "?", kind);
        }
    }
  return g_string_free (lines, FALSE);
}

/* "| id? | tag | what for |" */
static void
append_row (GString *lines, const char *line)
{
  g_auto (GStrv) cells = g_strsplit (line, "|", -1);
  g_assert_cmpuint (g_strv_length (cells), ==, 5);
  const char *field = g_strstrip (cells[1]);
  if (strcmp (field, "Field") != 0 && strcmp (field, "---") != 0)
    g_string_append_printf (lines, "%s | %s\n", field, g_strstrip (cells[2]));
}

static char *
lines_of_page (const char *page)
{
  GString *lines = g_string_new (NULL);
  const char *sender = NULL;
  g_auto (GStrv) all = g_strsplit (page, "\n", -1);

  for (gsize i = 0; all[i] != NULL; i++)
    {
      if (g_str_has_prefix (all[i], "## "))
        sender = g_str_equal (all[i], "## Messages of a client")  ? "client"
                 : g_str_equal (all[i], "## Messages of a relay") ? "relay"
                                                                  : NULL;
      if (sender == NULL)
        continue;
      if (g_str_has_prefix (all[i], "### "))
        {
          g_auto (GStrv) words = g_strsplit (all[i], " ", 3);
          g_string_append_printf (lines, "%s %s\n", sender, words[1]);
        }
      else if (all[i][0] == '|')
        append_row (lines, all[i]);
    }
  return g_string_free (lines, FALSE);
}

static void
test_page (void)
{
  g_autofree char *page = read_page ();
  g_autofree char *expected = lines_of_page (page);
  g_autofree char *found = lines_of_library ();
  g_auto (GStrv) expected_lines = g_strsplit (expected, "\n", -1);
  g_auto (GStrv) found_lines = g_strsplit (found, "\n", -1);

  for (gsize i = 0; expected_lines[i] != NULL && found_lines[i] != NULL; i++)
    g_assert_cmpstr (found_lines[i], ==, expected_lines[i]);
  g_assert_cmpstr (found, ==, expected);
}

/* The figures that stand in sentences. */
static void
test_figures (void)
{
  g_autofree char *page = read_page ();
  static const char *const sentences[] = {
    "at most 16,384 before login and 1,048,576 after",
    "objects and arrays nest at most 16 deep",
    "an object has at most 64 members, but `keys` and `signing_keys` 1,024",
    "array has at most 4,096 elements",
    "otherwise the body, of 0 to 524,288 bytes",
  };
  for (gsize i = 0; i < G_N_ELEMENTS (sentences); i++)
    if (strstr (page, sentences[i]) == NULL)
      g_error ("the page does not say: %s", sentences[i]);
  G_STATIC_ASSERT (MOTUS_JSON_DEPTH_MAX == 16 && MOTUS_JSON_MEMBERS_MAX == 64
                   && MOTUS_JSON_KEYS_MAX == 1024 && MOTUS_JSON_ELEMENTS_MAX == 4096
                   && MOTUS_CIPHERTEXT_MAX == 524288);
}

static void
test_find (void)
{
  MotusMessageType found;
  for (int type = 0; type < MOTUS_MESSAGE_TYPES; type++)
    {
      const MotusMessageSchema *schema = motus_message_schema (type);
      g_assert_true (motus_message_schema_find (schema->name, schema->sender, &found));
      g_assert_cmpint (found, ==, type);
      g_assert_cmpuint (schema->n_fields, <=, MOTUS_MESSAGE_FIELDS_MAX);
    }
  found = MOTUS_MESSAGE_PING;
  g_assert_false (motus_message_schema_find ("ping", MOTUS_SENDER_RELAY, &found));
  g_assert_false (motus_message_schema_find ("", MOTUS_SENDER_RELAY, &found));
  g_assert_false (motus_message_schema_find ("Ping", MOTUS_SENDER_CLIENT, &found));
  g_assert_cmpint (found, ==, MOTUS_MESSAGE_PING);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/message-schema/page", test_page);
  g_test_add_func ("/message-schema/figures", test_figures);
  g_test_add_func ("/message-schema/find", test_find);
  return g_test_run ();
}
