/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sealed.h"

#include <gio/gio.h>
#include <glib/gstdio.h>

#include "motus-frame.h"

MotusVault *
sealed_new_vault (const char *dir, const char *name)
{
  g_autofree char *path = g_build_filename (dir, name, NULL);
  g_autoptr (GError) error = NULL;
  MotusVault *vault = motus_vault_new (name, motus_key_bundle_generate (NULL), path, &error);

  g_assert_no_error (error);
  return vault;
}

static MotusRsaPublicKey *
public_key (MotusVault *vault)
{
  return motus_rsa_key_get_public (motus_key_bundle_get_rsa (motus_vault_get_bundle (vault)));
}

static void
free_recipient (gpointer data)
{
  motus_recipient_free (data);
}

MotusMessage *
sealed_write (MotusVault *from, const char *id, const char *text, guint64 depth,
              MotusEnvelopeMode mode, const char *room, MotusVault *const *to)
{
  g_autoptr (MotusMessageRecord) record = motus_message_record_new ();
  g_autoptr (GPtrArray) recipients = g_ptr_array_new_with_free_func (free_recipient);
  g_autoptr (GError) error = NULL;

  record->conversation = g_strdup (room != NULL ? room : "everyone");
  record->id = g_strdup (id);
  record->sender = g_strdup (motus_vault_get_name (from));
  record->mine = TRUE;
  record->delivery = MOTUS_DELIVERY_WAITING;
  record->sent_at = 1700000000000;
  record->depth = depth;
  record->text = g_strdup (text);
  for (; *to != NULL; to++)
    g_ptr_array_add (recipients, motus_recipient_new (motus_vault_get_name (*to), public_key (*to)));
  g_autoptr (GBytes) frame = motus_vault_seal (from, record, room, mode, recipients, &error);
  g_assert_no_error (error);
  g_autoptr (GBytes) bare = g_bytes_new_from_bytes (
    frame, MOTUS_FRAME_PREFIX, g_bytes_get_size (frame) - MOTUS_FRAME_PREFIX);
  MotusMessage *message = motus_message_parse (bare, MOTUS_SENDER_CLIENT, NULL, &error);
  g_assert_no_error (error);
  return message;
}

static void
copy_bytes (MotusMessage *from, const char *field, MotusMessage *to)
{
  g_autoptr (GBytes) bytes = motus_message_get_bytes (from, field);

  motus_message_set_bytes (to, field, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

MotusMessage *
sealed_narrow (MotusMessage *sent, const char *to)
{
  static const char *const texts[] = { "id", "from", "mode", "room" };
  static const char *const ints[] = { "depth", "sent_at" };
  MotusMessage *message = motus_message_new (MOTUS_MESSAGE_ENCRYPTED_MESSAGE);
  g_autoptr (GBytes) key = motus_message_get_key (sent, "keys", to);
  gint64 value;

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    if (motus_message_has (sent, texts[i]))
      motus_message_set_text (message, texts[i], motus_message_get_text (sent, texts[i]));
  for (gsize i = 0; i < G_N_ELEMENTS (ints); i++)
    if (motus_message_get_int (sent, ints[i], &value))
      motus_message_set_int (message, ints[i], value);
  for (gsize i = 0; i < motus_message_get_count (sent, "targets"); i++)
    {
      motus_message_add_name (message, "targets", motus_message_get_name_at (sent, "targets", i));
      motus_message_add_int (message, "seqs", motus_message_get_int_at (sent, "seqs", i));
    }
  copy_bytes (sent, "nonce", message);
  copy_bytes (sent, "tag", message);
  copy_bytes (sent, "signature", message);
  if (key != NULL)
    motus_message_set_bytes (message, "key", g_bytes_get_data (key, NULL), g_bytes_get_size (key));
  g_autoptr (GBytes) body = motus_message_get_ciphertext (sent);
  motus_message_set_body (message, body);
  return message;
}

MotusMessage *
sealed_peer_keys (MotusVault *const *vaults)
{
  MotusMessage *message = motus_message_new (MOTUS_MESSAGE_PEER_KEYS);

  for (; *vaults != NULL; vaults++)
    {
      GBytes *spki = motus_rsa_public_key_get_spki (public_key (*vaults));
      const char *name = motus_vault_get_name (*vaults);
      motus_message_add_key (message, "keys", name, g_bytes_get_data (spki, NULL),
                             g_bytes_get_size (spki));
      motus_message_add_key (message, "signing_keys", name,
                             motus_key_bundle_get_signing_public (motus_vault_get_bundle (*vaults)),
                             MOTUS_ED25519_PUBLIC_SIZE);
    }
  return message;
}

char *
sealed_id (guint number)
{
  return g_strdup_printf ("%032x", number);
}

void
sealed_remove (const char *dir)
{
  g_autoptr (GDir) entries = g_dir_open (dir, 0, NULL);
  const char *name;

  while (entries != NULL && (name = g_dir_read_name (entries)) != NULL)
    {
      g_autofree char *path = g_build_filename (dir, name, NULL);
      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        sealed_remove (path);
      else
        g_unlink (path);
    }
  g_rmdir (dir);
}
