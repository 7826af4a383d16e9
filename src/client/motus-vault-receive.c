/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-vault.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "motus-client.h"
#include "motus-mention.h"
#include "motus-received.h"

void
motus_incoming_free (MotusIncoming *incoming)
{
  if (incoming == NULL)
    return;
  g_clear_pointer (&incoming->envelope, motus_envelope_free);
  g_clear_pointer (&incoming->wrapped_key, g_bytes_unref);
  g_clear_pointer (&incoming->record, motus_message_record_free);
  g_clear_pointer (&incoming->missing, g_ptr_array_unref);
  g_free (incoming);
}

static gboolean
refuse (const MotusIncoming *incoming, GError **error)
{
  g_set_error (error, MOTUS_CLIENT_ERROR, MOTUS_CLIENT_ERROR_SENDER,
               _("A message that claims to be from %s was not written by them, or was changed on "
                 "the way. It is not shown."),
               incoming->record->sender);
  return FALSE;
}

static MotusSecret *
open_envelope (MotusVault *vault, const MotusIncoming *incoming)
{
  MotusRsaKey *key = motus_key_bundle_get_rsa (motus_vault_get_bundle (vault));
  gsize len;
  const void *wrapped = g_bytes_get_data (incoming->wrapped_key, &len);

  if (incoming->has_signing)
    return motus_envelope_open (incoming->envelope, motus_vault_get_name (vault), key, wrapped,
                                len, incoming->signing, NULL);
  return motus_envelope_open_unsigned (incoming->envelope, key, wrapped, len, NULL);
}

/* What can be shown as a text is shown; anything else is replaced by saying so. */
static void
take_text (MotusVault *vault, MotusMessageRecord *record, const MotusSecret *opened)
{
  gsize len = motus_secret_length (opened);
  const char *text = (const char *) motus_secret_peek (opened);

  if (len <= MOTUS_CLIENT_TEXT_MAX && g_utf8_validate_len (text, len, NULL))
    {
      record->kind = MOTUS_CHAT_TEXT;
      record->text = g_strndup (text, len);
      record->mentions_me = motus_mention_names (record->text, motus_vault_get_name (vault));
      return;
    }
  record->kind = MOTUS_CHAT_NOTICE;
  record->text = g_strdup_printf (_("%s sent something that is not a text or is too long to show."),
                                  record->sender);
}

static gboolean
note_number (MotusVault *vault, MotusIncoming *incoming, GError **error)
{
  MotusStore *store = motus_vault_get_store (vault);
  const MotusMessageRecord *record = incoming->record;
  g_autoptr (GBytes) value = NULL;

  if (incoming->seq == 0)
    return TRUE;
  if (!motus_store_get (store, MOTUS_STORE_RECEIVED, record->sender, &value, error))
    return FALSE;
  g_autoptr (MotusReceived) received = value != NULL ? motus_received_decode (value) : NULL;
  if (received == NULL)
    received = motus_received_new ();
  if (motus_received_note (received, incoming->seq, record->conversation, record->depth,
                           record->id))
    incoming->missing = motus_received_copy_missing (received);
  g_autoptr (GBytes) encoded = motus_received_encode (received);
  return motus_store_put (store, MOTUS_STORE_RECEIVED, record->sender, encoded, error);
}

static gboolean
keep (MotusVault *vault, MotusIncoming *incoming, GError **error)
{
  MotusStore *store = motus_vault_get_store (vault);
  g_autofree char *name = motus_message_record_name (incoming->record->sender,
                                                     incoming->record->id);

  if (!motus_store_see (store, name, &incoming->fresh, error))
    return FALSE;
  if (!incoming->fresh)
    return TRUE;
  return motus_vault_keep (vault, incoming->record, error)
         && note_number (vault, incoming, error);
}

gboolean
motus_vault_receive (MotusVault *vault, MotusIncoming *incoming, GError **error)
{
  MotusStore *store = motus_vault_get_store (vault);
  g_autoptr (MotusSecret) opened = open_envelope (vault, incoming);
  if (opened == NULL)
    return refuse (incoming, error);

  take_text (vault, incoming->record, opened);
  if (!motus_store_begin (store, error))
    return FALSE;
  if (!keep (vault, incoming, error))
    {
      motus_store_roll_back (store);
      return FALSE;
    }
  return motus_store_commit (store, error);
}
