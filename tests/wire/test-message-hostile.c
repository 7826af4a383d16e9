/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-message-schema.h"

#include "motus-base64.h"
#include "motus-wire-error.h"

#include <json-glib/json-glib.h>
#include <string.h>

/* For every message of the schema a proper one is written, and then, a field at a time, ones that
 * break a rule, and ones that just keep it. */

#define ID_TEXT "00112233445566778899aabbccddeeff"
/* A tag that does not matter: a wrong id may still be a proper tag. */
#define ANY_TAG "*"

typedef struct {
  const MotusMessageSchema *schema;
  char *values[MOTUS_MESSAGE_FIELDS_MAX];       /* as JSON; NULL: left out */
} Draft;

static char *
repeat (const char *before, const char *what, gsize times, const char *after)
{
  GString *text = g_string_new (before);
  for (gsize i = 0; i < times; i++)
    g_string_append (text, what);
  return g_string_free (g_string_append (text, after), FALSE);
}

static char *
quoted_bytes (gsize len)
{
  g_autofree guint8 *bytes = g_malloc (len + 1);
  memset (bytes, 0xfb, len);
  g_autofree char *text = motus_base64_encode (bytes, len);
  return g_strdup_printf ("\"%s\"", text);
}

/* [first0000, ...], of @what with a number in the place of %u. */
static char *
list (char opening, const char *what, guint count, char closing)
{
  GString *text = g_string_new (NULL);
  g_string_append_c (text, opening);
  for (guint i = 0; i < count; i++)
    {
      g_autofree char *number = g_strdup_printf ("%04u", i);
      g_auto (GStrv) parts = g_strsplit (what, "%u", 2);
      g_string_append_printf (text, "%s%s%s%s", i > 0 ? "," : "", parts[0],
                              parts[1] != NULL ? number : "", parts[1] != NULL ? parts[1] : "");
    }
  g_string_append_c (text, closing);
  return g_string_free (text, FALSE);
}

static char *
keys (guint count, gsize len)
{
  g_autofree char *bytes = quoted_bytes (len);
  g_autofree char *member = g_strconcat ("\"name%u\":", bytes, NULL);
  return list ('{', member, count, '}');
}

static char *
integer (gint64 value)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT, value);
}

/* A proper value. */
static char *
sample (const MotusMessageField *field)
{
  switch (field->kind)
    {
    case MOTUS_FIELD_NAME:
      return g_strdup ("\"alice\"");
    case MOTUS_FIELD_ID:
    case MOTUS_FIELD_TAG:
      return g_strdup ("\"" ID_TEXT "\"");
    case MOTUS_FIELD_TEXT:
      return g_strdup ("\"It’s \\\"so\\\" \\\\ \\u00e9\"");
    case MOTUS_FIELD_CHARS:
      return repeat ("\"", "a", (gsize) field->min, "\"");
    case MOTUS_FIELD_WORD:
      return g_strdup_printf ("\"%s\"", field->words[0]);
    case MOTUS_FIELD_INT:
      return integer (field->min);
    case MOTUS_FIELD_BOOL:
      return g_strdup ("true");
    case MOTUS_FIELD_BYTES:
      return quoted_bytes ((gsize) field->min);
    case MOTUS_FIELD_NAMES:
      return list ('[', "\"name%u\"", 2, ']');
    case MOTUS_FIELD_INTS:
      return g_strdup ("[3,4]");
    case MOTUS_FIELD_KEYS:
      return keys (2, (gsize) field->min);
    case MOTUS_FIELD_CHANGES:
      return g_strdup ("[{\"username\":\"alice\",\"online\":true}]");
    case MOTUS_FIELD_LIMITS:
      return g_strdup ("{\"frame\":1048576,\"targets\":0}");
    default:
      g_assert_not_reached ();
    }
}

static gboolean
is_room_of_envelope (const MotusMessageSchema *schema, const MotusMessageField *field)
{
  return schema->has_body && strcmp (field->name, "room") == 0;
}

/* All fields, but a room only where it is what is looked at. */
static Draft *
draft_new (const MotusMessageSchema *schema, const MotusMessageField *looked_at)
{
  Draft *draft = g_new0 (Draft, 1);
  gboolean in_room = looked_at != NULL && is_room_of_envelope (schema, looked_at);
  draft->schema = schema;
  for (gsize i = 0; i < schema->n_fields; i++)
    {
      const MotusMessageField *field = &schema->fields[i];
      if (is_room_of_envelope (schema, field) && !in_room)
        continue;
      draft->values[i] = in_room && strcmp (field->name, "mode") == 0 ? g_strdup ("\"room\"")
                                                                      : sample (field);
    }
  return draft;
}

static void
draft_free (Draft *draft)
{
  for (gsize i = 0; i < MOTUS_MESSAGE_FIELDS_MAX; i++)
    g_free (draft->values[i]);
  g_free (draft);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Draft, draft_free)

static char *
draft_header (const Draft *draft, const char *extra)
{
  GString *text = g_string_new (NULL);
  g_string_append_printf (text, "{\"type\":\"%s\"%s", draft->schema->name, extra);
  for (gsize i = 0; i < draft->schema->n_fields; i++)
    if (draft->values[i] != NULL)
      g_string_append_printf (text, ",\"%s\":%s", draft->schema->fields[i].name,
                              draft->values[i]);
  return g_string_free (g_string_append_c (text, '}'), FALSE);
}

static GBytes *
without_prefix (GBytes *whole)
{
  return g_bytes_new_from_bytes (whole, 4, g_bytes_get_size (whole) - 4);
}

/* What is written from a message reads as the same message. */
static void
assert_stable (const MotusMessage *message, MotusSender sender)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) first = motus_message_encode (message, &error);
  g_assert_no_error (error);
  g_autoptr (GBytes) frame = without_prefix (first);
  g_autoptr (MotusMessage) again = motus_message_parse (frame, sender, NULL, &error);
  g_assert_no_error (error);
  g_autoptr (GBytes) second = motus_message_encode (again, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (first, second));
}

static void
assert_header (const char *header, MotusSender sender, int code, const char *expected_tag)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *tag = NULL;
  g_autoptr (GBytes) frame = g_bytes_new (header, strlen (header));
  g_autoptr (MotusMessage) message = motus_message_parse (frame, sender, &tag, &error);

  if ((code < 0) != (message != NULL)
      || (code >= 0 && !g_error_matches (error, MOTUS_WIRE_ERROR, code)))
    g_error ("verdict %d wanted, “%s” found: %.2000s", code,
             error != NULL ? error->message : "good", header);
  if (g_strcmp0 (expected_tag, ANY_TAG) != 0)
    g_assert_cmpstr (tag, ==, expected_tag);
  if (message != NULL)
    assert_stable (message, sender);
  else
    g_assert_true (g_utf8_validate (error->message, -1, NULL));
}

/* The verdict on @draft with @value, which this frees, in the place of field @i. */
static void
assert_value (Draft *draft, gsize i, char *value, gboolean good)
{
  gboolean is_id = strcmp (draft->schema->fields[i].name, "id") == 0;
  gboolean has_id = strcmp (draft->schema->fields[0].name, "id") == 0;
  char *proper = draft->values[i];
  draft->values[i] = value;
  g_autofree char *header = draft_header (draft, "");
  draft->values[i] = proper;

  assert_header (header, draft->schema->sender, good ? -1 : MOTUS_WIRE_ERROR_BAD_MESSAGE,
                 is_id ? ANY_TAG : good || !has_id ? NULL : ID_TEXT);
  g_free (value);
}

static void
assert_all (Draft *draft, gsize i, const char *const *values, gboolean good)
{
  for (; *values != NULL; values++)
    assert_value (draft, i, g_strdup (*values), good);
}

static void
try_types (Draft *draft, gsize i)
{
  MotusFieldKind kind = draft->schema->fields[i].kind;
  static const char *const never[] = {
    "null", "[]", "[null]", "[[]]", "{\"alice\":null}", "{\"username\":\"alice\",\"online\":true}",
    "-1", "9007199254740991", "[{}]", "[\"\"]", NULL,
  };
  for (gsize k = 0; never[k] != NULL; k++)
    {
      gboolean large = strcmp (never[k], "9007199254740991") == 0;
      if (!large || kind != MOTUS_FIELD_INT
          || draft->schema->fields[i].max < G_GINT64_CONSTANT (9007199254740991))
        assert_value (draft, i, g_strdup (never[k]), FALSE);
    }
  if (kind != MOTUS_FIELD_BOOL)
    assert_all (draft, i, (const char *[]) { "true", "false", NULL }, FALSE);
  if (kind != MOTUS_FIELD_KEYS && kind != MOTUS_FIELD_LIMITS)
    assert_value (draft, i, g_strdup ("{}"), FALSE);
  if (motus_message_field_is_list (&draft->schema->fields[i]))
    assert_value (draft, i, g_strdup ("\"alice\""), FALSE);
  else
    assert_value (draft, i, g_strdup ("[\"alice\"]"), FALSE);
}

static void
try_name (Draft *draft, gsize i)
{
  static const char *const bad[] = {
    "\"\"", "\"ab\"", "\"Alice\"", "\"al ice\"", "\"-alice\"", "\"alice.\"", "\"a..b\"",
    "\"everyone\"", "\"\\u0430lice\"", "\"alice\\n\"", "\"../../etc\"", "\"%2e%2e\"", NULL,
  };
  static const char *const good[] = { "\"abc\"", "\"\\u0061bc\"", "\"a.b-c_d\"", NULL };
  assert_all (draft, i, bad, FALSE);
  assert_all (draft, i, good, TRUE);
  assert_value (draft, i, repeat ("\"", "a", 32, "\""), TRUE);
  assert_value (draft, i, repeat ("\"", "a", 33, "\""), FALSE);
  assert_value (draft, i, repeat ("\"", "a", 5000, "\""), FALSE);
}

static void
try_id (Draft *draft, gsize i)
{
  static const char *const bad[] = {
    "\"\"", "\"0011223344556677889aabbccddeeff\"", "\"000112233445566778899aabbccddeeff\"",
    "\"00112233445566778899AABBCCDDEEFF\"", "\"g0112233445566778899aabbccddeeff\"",
    "\" 0112233445566778899aabbccddeeff\"", "\"../../../../../../../../../etc/pw\"",
    "\"%2e%2e%2f%2e%2e%2f%2e%2e%2fetc\"", NULL,
  };
  assert_all (draft, i, bad, FALSE);
  assert_value (draft, i, repeat ("\"", "a", 5000, "\""), FALSE);
}

static void
try_tag (Draft *draft, gsize i)
{
  static const char *const bad[] = { "\"\"", "\"a b\"", "\"\\u00e9\"", "\"a/b\"", "\"a.\"", NULL };
  assert_all (draft, i, bad, FALSE);
  assert_value (draft, i, repeat ("\"", "Z", 64, "\""), TRUE);
  assert_value (draft, i, repeat ("\"", "Z", 65, "\""), FALSE);
}

static void
try_text (Draft *draft, gsize i)
{
  gsize max = (gsize) draft->schema->fields[i].max;
  static const char *const bad[] = {
    "\"\\n\"", "\"\\u001b]0;x\\u0007\"", "\"\\u007f\"", "\"\\u009b\"", "\"\\u202e\"", "\"\\u2028\"",
    "\"\\u200b\"", "\"\\ufeff\"", "\"\\udb40\\udc41\"", NULL,
  };
  static const char *const good[] = { "\"\"", "\"\\u00e9 \\ud83d\\ude00\"", "\"<&>'\"", NULL };
  assert_all (draft, i, bad, FALSE);
  assert_all (draft, i, good, TRUE);
  assert_value (draft, i, repeat ("\"", "a", max, "\""), TRUE);
  assert_value (draft, i, repeat ("\"", "é", max / 2, "\""), TRUE);
  assert_value (draft, i, repeat ("\"", "\\u00e9", max / 2, "\""), TRUE);
  assert_value (draft, i, repeat ("\"", "a", max + 1, "\""), FALSE);
  assert_value (draft, i, repeat ("\"", "\\u00e9", max / 2 + 1, "\""), FALSE);
}

static void
try_chars (Draft *draft, gsize i)
{
  const MotusMessageField *field = &draft->schema->fields[i];
  assert_value (draft, i, repeat ("\"", "+", (gsize) field->max, "\""), TRUE);
  assert_value (draft, i, repeat ("\"", "a", (gsize) field->min - 1, "\""), FALSE);
  assert_value (draft, i, repeat ("\"", "a", (gsize) field->max + 1, "\""), FALSE);
  assert_value (draft, i, repeat ("\"", "a", (gsize) field->min, ",\""), FALSE);
  assert_value (draft, i, repeat ("\"", "a", (gsize) field->min, "\\u00e9\""), FALSE);
}

static void
try_word (Draft *draft, gsize i)
{
  const MotusMessageField *field = &draft->schema->fields[i];
  static const char *const bad[] = { "\"\"", "\"Login\"", "\"nothing\"", "\"login \"", NULL };
  assert_all (draft, i, bad, FALSE);
  for (gsize k = 0; field->words[k] != NULL; k++)
    if (!draft->schema->has_body)
      assert_value (draft, i, g_strdup_printf ("\"%s\"", field->words[k]), TRUE);
  assert_value (draft, i, g_strdup_printf ("\"%sx\"", field->words[0]), FALSE);
}

static void
try_int (Draft *draft, gsize i)
{
  const MotusMessageField *field = &draft->schema->fields[i];
  assert_value (draft, i, integer (field->min), TRUE);
  assert_value (draft, i, integer (field->max), TRUE);
  assert_value (draft, i, integer (field->min - 1), FALSE);
  if (field->max < MOTUS_INTEGER_MAX)
    assert_value (draft, i, integer (field->max + 1), FALSE);
  assert_value (draft, i, g_strdup_printf ("\"%" G_GINT64_FORMAT "\"", field->min), FALSE);
}

static void
try_bytes (Draft *draft, gsize i)
{
  const MotusMessageField *field = &draft->schema->fields[i];
  assert_value (draft, i, quoted_bytes ((gsize) field->min), TRUE);
  assert_value (draft, i, quoted_bytes ((gsize) field->max), TRUE);
  assert_value (draft, i, quoted_bytes ((gsize) field->max + 1), FALSE);
  if (field->min > 0)
    {
      assert_value (draft, i, quoted_bytes ((gsize) field->min - 1), FALSE);
      assert_value (draft, i, g_strdup ("\"\""), FALSE);
    }

  static const char *const spoilers[] = { "!", "-", "_", " ", "=", "\\n", "é", NULL };
  for (gsize k = 0; spoilers[k] != NULL; k++)
    {
      g_autofree char *text = quoted_bytes ((gsize) MAX (field->min, 4));
      assert_value (draft, i, g_strconcat ("\"", spoilers[k], text + 2, NULL), FALSE);
    }
  assert_value (draft, i, g_strdup ("\"Zg=\""), FALSE);
  assert_value (draft, i, g_strdup ("\"Zh==\""), FALSE);
}

/* The targets of an encrypted_send go with its keys: their number is tried elsewhere. */
static void
try_names (Draft *draft, gsize i)
{
  guint count = (guint) draft->schema->fields[i].count;
  static const char *const bad[] = {
    "[\"alice\",1]", "[\"name0000\",\"name0000\"]", "[\"name0001\",\"name0000\",\"name0001\"]",
    "[\"Alice\"]", "[\"alice\",[]]", "{\"alice\":1}", NULL,
  };
  assert_all (draft, i, bad, FALSE);
  if (!draft->schema->has_body)
    assert_value (draft, i, list ('[', "\"name%u\"", count, ']'), TRUE);
  assert_value (draft, i, list ('[', "\"name%u\"", count + 1, ']'), FALSE);
}

static void
try_ints (Draft *draft, gsize i)
{
  static const char *const bad[] = { "[1]", "[1,2,3]", "[0,1]", "[1,-1]", "[1,\"2\"]", NULL };
  assert_all (draft, i, bad, FALSE);
  assert_value (draft, i, g_strdup ("[9007199254740991,1]"), TRUE);
  assert_value (draft, i, list ('[', "1", 1025, ']'), FALSE);
}

static void
try_keys (Draft *draft, gsize i)
{
  const MotusMessageField *field = &draft->schema->fields[i];
  static const char *const bad[] = {
    "{\"alice\":1}", "{\"alice\":\"\"}", "{\"alice\":[]}", "{\"alice\":\"****\"}", NULL,
  };
  assert_all (draft, i, bad, FALSE);
  assert_value (draft, i, keys (2, (gsize) field->max), TRUE);
  assert_value (draft, i, keys (2, (gsize) field->max + 1), FALSE);
  assert_value (draft, i, keys (2, (gsize) field->min - 1), FALSE);
  g_autofree char *bytes = quoted_bytes ((gsize) field->min);
  assert_value (draft, i, g_strdup_printf ("{\"Alice\":%s}", bytes), FALSE);
  if (field->count < 1024)
    {
      assert_value (draft, i, keys ((guint) field->count, (gsize) field->min), TRUE);
      assert_value (draft, i, keys ((guint) field->count + 1, (gsize) field->min), FALSE);
      assert_value (draft, i, g_strdup ("{}"), TRUE);
    }
}

static void
try_changes (Draft *draft, gsize i)
{
  static const char *const bad[] = {
    "[1]", "[\"alice\"]", "[{\"username\":\"alice\"}]", "[{\"online\":true}]",
    "[{\"username\":\"Alice\",\"online\":true}]", "[{\"username\":\"alice\",\"online\":1}]",
    "[{\"username\":1,\"online\":true}]", "[{\"username\":\"alice\",\"online\":\"true\"}]",
    "[{\"username\":\"alice\",\"online\":null}]", "[[\"alice\",true]]", NULL,
  };
  static const char *const good[] = {
    "[{\"online\":false,\"x\":[{\"online\":1}],\"\\u0075sername\":\"alice\"}]", NULL,
  };
  assert_all (draft, i, bad, FALSE);
  assert_all (draft, i, good, TRUE);
  assert_value (draft, i, list ('[', "{\"username\":\"name%u\",\"online\":true}", 1024, ']'), TRUE);
  assert_value (draft, i, list ('[', "{\"username\":\"name%u\",\"online\":true}", 1025, ']'),
                FALSE);
}

static void
try_limits (Draft *draft, gsize i)
{
  static const char *const bad[] = {
    "{\"frame\":\"1\"}", "{\"frame\":-1}", "{\"\":1}", "{\"a b\":1}", "{\"frame\":{}}",
    "{\"frame\":null}", NULL,
  };
  assert_all (draft, i, bad, FALSE);
  assert_value (draft, i, list ('{', "\"limit%u\":7", 64, '}'), TRUE);
}

static void
try_field (Draft *draft, gsize i)
{
  static void (*const tries[]) (Draft *, gsize) = {
    [MOTUS_FIELD_NAME] = try_name, [MOTUS_FIELD_ID] = try_id, [MOTUS_FIELD_TAG] = try_tag,
    [MOTUS_FIELD_TEXT] = try_text, [MOTUS_FIELD_CHARS] = try_chars,
    [MOTUS_FIELD_WORD] = try_word, [MOTUS_FIELD_INT] = try_int,
    [MOTUS_FIELD_BYTES] = try_bytes, [MOTUS_FIELD_NAMES] = try_names,
    [MOTUS_FIELD_INTS] = try_ints, [MOTUS_FIELD_KEYS] = try_keys,
    [MOTUS_FIELD_CHANGES] = try_changes, [MOTUS_FIELD_LIMITS] = try_limits,
  };
  MotusFieldKind kind = draft->schema->fields[i].kind;
  if (kind == MOTUS_FIELD_BOOL)
    assert_all (draft, i, (const char *[]) { "0", "1", "\"true\"", NULL }, FALSE);
  else
    tries[kind] (draft, i);
}

static void
test_fields (void)
{
  for (int type = 0; type < MOTUS_MESSAGE_TYPES; type++)
    {
      const MotusMessageSchema *schema = motus_message_schema (type);
      for (gsize i = 0; i < schema->n_fields; i++)
        {
          g_autoptr (Draft) draft = draft_new (schema, &schema->fields[i]);
          g_autofree char *proper = draft_header (draft, "");
          assert_header (proper, schema->sender, -1, NULL);
          try_types (draft, i);
          try_field (draft, i);
        }
    }
}

/* Every field that the page marks with a question mark may be absent, and no other. The targets of
 * an encrypted_message may go only together with their seqs. */
static void
test_missing (void)
{
  for (int type = 0; type < MOTUS_MESSAGE_TYPES; type++)
    {
      const MotusMessageSchema *schema = motus_message_schema (type);
      g_autoptr (Draft) draft = draft_new (schema, NULL);
      for (gsize i = 0; i < schema->n_fields; i++)
        {
          gboolean bound = schema->has_body && strcmp (schema->fields[i].name, "targets") == 0;
          assert_value (draft, i, NULL, !schema->fields[i].required && !bound);
        }
    }
}

static void
test_only_needed (void)
{
  for (int type = 0; type < MOTUS_MESSAGE_TYPES; type++)
    {
      const MotusMessageSchema *schema = motus_message_schema (type);
      g_autoptr (Draft) draft = draft_new (schema, NULL);
      for (gsize i = 0; i < schema->n_fields; i++)
        if (!schema->fields[i].required)
          g_clear_pointer (&draft->values[i], g_free);
      g_autofree char *header = draft_header (draft, "");
      assert_header (header, schema->sender, -1, NULL);
    }
}

static void
test_unknown_members (void)
{
  static const char extra[] = ",\"x\":1,\"\":{\"id\":[1,{\"type\":null}]},\"types\":\"\\u0061\","
                              "\"Id\":2,\"body\":[[[[\"]\"]]]]";
  for (int type = 0; type < MOTUS_MESSAGE_TYPES; type++)
    {
      g_autoptr (Draft) draft = draft_new (motus_message_schema (type), NULL);
      g_autofree char *header = draft_header (draft, extra);
      g_autofree char *twice = draft_header (draft, ",\"x\":1,\"\\u0078\":1");
      assert_header (header, draft->schema->sender, -1, NULL);
      assert_header (twice, draft->schema->sender, MOTUS_WIRE_ERROR_BAD_FRAME, NULL);
    }
}

/* room_invite goes both ways with other fields, so that there the fields are wrong. */
static void
test_direction (void)
{
  for (int type = 0; type < MOTUS_MESSAGE_TYPES; type++)
    {
      const MotusMessageSchema *schema = motus_message_schema (type);
      g_autoptr (Draft) draft = draft_new (schema, NULL);
      g_autofree char *header = draft_header (draft, "");
      gboolean both = strcmp (schema->name, "room_invite") == 0;
      gboolean has_id = strcmp (schema->fields[0].name, "id") == 0;
      assert_header (header,
                     schema->sender == MOTUS_SENDER_CLIENT ? MOTUS_SENDER_RELAY
                                                           : MOTUS_SENDER_CLIENT,
                     both ? MOTUS_WIRE_ERROR_BAD_MESSAGE : MOTUS_WIRE_ERROR_UNKNOWN_TYPE,
                     has_id ? ID_TEXT : NULL);
    }
}

static void
test_type (void)
{
  static const struct {
    const char *header;
    int code;
    const char *tag;
  } rows[] = {
    { "{}", MOTUS_WIRE_ERROR_BAD_MESSAGE, NULL },
    { "{\"id\":\"a-1\"}", MOTUS_WIRE_ERROR_BAD_MESSAGE, "a-1" },
    { "{\"id\":\"a\",\"type\":1}", MOTUS_WIRE_ERROR_BAD_MESSAGE, "a" },
    { "{\"type\":null}", MOTUS_WIRE_ERROR_BAD_MESSAGE, NULL },
    { "{\"type\":[\"ping\"]}", MOTUS_WIRE_ERROR_BAD_MESSAGE, NULL },
    { "{\"type\":\"\"}", MOTUS_WIRE_ERROR_UNKNOWN_TYPE, NULL },
    { "{\"type\":\"Ping\",\"id\":\"\\u0061\"}", MOTUS_WIRE_ERROR_UNKNOWN_TYPE, "a" },
    { "{\"type\":\"pings\",\"id\":7}", MOTUS_WIRE_ERROR_UNKNOWN_TYPE, NULL },
    { "{\"type\":\"pin\",\"id\":\"\"}", MOTUS_WIRE_ERROR_UNKNOWN_TYPE, NULL },
    { "{\"type\":\"x\",\"id\":\"a b\"}", MOTUS_WIRE_ERROR_UNKNOWN_TYPE, NULL },
    { "{\"type\":\"x\",\"id\":\"\\u001b\"}", MOTUS_WIRE_ERROR_UNKNOWN_TYPE, NULL },
    { "{\"id\":\"q\",\"type\":\"\\u0070ing\"}", -1, NULL },
    { "{\"type\":\"ping\",\"\\u0069d\":\"q\"}", -1, NULL },
    { "", MOTUS_WIRE_ERROR_BAD_FRAME, NULL },
    { "ping", MOTUS_WIRE_ERROR_BAD_FRAME, NULL },
    { "{\"type\":\"ping\"", MOTUS_WIRE_ERROR_BAD_FRAME, NULL },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    assert_header (rows[i].header, MOTUS_SENDER_CLIENT, rows[i].code, rows[i].tag);
}

static void
assert_with_body (const char *header, gsize body_len, MotusSender sender, int code)
{
  g_autoptr (GError) error = NULL;
  gsize header_len = strlen (header);
  guint8 *data = g_malloc0 (header_len + 1 + body_len);
  memcpy (data, header, header_len);
  g_autoptr (GBytes) frame = g_bytes_new_take (data, header_len + 1 + body_len);
  g_autoptr (MotusMessage) message = motus_message_parse (frame, sender, NULL, &error);
  if (code >= 0)
    {
      g_assert_error (error, MOTUS_WIRE_ERROR, code);
      return;
    }
  g_assert_no_error (error);
  g_autoptr (GBytes) ciphertext = motus_message_get_ciphertext (message);
  g_assert_cmpuint (g_bytes_get_size (ciphertext), ==, body_len);
  g_assert_cmpint (motus_message_get_body (message) != NULL, ==, body_len > 0);
  assert_stable (message, sender);
}

static void
test_body (void)
{
  for (int type = 0; type < MOTUS_MESSAGE_TYPES; type++)
    {
      const MotusMessageSchema *schema = motus_message_schema (type);
      g_autoptr (Draft) draft = draft_new (schema, NULL);
      g_autofree char *both = draft_header (draft, "");
      assert_with_body (both, 1, schema->sender, MOTUS_WIRE_ERROR_BAD_MESSAGE);
      if (!schema->has_body)
        continue;
      for (gsize i = 0; i < schema->n_fields; i++)
        if (strcmp (schema->fields[i].name, "ciphertext") == 0)
          g_clear_pointer (&draft->values[i], g_free);
      g_autofree char *header = draft_header (draft, "");
      assert_with_body (header, 0, schema->sender, -1);
      assert_with_body (header, 1, schema->sender, -1);
      assert_with_body (header, MOTUS_CIPHERTEXT_MAX, schema->sender, -1);
      assert_with_body (header, MOTUS_CIPHERTEXT_MAX + 1, schema->sender,
                        MOTUS_WIRE_ERROR_BAD_MESSAGE);
    }
}

/* @targets and @keys of an encrypted_send with @mode, and perhaps a @room. */
static void
assert_envelope (const char *mode, const char *room, const char *targets, const char *seqs,
                 const char *keys_text, gboolean good)
{
  g_autoptr (Draft) draft = draft_new (motus_message_schema (MOTUS_MESSAGE_ENCRYPTED_SEND), NULL);
  const char *const given[][2] = {
    { "mode", mode }, { "room", room }, { "targets", targets }, { "seqs", seqs },
    { "keys", keys_text },
  };
  for (gsize i = 0; i < draft->schema->n_fields; i++)
    for (gsize k = 0; k < G_N_ELEMENTS (given); k++)
      if (strcmp (draft->schema->fields[i].name, given[k][0]) == 0)
        {
          g_free (draft->values[i]);
          draft->values[i] = g_strdup (given[k][1]);
        }
  g_autofree char *header = draft_header (draft, "");
  assert_header (header, MOTUS_SENDER_CLIENT, good ? -1 : MOTUS_WIRE_ERROR_BAD_MESSAGE,
                 good ? NULL : ID_TEXT);
}

static void
test_envelope_rules (void)
{
  static const char room[] = "\"" ID_TEXT "\"";
  static const char one[] = "[\"name0000\"]";
  static const char two[] = "[\"name0001\",\"name0000\"]";
  g_autofree char *key = keys (1, 256);
  g_autofree char *both = keys (2, 256);

  assert_envelope ("\"private\"", NULL, one, "[1]", key, TRUE);
  assert_envelope ("\"private\"", NULL, two, "[1,2]", both, FALSE);
  assert_envelope ("\"room\"", room, two, "[1,2]", both, TRUE);
  assert_envelope ("\"room\"", NULL, two, "[1,2]", both, FALSE);
  assert_envelope ("\"private\"", room, one, "[1]", key, FALSE);
  assert_envelope (NULL, room, one, "[1]", key, FALSE);
  assert_envelope (NULL, NULL, two, NULL, both, TRUE);
  assert_envelope (NULL, NULL, two, "[1]", both, FALSE);
  assert_envelope (NULL, NULL, one, NULL, both, FALSE);
  assert_envelope (NULL, NULL, two, NULL, key, FALSE);
  assert_envelope (NULL, NULL, "[\"name0001\"]", NULL, key, FALSE);
  assert_envelope (NULL, NULL, "[\"name0001\",\"name0002\"]", NULL, both, FALSE);
}

static void
test_most_targets (void)
{
  g_autofree char *names = list ('[', "\"name%u\"", 1024, ']');
  g_autofree char *seqs = list ('[', "77", 1024, ']');
  g_autofree char *all = keys (1024, 256);
  g_autofree char *fewer = keys (1023, 256);
  assert_envelope ("\"broadcast\"", NULL, names, seqs, all, TRUE);
  assert_envelope ("\"broadcast\"", NULL, names, seqs, fewer, FALSE);
}

/* An independent reader finds in what is written the texts that were meant. */
static void
test_escapes_read_elsewhere (void)
{
  static const char name[] = "a\"b\\c/é😀<>&'";
  g_autoptr (GError) error = NULL;
  g_autoptr (MotusMessage) message = motus_message_new (MOTUS_MESSAGE_ROOM_INVITE);
  motus_message_set_text (message, "target", "bob");
  motus_message_set_text (message, "name", name);
  g_autoptr (GBytes) whole = motus_message_encode (message, &error);
  g_assert_no_error (error);

  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GBytes) frame = without_prefix (whole);
  json_parser_load_from_data (parser, g_bytes_get_data (frame, NULL),
                              (gssize) g_bytes_get_size (frame), &error);
  g_assert_no_error (error);
  JsonObject *object = json_node_get_object (json_parser_get_root (parser));
  g_assert_cmpstr (json_object_get_string_member (object, "name"), ==, name);
  g_assert_cmpstr (json_object_get_string_member (object, "type"), ==, "room_invite");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/message-hostile/fields", test_fields);
  g_test_add_func ("/message-hostile/missing", test_missing);
  g_test_add_func ("/message-hostile/only-needed", test_only_needed);
  g_test_add_func ("/message-hostile/unknown-members", test_unknown_members);
  g_test_add_func ("/message-hostile/direction", test_direction);
  g_test_add_func ("/message-hostile/type", test_type);
  g_test_add_func ("/message-hostile/body", test_body);
  g_test_add_func ("/message-hostile/envelope-rules", test_envelope_rules);
  g_test_add_func ("/message-hostile/most-targets", test_most_targets);
  g_test_add_func ("/message-hostile/escapes-read-elsewhere", test_escapes_read_elsewhere);
  return g_test_run ();
}
