/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-message.h"
#include "motus-wire-error.h"

#include <string.h>

#define ID_TEXT "00112233445566778899aabbccddeeff"

static MotusMessage *
parse (const char *header, MotusSender sender)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) frame = g_bytes_new (header, strlen (header));
  MotusMessage *message = motus_message_parse (frame, sender, NULL, &error);
  g_assert_no_error (error);
  return message;
}

/* What @message is as a frame: its header must be @expected. */
static void
assert_header (const MotusMessage *message, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) frame = motus_message_encode (message, &error);
  g_assert_no_error (error);
  gsize len;
  const char *data = g_bytes_get_data (frame, &len);
  g_autofree char *header = g_strndup (data + 4, len - 4);
  g_assert_cmpstr (header, ==, expected);
  g_assert_cmpuint ((guint8) data[2] * 256u + (guint8) data[3], ==, len - 4);
}

static void
test_scalars (void)
{
  guint8 key[32] = { 1, 2, 3 }, found[32];
  gint64 value = 5;
  g_autoptr (MotusMessage) message = motus_message_new (MOTUS_MESSAGE_AUTH_REQUEST);
  motus_message_set_int (message, "protocol", 1);
  motus_message_set_text (message, "username", "bob");
  motus_message_set_text (message, "auth_type", "register");
  motus_message_set_text (message, "auth_type", "login");
  motus_message_set_bytes (message, "cb", key, sizeof key);
  assert_header (message, "{\"type\":\"auth_request\",\"protocol\":1,\"auth_type\":\"login\","
                          "\"username\":\"bob\","
                          "\"cb\":\"AQIDAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\"}");

  g_assert_cmpint (motus_message_get_message_type (message), ==, MOTUS_MESSAGE_AUTH_REQUEST);
  g_assert_cmpstr (motus_message_get_type_name (message), ==, "auth_request");
  g_assert_cmpstr (motus_message_get_text (message, "auth_type"), ==, "login");
  g_assert_true (motus_message_has (message, "cb"));
  g_assert_true (motus_message_get_exact (message, "cb", found, sizeof found));
  g_assert_cmpmem (found, sizeof found, key, sizeof key);
  g_assert_false (motus_message_get_exact (message, "cb", found, 31));
  g_assert_true (motus_message_get_int (message, "protocol", &value));
  g_assert_cmpint (value, ==, 1);
}

static void
test_absent (void)
{
  guint8 out[32] = { 7 };
  gint64 value = 5;
  g_autoptr (MotusMessage) message
      = parse ("{\"type\":\"auth_result\",\"ok\":false}", MOTUS_SENDER_RELAY);
  g_assert_false (motus_message_has (message, "re"));
  g_assert_null (motus_message_get_text (message, "re"));
  g_assert_null (motus_message_get_text (message, "device_token"));
  g_assert_null (motus_message_get_bytes (message, "device_token"));
  g_assert_false (motus_message_get_exact (message, "device_token", out, sizeof out));
  g_assert_false (motus_message_get_int (message, "retry_after", &value));
  g_assert_false (motus_message_get_limit (message, "limits", "frame", &value));
  g_assert_false (motus_message_get_bool (message, "ok"));
  g_assert_cmpuint (motus_message_get_count (message, "limits"), ==, 0);
  g_assert_cmpint (value, ==, 5);
  g_assert_cmpuint (out[0], ==, 7);
  g_assert_null (motus_message_get_body (message));
}

static void
test_lists (void)
{
  g_autoptr (MotusMessage) message = motus_message_new (MOTUS_MESSAGE_ACK);
  motus_message_set_text (message, "re", "r-1");
  motus_message_add_name (message, "undelivered", "bob");
  motus_message_add_name (message, "undelivered", "alice");
  assert_header (message, "{\"type\":\"ack\",\"re\":\"r-1\",\"undelivered\":[\"bob\",\"alice\"]}");
  g_assert_cmpuint (motus_message_get_count (message, "undelivered"), ==, 2);
  g_assert_cmpstr (motus_message_get_name_at (message, "undelivered", 1), ==, "alice");
}

static void
test_limits (void)
{
  gint64 value = 0;
  g_autoptr (MotusMessage) message = motus_message_new (MOTUS_MESSAGE_AUTH_RESULT);
  motus_message_set_bool (message, "ok", TRUE);
  motus_message_add_limit (message, "limits", "frame", 1048576);
  motus_message_add_limit (message, "limits", "targets", 1024);
  assert_header (message, "{\"type\":\"auth_result\",\"ok\":true,"
                          "\"limits\":{\"frame\":1048576,\"targets\":1024}}");
  g_assert_true (motus_message_get_limit (message, "limits", "targets", &value));
  g_assert_cmpint (value, ==, 1024);
  g_assert_false (motus_message_get_limit (message, "limits", "target", &value));
}

static void
append_key (const char *name, const char *text, gpointer user_data)
{
  g_string_append_printf (user_data, "%s=%.4s;", name, text);
}

static void
test_keys (void)
{
  guint8 key[64] = { 0 };
  g_autoptr (GString) found = g_string_new (NULL);
  g_autoptr (MotusMessage) message = motus_message_new (MOTUS_MESSAGE_PEER_KEYS);
  motus_message_add_key (message, "keys", "bob", key, sizeof key);
  key[0] = 0xff;
  motus_message_add_key (message, "keys", "alice", key, sizeof key);
  motus_message_add_key_text (message, "signing_keys", "bob",
                              "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=");
  g_autoptr (GBytes) frame = motus_message_encode (message, NULL);
  g_assert_nonnull (frame);

  motus_message_each_key (message, "keys", append_key, found);
  motus_message_each_key (message, "signing_keys", append_key, found);
  g_assert_cmpstr (found->str, ==, "bob=AAAA;alice=/wAA;bob=AAAA;");
  g_autoptr (GBytes) bytes = motus_message_get_key (message, "keys", "alice");
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), key, sizeof key);
  g_assert_null (motus_message_get_key (message, "keys", "carol"));
}

static void
append_change (const char *username, gboolean online, gpointer user_data)
{
  g_string_append_printf (user_data, "%s=%d;", username, online);
}

static void
test_changes (void)
{
  g_autoptr (GString) found = g_string_new (NULL);
  g_autoptr (MotusMessage) message = motus_message_new (MOTUS_MESSAGE_PRESENCE);
  motus_message_add_change (message, "changes", "bob", TRUE);
  motus_message_add_change (message, "changes", "alice", FALSE);
  assert_header (message, "{\"type\":\"presence\",\"changes\":["
                          "{\"username\":\"bob\",\"online\":true},"
                          "{\"username\":\"alice\",\"online\":false}]}");
  motus_message_each_change (message, "changes", append_change, found);
  g_assert_cmpstr (found->str, ==, "bob=1;alice=0;");
}

static void
test_empty_keys (void)
{
  g_autoptr (MotusMessage) message = motus_message_new (MOTUS_MESSAGE_PEER_KEYS);
  motus_message_set_empty (message, "keys");
  motus_message_set_empty (message, "signing_keys");
  assert_header (message, "{\"type\":\"peer_keys\",\"keys\":{},\"signing_keys\":{}}");
}

static MotusMessage *
new_envelope (void)
{
  guint8 key[256] = { 0 };
  MotusMessage *message = motus_message_new (MOTUS_MESSAGE_ENCRYPTED_SEND);
  motus_message_set_text (message, "from", "alice");
  motus_message_add_name (message, "targets", "bob");
  motus_message_add_int (message, "seqs", 9);
  motus_message_add_key (message, "keys", "bob", key, sizeof key);
  motus_message_set_bytes (message, "nonce", key, 16);
  motus_message_set_bytes (message, "tag", key, 16);
  return message;
}

static void
assert_ciphertext (const MotusMessage *message, const char *expected)
{
  g_autoptr (GBytes) found = motus_message_get_ciphertext (message);
  g_assert_cmpmem (g_bytes_get_data (found, NULL), g_bytes_get_size (found), expected,
                   strlen (expected));
}

/* Both spellings of a ciphertext, and the empty one that a frame does not carry. */
static void
test_ciphertext (void)
{
  g_autoptr (MotusMessage) message = new_envelope ();
  assert_ciphertext (message, "");
  g_autoptr (GBytes) empty = g_bytes_new (NULL, 0);
  motus_message_set_body (message, empty);
  g_assert_null (motus_message_get_body (message));

  motus_message_set_bytes (message, "ciphertext", "xyz", 3);
  assert_ciphertext (message, "xyz");

  g_autoptr (MotusMessage) other = new_envelope ();
  g_autoptr (GBytes) body = g_bytes_new_static ("abc", 3);
  motus_message_set_body (other, body);
  assert_ciphertext (other, "abc");
  g_assert_cmpint (motus_message_get_int_at (other, "seqs", 0), ==, 9);
  g_autoptr (GBytes) frame = motus_message_encode (other, NULL);
  const char *data = g_bytes_get_data (frame, NULL);
  g_assert_cmpmem (data + g_bytes_get_size (frame) - 5, 5, "}\0abc", 5);
}

static void
assert_no_encode (const MotusMessage *message, int code)
{
  g_autoptr (GError) error = NULL;
  g_assert_null (motus_message_encode (message, &error));
  g_assert_error (error, MOTUS_WIRE_ERROR, code);
}

/* What a person typed and a field does not take is reported when the message is to be sent. */
static void
test_refused_values (void)
{
  static const char *const names[] = { "x\n", "\xff", "\xe2\x80\xae", "12345678901234567890123456789012"
                                       "345678901234567890123456789012345" };
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (MotusMessage) message = motus_message_new (MOTUS_MESSAGE_ROOM_INVITE);
      motus_message_set_text (message, "target", "bob");
      motus_message_set_text (message, "name", names[i]);
      g_assert_false (motus_message_has (message, "name"));
      assert_no_encode (message, MOTUS_WIRE_ERROR_BAD_MESSAGE);
    }
}

static void
test_refused_kinds (void)
{
  static const guint8 zeros[65] = { 0 };
  g_autoptr (MotusMessage) name = new_envelope ();
  g_autoptr (MotusMessage) number = new_envelope ();
  g_autoptr (MotusMessage) bytes = new_envelope ();
  g_autoptr (MotusMessage) base64 = new_envelope ();
  g_autoptr (MotusMessage) key = new_envelope ();
  g_autoptr (MotusMessage) element = new_envelope ();

  motus_message_set_text (name, "from", "Alice");
  motus_message_set_int (number, "depth", 0);
  motus_message_set_bytes (bytes, "signature", zeros, 65);
  motus_message_set_text (base64, "tag", "AAAA");
  motus_message_add_key_text (key, "keys", "bob", "****");
  motus_message_add_int (element, "seqs", 0);
  assert_no_encode (name, MOTUS_WIRE_ERROR_BAD_MESSAGE);
  assert_no_encode (number, MOTUS_WIRE_ERROR_BAD_MESSAGE);
  assert_no_encode (bytes, MOTUS_WIRE_ERROR_BAD_MESSAGE);
  assert_no_encode (base64, MOTUS_WIRE_ERROR_BAD_MESSAGE);
  assert_no_encode (key, MOTUS_WIRE_ERROR_BAD_MESSAGE);
  assert_no_encode (element, MOTUS_WIRE_ERROR_BAD_MESSAGE);
}

static void
test_incomplete (void)
{
  g_autoptr (MotusMessage) message = motus_message_new (MOTUS_MESSAGE_ROOM_LEAVE);
  assert_no_encode (message, MOTUS_WIRE_ERROR_BAD_MESSAGE);
  motus_message_set_text (message, "room", ID_TEXT);
  assert_header (message, "{\"type\":\"room_leave\",\"room\":\"" ID_TEXT "\"}");

  g_autoptr (MotusMessage) twice = new_envelope ();
  motus_message_add_name (twice, "targets", "bob");
  assert_no_encode (twice, MOTUS_WIRE_ERROR_BAD_MESSAGE);
}

static void
test_too_many (void)
{
  g_autoptr (MotusMessage) message = motus_message_new (MOTUS_MESSAGE_ACK);
  motus_message_set_text (message, "re", "x");
  for (guint i = 0; i < 1025; i++)
    {
      g_autofree char *name = g_strdup_printf ("name%u", i);
      motus_message_add_name (message, "undelivered", name);
    }
  g_assert_cmpuint (motus_message_get_count (message, "undelivered"), ==, 1024);
  assert_no_encode (message, MOTUS_WIRE_ERROR_BAD_MESSAGE);
}

/* 256 keys of 1,024 bytes and their signing keys fit a frame; nothing that the schema takes is larger
 * than one, but for an envelope with both all its keys and the longest ciphertext. */
static void
test_too_large (void)
{
  guint8 key[256] = { 0 };
  g_autoptr (MotusMessage) message = motus_message_new (MOTUS_MESSAGE_ENCRYPTED_SEND);
  motus_message_set_text (message, "from", "alice");
  motus_message_set_bytes (message, "nonce", key, 16);
  motus_message_set_bytes (message, "tag", key, 16);
  for (guint i = 0; i < 1024; i++)
    {
      g_autofree char *name = g_strdup_printf ("name%u", i);
      motus_message_add_name (message, "targets", name);
      motus_message_add_key (message, "keys", name, key, sizeof key);
    }
  g_autoptr (GBytes) ciphertext = g_bytes_new_take (g_malloc0 (524288), 524288);
  motus_message_set_body (message, ciphertext);
  g_autoptr (GBytes) frame = motus_message_encode (message, NULL);
  g_assert_nonnull (frame);

  motus_message_set_body (message, NULL);
  motus_message_set_bytes (message, "ciphertext", g_bytes_get_data (ciphertext, NULL), 524288);
  assert_no_encode (message, MOTUS_WIRE_ERROR_TOO_LARGE);
}

/* A message that was read can be changed and written again. */
static void
test_change_parsed (void)
{
  g_autoptr (MotusMessage) message
      = parse ("{\"name\":\"old\",\"target\":\"bob\",\"type\":\"room_invite\"}", MOTUS_SENDER_CLIENT);
  motus_message_set_text (message, "name", "new");
  motus_message_set_text (message, "id", "7");
  assert_header (message, "{\"type\":\"room_invite\",\"id\":\"7\",\"target\":\"bob\",\"name\":\"new\"}");
}

static void
test_ref (void)
{
  MotusMessage *message = parse ("{\"type\":\"ping\",\"id\":\"a\"}", MOTUS_SENDER_CLIENT);
  g_assert_true (motus_message_ref (message) == message);
  motus_message_unref (message);
  g_assert_cmpstr (motus_message_get_text (message, "id"), ==, "a");
  motus_message_unref (message);
  motus_message_unref (NULL);
}

static void
misuse (int which)
{
  g_autoptr (MotusMessage) message = motus_message_new (MOTUS_MESSAGE_PING);
  if (which == 0)
    motus_message_get_text (message, "name");
  if (which == 1)
    motus_message_set_int (message, "id", 1);
  if (which == 2)
    motus_message_get_ciphertext (message);
}

static void
test_misuse (void)
{
  for (int which = 0; which < 3; which++)
    {
      g_autofree char *path = g_strdup_printf ("/message/misuse/%d", which);
      g_test_trap_subprocess (path, 0, 0);
      g_test_trap_assert_failed ();
    }
}

static void
test_misuse_child (gconstpointer which)
{
  if (g_test_subprocess ())
    misuse (GPOINTER_TO_INT (which));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/message/scalars", test_scalars);
  g_test_add_func ("/message/absent", test_absent);
  g_test_add_func ("/message/lists", test_lists);
  g_test_add_func ("/message/limits", test_limits);
  g_test_add_func ("/message/keys", test_keys);
  g_test_add_func ("/message/changes", test_changes);
  g_test_add_func ("/message/empty-keys", test_empty_keys);
  g_test_add_func ("/message/ciphertext", test_ciphertext);
  g_test_add_func ("/message/refused-values", test_refused_values);
  g_test_add_func ("/message/refused-kinds", test_refused_kinds);
  g_test_add_func ("/message/incomplete", test_incomplete);
  g_test_add_func ("/message/too-many", test_too_many);
  g_test_add_func ("/message/too-large", test_too_large);
  g_test_add_func ("/message/change-parsed", test_change_parsed);
  g_test_add_func ("/message/ref", test_ref);
  g_test_add_func ("/message/misuse", test_misuse);
  g_test_add_data_func ("/message/misuse/0", GINT_TO_POINTER (0), test_misuse_child);
  g_test_add_data_func ("/message/misuse/1", GINT_TO_POINTER (1), test_misuse_child);
  g_test_add_data_func ("/message/misuse/2", GINT_TO_POINTER (2), test_misuse_child);
  return g_test_run ();
}
