/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "motus-client-private.h"
#include "motus-frame.h"
#include "motus-key-file.h"
#include "sealed.h"

/* A client of "bob" that is told what a relay would tell it, and others who write to him. */
typedef struct {
  char *dir;
  MotusVault *alice, *carol, *mallory;
  MotusVault *bob;              /* bob's keys, for those who seal */
  MotusClient *client;
  guint received;
  GString *refused;
} Fixture;

#define PASSWORD "correct horse battery"

static void
received_cb (MotusClient *client, MotusConversation *conversation, MotusChatMessage *line,
             Fixture *fixture)
{
  fixture->received++;
}

static void
refused_cb (MotusClient *client, const char *from, const GError *error, Fixture *fixture)
{
  g_string_append_printf (fixture->refused, "%s ", motus_client_error_get_name (error));
}

static void
unlocked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  motus_client_unlock_finish (MOTUS_CLIENT (source), result, &error);
  g_assert_no_error (error);
  *(gboolean *) user_data = TRUE;
}

static void
open_client (Fixture *fixture)
{
  gboolean done = FALSE;

  fixture->client = motus_client_new (fixture->dir, "bob");
  g_signal_connect (fixture->client, "message-received", G_CALLBACK (received_cb), fixture);
  g_signal_connect (fixture->client, "message-refused", G_CALLBACK (refused_cb), fixture);
  motus_client_unlock_async (fixture->client, PASSWORD, NULL, unlocked_cb, &done);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
}

/* Until nothing is under way in the worker any more. */
static void
close_client (Fixture *fixture)
{
  gpointer client = fixture->client;

  g_object_add_weak_pointer (client, &client);
  g_object_unref (fixture->client);
  while (client != NULL)
    g_main_context_iteration (NULL, TRUE);
  fixture->client = NULL;
}

static void
ping_cb (gpointer data)
{
  *(gboolean *) data = TRUE;
}

static void
nothing (gpointer data)
{
}

static void
settle (Fixture *fixture)
{
  gboolean done = FALSE;

  motus_worker_push (fixture->client->worker, nothing, ping_cb, &done, NULL);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
}

static void
introduce (Fixture *fixture, MotusVault *const *vaults)
{
  g_autoptr (MotusMessage) keys = sealed_peer_keys (vaults);

  motus_client_handle_peer_keys (fixture->client, keys);
  settle (fixture);
}

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  fixture->dir = g_dir_make_tmp ("motus-inbox-XXXXXX", NULL);
  fixture->refused = g_string_new (NULL);

  g_autofree char *folder = g_build_filename (fixture->dir, "bob", NULL);
  g_autofree char *path = motus_client_key_path (folder);
  g_autofree char *others = g_build_filename (fixture->dir, "others", NULL);
  g_autoptr (GError) error = NULL;
  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_cmpint (g_mkdir_with_parents (others, 0700), ==, 0);
  fixture->alice = sealed_new_vault (others, "alice");
  fixture->carol = sealed_new_vault (others, "carol");
  fixture->mallory = sealed_new_vault (others, "mallory");
  fixture->bob = sealed_new_vault (others, "bob");
  motus_key_file_save (path, PASSWORD, motus_vault_get_bundle (fixture->bob), FALSE, &error);
  g_assert_no_error (error);
  open_client (fixture);
  MotusVault *const known[] = { fixture->alice, fixture->carol, fixture->mallory, NULL };
  introduce (fixture, known);
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  if (fixture->client != NULL)
    close_client (fixture);
  motus_vault_free (fixture->alice);
  motus_vault_free (fixture->carol);
  motus_vault_free (fixture->mallory);
  motus_vault_free (fixture->bob);
  sealed_remove (fixture->dir);
  g_free (fixture->dir);
  g_string_free (fixture->refused, TRUE);
}

static MotusMessage *
write_to_bob (Fixture *fixture, MotusVault *from, guint number, MotusEnvelopeMode mode)
{
  MotusVault *const to[] = { fixture->bob, NULL };
  g_autofree char *id = sealed_id (number);
  g_autofree char *text = g_strdup_printf ("text %u", number);

  return sealed_write (from, id, text, number, mode, NULL, to);
}

static MotusMessage *
arrives (Fixture *fixture, MotusVault *from, guint number, MotusEnvelopeMode mode)
{
  g_autoptr (MotusMessage) sent = write_to_bob (fixture, from, number, mode);

  return sealed_narrow (sent, "bob");
}

static void
deliver (Fixture *fixture, MotusMessage *message)
{
  motus_client_handle_message (fixture->client, message);
  settle (fixture);
}

static void
assert_refused (Fixture *fixture, const char *expected)
{
  g_assert_cmpstr (fixture->refused->str, ==, expected);
  g_assert_cmpuint (fixture->received, ==, 0);
  g_string_truncate (fixture->refused, 0);
}

/* The ids of a conversation as numbers, "gap N" for what is missing. */
static char *
lines_of (MotusConversation *conversation)
{
  GString *lines = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (conversation)); i++)
    {
      g_autoptr (MotusChatMessage) line = g_list_model_get_item (G_LIST_MODEL (conversation), i);
      if (motus_chat_message_get_kind (line) == MOTUS_CHAT_GAP)
        g_string_append_printf (lines, "gap(%s) ", motus_chat_message_get_text (line));
      else
        g_string_append_printf (lines, "%lu ",
                                strtoul (motus_chat_message_get_id (line), NULL, 16));
    }
  return g_string_free (lines, FALSE);
}

/* Fifty messages in any order, the seventh dropped: order by cause, one gap line in its place. Then
 * the same after a restart; then the seventh comes after all. */
static void
test_shuffle (Fixture *fixture, gconstpointer unused)
{
  MotusMessage *messages[50];
  guint order[50];
  g_autoptr (GString) expected = g_string_new (NULL);

  for (guint i = 0; i < 50; i++)
    {
      messages[i] = arrives (fixture, fixture->alice, i + 1, MOTUS_ENVELOPE_BROADCAST);
      order[i] = i;
      if (i + 1 == 8)
        g_string_append (expected, "gap(1 message from alice is missing) ");
      if (i + 1 != 7)
        g_string_append_printf (expected, "%u ", i + 1);
    }
  for (guint i = 49; i > 0; i--)
    {
      guint other = (guint) g_random_int_range (0, (gint32) i + 1);
      guint kept = order[i];
      order[i] = order[other];
      order[other] = kept;
    }
  for (guint i = 0; i < 50; i++)
    if (order[i] != 6)
      motus_client_handle_message (fixture->client, messages[order[i]]);
  settle (fixture);
  g_autofree char *lines = lines_of (motus_client_get_conversation (fixture->client, NULL));
  g_assert_cmpstr (lines, ==, expected->str);
  g_assert_cmpuint (fixture->received, ==, 49);

  close_client (fixture);
  open_client (fixture);
  g_autofree char *again = lines_of (motus_client_get_conversation (fixture->client, NULL));
  g_assert_cmpstr (again, ==, expected->str);

  for (guint i = 0; i < 50; i++)
    motus_client_handle_message (fixture->client, messages[i]);
  settle (fixture);
  g_autofree char *whole = lines_of (motus_client_get_conversation (fixture->client, NULL));
  g_assert_null (strstr (whole, "gap"));
  g_assert_cmpuint (fixture->received, ==, 50);
  g_assert_cmpstr (fixture->refused->str, ==, "");
  for (guint i = 0; i < 50; i++)
    motus_message_unref (messages[i]);
}

static void
test_replayed (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (MotusMessage) message
    = arrives (fixture, fixture->alice, 1, MOTUS_ENVELOPE_PRIVATE);

  for (guint i = 0; i < 3; i++)
    deliver (fixture, message);
  close_client (fixture);
  open_client (fixture);
  for (guint i = 0; i < 3; i++)
    deliver (fixture, message);
  g_assert_cmpuint (fixture->received, ==, 1);
  g_autofree char *lines = lines_of (motus_client_get_conversation (fixture->client, "alice"));
  g_assert_cmpstr (lines, ==, "1 ");
}

/* Whatever a relay changes in a message, it is not shown. */
static void
test_changed (Fixture *fixture, gconstpointer unused)
{
  static const struct {
    const char *field;
    const char *text;
    const char *refused;
  } rows[] = {
    { "from", "mallory", "E_SENDER " },
    { "from", "carol", "E_SENDER " },
    { "from", "nobody", "E_SENDER " },
    { "from", "bob", "E_SENDER " },
    { "id", "000000000000000000000000000000ff", "E_SENDER " },
    { "mode", "broadcast", "E_SENDER " },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (MotusMessage) message
        = arrives (fixture, fixture->alice, (guint) i + 1, MOTUS_ENVELOPE_PRIVATE);
      motus_message_set_text (message, rows[i].field, rows[i].text);
      deliver (fixture, message);
      assert_refused (fixture, rows[i].refused);
    }
}

static void
test_numbers_changed (Fixture *fixture, gconstpointer unused)
{
  static const char *const fields[] = { "sent_at", "depth" };

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      g_autoptr (MotusMessage) message
        = arrives (fixture, fixture->alice, (guint) i + 1, MOTUS_ENVELOPE_PRIVATE);
      motus_message_set_int (message, fields[i], 77);
      deliver (fixture, message);
      assert_refused (fixture, "E_SENDER ");
    }
}

static void
flip (MotusMessage *message, const char *field, gsize byte, guint bit)
{
  g_autoptr (GBytes) bytes = motus_message_get_bytes (message, field);
  g_autofree guint8 *copy = g_memdup2 (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));

  copy[byte] ^= (guint8) (1u << bit);
  motus_message_set_bytes (message, field, copy, g_bytes_get_size (bytes));
}

static void
test_bits_flipped (Fixture *fixture, gconstpointer unused)
{
  static const struct {
    const char *field;
    gsize bytes;
    gsize step;
  } rows[] = { { "nonce", 16, 3 }, { "tag", 16, 3 }, { "signature", 64, 7 }, { "key", 256, 51 } };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    for (gsize byte = 0; byte < rows[i].bytes; byte += rows[i].step)
      {
        g_autoptr (MotusMessage) message
          = arrives (fixture, fixture->alice, 1, MOTUS_ENVELOPE_PRIVATE);
        flip (message, rows[i].field, byte, (guint) byte % 8);
        deliver (fixture, message);
        assert_refused (fixture, "E_SENDER ");
      }
}

/* Written for carol, and handed to bob with a key of bob's. */
static void
test_readdressed (Fixture *fixture, gconstpointer unused)
{
  MotusVault *const carol[] = { fixture->carol, NULL };
  g_autofree char *id = sealed_id (1);
  g_autoptr (MotusMessage) sent = sealed_write (fixture->alice, id, "for carol", 1,
                                                MOTUS_ENVELOPE_PRIVATE, NULL, carol);
  g_autoptr (MotusMessage) to_carol = sealed_narrow (sent, "carol");
  g_autofree char *other_id = sealed_id (2);
  g_autoptr (MotusMessage) shouted = sealed_write (fixture->alice, other_id, "for carol", 1,
                                                   MOTUS_ENVELOPE_BROADCAST, NULL, carol);
  g_autoptr (MotusMessage) to_all = sealed_narrow (shouted, "carol");

  deliver (fixture, to_carol);
  assert_refused (fixture, "E_BINDING ");
  deliver (fixture, to_all);
  assert_refused (fixture, "E_BINDING ");
}

static void
test_foreign_room (Fixture *fixture, gconstpointer unused)
{
  MotusVault *const bob[] = { fixture->bob, NULL };
  g_autofree char *id = sealed_id (1);
  g_autofree char *room = sealed_id (99);
  g_autoptr (MotusMessage) sent = sealed_write (fixture->alice, id, "psst", 1, MOTUS_ENVELOPE_ROOM,
                                                room, bob);
  g_autoptr (MotusMessage) message = sealed_narrow (sent, "bob");

  deliver (fixture, message);
  assert_refused (fixture, "E_BINDING ");
}

/* The same message without what proves it. */
static MotusMessage *
strip (MotusMessage *signed_one)
{
  MotusMessage *bare = motus_message_new (MOTUS_MESSAGE_ENCRYPTED_MESSAGE);
  static const char *const bytes[] = { "nonce", "tag", "key" };
  gint64 sent_at = 0;

  motus_message_set_text (bare, "id", motus_message_get_text (signed_one, "id"));
  motus_message_set_text (bare, "from", motus_message_get_text (signed_one, "from"));
  motus_message_set_text (bare, "mode", motus_message_get_text (signed_one, "mode"));
  motus_message_get_int (signed_one, "sent_at", &sent_at);
  motus_message_set_int (bare, "sent_at", sent_at);
  for (gsize i = 0; i < G_N_ELEMENTS (bytes); i++)
    {
      g_autoptr (GBytes) value = motus_message_get_bytes (signed_one, bytes[i]);
      motus_message_set_bytes (bare, bytes[i], g_bytes_get_data (value, NULL),
                               g_bytes_get_size (value));
    }
  motus_message_set_body (bare, motus_message_get_body (signed_one));
  return bare;
}

static void
test_unsigned (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (MotusMessage) message
    = arrives (fixture, fixture->alice, 1, MOTUS_ENVELOPE_PRIVATE);
  g_autoptr (MotusMessage) bare = strip (message);

  deliver (fixture, bare);
  assert_refused (fixture, "E_SENDER ");
}

/* An account that never had a signing key: shown, marked as not proven, once. */
static void
test_seed_client (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (MotusMessage) keys = motus_message_new (MOTUS_MESSAGE_PEER_KEYS);
  MotusRsaKey *rsa = motus_key_bundle_get_rsa (motus_vault_get_bundle (fixture->alice));
  GBytes *spki = motus_rsa_public_key_get_spki (motus_rsa_key_get_public (rsa));
  g_autoptr (MotusMessage) message
    = arrives (fixture, fixture->alice, 1, MOTUS_ENVELOPE_PRIVATE);
  g_autoptr (MotusMessage) bare = strip (message);

  motus_message_add_key (keys, "keys", "oldie", g_bytes_get_data (spki, NULL),
                         g_bytes_get_size (spki));
  motus_client_handle_peer_keys (fixture->client, keys);
  motus_message_set_text (bare, "from", "oldie");
  deliver (fixture, bare);
  motus_message_set_text (bare, "id", "000000000000000000000000000000aa");
  deliver (fixture, bare);
  g_assert_cmpuint (fixture->received, ==, 1);
  MotusConversation *conversation = motus_client_get_conversation (fixture->client, "oldie");
  g_autoptr (MotusChatMessage) line = g_list_model_get_item (G_LIST_MODEL (conversation), 0);
  g_assert_cmpint (motus_chat_message_get_proof (line), ==, MOTUS_PROOF_UNSIGNED);
  g_assert_false (motus_contact_signs (motus_conversation_get_contact (conversation)));
}

static void
tell_members (Fixture *fixture, const char *room, const char *name)
{
  g_autoptr (MotusMessage) message = motus_message_new (MOTUS_MESSAGE_ROOM_MEMBERS);

  motus_message_set_text (message, "room", room);
  motus_message_set_text (message, "name", name);
  motus_message_add_name (message, "members", "alice");
  motus_message_add_name (message, "members", "bob");
  motus_client_handle_members (fixture->client, message);
}

/* What one knows a room by stays: whoever could exchange the names of two would have each read what
 * is meant for the other. */
static void
test_room_renamed (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *id = sealed_id (99);

  tell_members (fixture, id, "Family");
  tell_members (fixture, id, "Work");
  g_assert_cmpstr (motus_conversation_get_title (motus_client_get_room (fixture->client, id)), ==,
                   "Family");
  settle (fixture);
  close_client (fixture);
  open_client (fixture);
  tell_members (fixture, id, "Work");
  g_assert_cmpstr (motus_conversation_get_title (motus_client_get_room (fixture->client, id)), ==,
                   "Family");
}

/* After the relay swapped alice's key, what the false key signs is refused, what the pinned one signs
 * is shown, and nothing can be sent. */
static void
test_swapped (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *other_dir = g_build_filename (fixture->dir, "false", NULL);
  g_assert_cmpint (g_mkdir_with_parents (other_dir, 0700), ==, 0);
  g_autoptr (MotusVault) impostor = sealed_new_vault (other_dir, "alice");
  MotusVault *const swapped[] = { impostor, NULL };
  MotusConversation *conversation = motus_client_get_conversation (fixture->client, "alice");
  MotusContact *contact = motus_conversation_get_contact (conversation);
  g_autoptr (GError) error = NULL;

  introduce (fixture, swapped);
  g_assert_cmpint (motus_contact_get_trust (contact), ==, MOTUS_TRUST_CHANGED);
  g_autoptr (MotusMessage) forged = arrives (fixture, impostor, 1, MOTUS_ENVELOPE_PRIVATE);
  deliver (fixture, forged);
  assert_refused (fixture, "E_SENDER ");
  g_assert_null (motus_client_find_recipients (fixture->client, conversation, NULL, &error));
  g_assert_error (error, MOTUS_CLIENT_ERROR, MOTUS_CLIENT_ERROR_KEY_CHANGED);
  g_autoptr (MotusMessage) real = arrives (fixture, fixture->alice, 2, MOTUS_ENVELOPE_PRIVATE);
  deliver (fixture, real);
  g_assert_cmpuint (fixture->received, ==, 1);

  close_client (fixture);
  open_client (fixture);
  conversation = motus_client_get_conversation (fixture->client, "alice");
  contact = motus_conversation_get_contact (conversation);
  g_assert_cmpint (motus_contact_get_trust (contact), ==, MOTUS_TRUST_CHANGED);
  motus_client_accept_key (fixture->client, contact);
  g_assert_cmpint (motus_contact_get_trust (contact), ==, MOTUS_TRUST_PINNED);
  g_autoptr (MotusMessage) accepted = arrives (fixture, impostor, 3, MOTUS_ENVELOPE_PRIVATE);
  deliver (fixture, accepted);
  g_assert_cmpuint (fixture->received, ==, 2);
}

static void
test_own_key_swapped (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *other_dir = g_build_filename (fixture->dir, "false", NULL);
  g_assert_cmpint (g_mkdir_with_parents (other_dir, 0700), ==, 0);
  g_autoptr (MotusVault) impostor = sealed_new_vault (other_dir, "bob");
  MotusVault *const swapped[] = { impostor, NULL };
  MotusVault *const right[] = { fixture->bob, NULL };

  introduce (fixture, right);
  g_assert_cmpint (fixture->client->state, ==, MOTUS_CONNECTION_OFFLINE);
  introduce (fixture, swapped);
  g_assert_cmpint (fixture->client->state, ==, MOTUS_CONNECTION_STOPPED);
  g_assert_error (fixture->client->status_error, MOTUS_CLIENT_ERROR,
                  MOTUS_CLIENT_ERROR_KEY_CHANGED);
}

static void
test_not_a_text (Fixture *fixture, gconstpointer unused)
{
  MotusVault *const bob[] = { fixture->bob, NULL };
  g_autofree char *id = sealed_id (1);
  g_autoptr (MotusMessage) sent = sealed_write (fixture->alice, id, "\xff\xfe", 1,
                                                MOTUS_ENVELOPE_PRIVATE, NULL, bob);
  g_autoptr (MotusMessage) message = sealed_narrow (sent, "bob");

  deliver (fixture, message);
  g_assert_cmpuint (fixture->received, ==, 0);
  MotusConversation *conversation = motus_client_get_conversation (fixture->client, "alice");
  g_autoptr (MotusChatMessage) line = g_list_model_get_item (G_LIST_MODEL (conversation), 0);
  g_assert_cmpint (motus_chat_message_get_kind (line), ==, MOTUS_CHAT_NOTICE);
  g_assert_true (g_utf8_validate (motus_chat_message_get_text (line), -1, NULL));
}

#define ADD(name, func) \
  g_test_add ("/inbox/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("shuffle", test_shuffle);
  ADD ("replayed", test_replayed);
  ADD ("changed", test_changed);
  ADD ("numbers-changed", test_numbers_changed);
  ADD ("bits-flipped", test_bits_flipped);
  ADD ("readdressed", test_readdressed);
  ADD ("foreign-room", test_foreign_room);
  ADD ("unsigned", test_unsigned);
  ADD ("seed-client", test_seed_client);
  ADD ("room-renamed", test_room_renamed);
  ADD ("swapped", test_swapped);
  ADD ("own-key-swapped", test_own_key_swapped);
  ADD ("not-a-text", test_not_a_text);
  return g_test_run ();
}
