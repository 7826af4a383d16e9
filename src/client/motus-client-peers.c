/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-client-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "motus-base64.h"
#include "motus-contact-private.h"
#include "motus-conversation-private.h"

MotusPeer *
motus_client_get_peer (MotusClient *self, const char *name)
{
  return g_hash_table_lookup (self->peers, name);
}

MotusContact *
motus_client_ensure_contact (MotusClient *self, const char *name)
{
  MotusContact *known = g_hash_table_lookup (self->contact_by_name, name);

  if (known != NULL)
    return known;
  if (g_hash_table_size (self->contact_by_name) >= MOTUS_CLIENT_PEERS_MAX)
    return NULL;
  g_autoptr (MotusContact) contact = motus_contact_new (name);
  g_autoptr (MotusConversation) conversation = motus_conversation_new_person (contact);
  g_hash_table_insert (self->contact_by_name, (char *) motus_contact_get_name (contact), contact);
  g_list_store_insert_sorted (self->contacts, contact, motus_contact_compare, NULL);
  motus_client_add_conversation (self, conversation);
  return contact;
}

void
motus_client_update_trust (MotusClient *self, const MotusPeer *peer)
{
  MotusContact *contact = motus_client_ensure_contact (self, peer->name);
  if (contact == NULL)
    return;

  motus_contact_set_signs (contact, peer->pinned.signs || peer->offered.signs);
  motus_contact_set_trust (contact, motus_peer_get_trust (peer));
}

void
motus_client_take_peer (MotusClient *self, MotusPeer *peer)
{
  g_hash_table_replace (self->peers, peer->name, peer);
  motus_client_update_trust (self, peer);
}

static MotusPeer *
ensure_peer (MotusClient *self, const char *name)
{
  MotusPeer *peer = motus_client_get_peer (self, name);

  if (peer == NULL && g_hash_table_size (self->peers) < MOTUS_CLIENT_PEERS_MAX)
    {
      peer = motus_peer_new (name);
      g_hash_table_insert (self->peers, peer->name, peer);
    }
  return peer;
}

void
motus_client_apply_promise (MotusClient *self)
{
  if (self->link->inviter == NULL || g_str_equal (self->link->inviter, self->account))
    return;

  MotusPeer *peer = ensure_peer (self, self->link->inviter);
  if (peer == NULL)
    return;
  motus_peer_promise (peer, self->link->fingerprint);
  motus_client_keep_peer (self, peer);
  motus_client_update_trust (self, peer);
}

static void
say_changed (MotusClient *self, const MotusPeer *peer)
{
  MotusConversation *conversation = motus_client_get_conversation (self, peer->name);
  g_autofree char *text = NULL;

  if (peer->has_promise)
    text = g_strdup_printf (_("The relay gives another key for %s than your invitation link says. "
                              "Somebody may be pretending to be %s. Compare the numbers before you "
                              "go on."),
                            peer->name, peer->name);
  else
    text = g_strdup_printf (_("The key of %s has changed. Either %s reinstalled Motus, or "
                              "somebody is "
                              "pretending to be %s. Compare the numbers before you go on."),
                            peer->name, peer->name, peer->name);
  if (conversation != NULL)
    motus_conversation_add_notice (conversation, text, motus_client_now (self));
}

/* The relay shows others a key for this account that it does not have. */
static void
sound_alarm (MotusClient *self)
{
  g_autoptr (GError) error = g_error_new_literal (
    MOTUS_CLIENT_ERROR, MOTUS_CLIENT_ERROR_KEY_CHANGED,
    _("The relay gives others a false key in your name, or this account is used on another device "
      "with other keys. Motus does not go on. Ask the people you talk with to compare numbers."));
  MotusConversation *everyone = motus_client_get_conversation (self, NULL);

  motus_conversation_add_notice (everyone, error->message, motus_client_now (self));
  motus_client_stop (self, error);
}

static gboolean
is_own (MotusClient *self, GBytes *spki, const guint8 *signing)
{
  return g_bytes_equal (self->own.spki, spki) && signing != NULL
         && memcmp (signing, self->own.signing, sizeof self->own.signing) == 0;
}

/* One page of keys being taken. */
typedef struct {
  MotusClient *client;
  MotusMessage *message;
  GPtrArray *items;             /* what is to be written of it */
  gboolean alarm;
} Page;

static void
take_keys (Page *page, const char *name, GBytes *spki, const guint8 *signing)
{
  MotusPeer *peer = ensure_peer (page->client, name);
  if (peer == NULL)
    return;

  MotusTrust before = motus_peer_get_trust (peer);
  if (!motus_peer_offer (peer, spki, signing, NULL))
    {
      motus_client_update_trust (page->client, peer);
      return;
    }
  g_autoptr (GBytes) value = motus_peer_encode (peer);
  motus_client_keep_list_add (page->items, MOTUS_STORE_PEER, name, value);
  motus_client_update_trust (page->client, peer);
  if (motus_peer_get_trust (peer) == MOTUS_TRUST_CHANGED && before != MOTUS_TRUST_CHANGED)
    say_changed (page->client, peer);
}

static void
each_key (const char *name, const char *text, gpointer user_data)
{
  Page *page = user_data;
  guint8 signing[MOTUS_ED25519_PUBLIC_SIZE];
  g_autoptr (GBytes) spki = motus_base64_decode (text, MOTUS_RSA_SPKI_MAX * 2);
  g_autoptr (GBytes) signing_key = motus_message_get_key (page->message, "signing_keys", name);

  if (spki == NULL)
    return;
  if (signing_key != NULL && g_bytes_get_size (signing_key) == sizeof signing)
    memcpy (signing, g_bytes_get_data (signing_key, NULL), sizeof signing);
  else
    g_clear_pointer (&signing_key, g_bytes_unref);
  if (!g_str_equal (name, page->client->account))
    take_keys (page, name, spki, signing_key != NULL ? signing : NULL);
  else if (!is_own (page->client, spki, signing_key != NULL ? signing : NULL))
    page->alarm = TRUE;
}

void
motus_client_handle_peer_keys (MotusClient *self, MotusMessage *message)
{
  Page page = { self, message, motus_client_keep_list (), FALSE };

  motus_message_each_key (message, "keys", each_key, &page);
  motus_client_keep_all (self, page.items);
  if (page.alarm)
    sound_alarm (self);
}

static void
each_change (const char *username, gboolean online, gpointer user_data)
{
  MotusClient *self = user_data;

  if (g_str_equal (username, self->account))
    return;
  MotusContact *contact = motus_client_ensure_contact (self, username);
  if (contact != NULL)
    motus_contact_set_online (contact, online);
}

void
motus_client_handle_presence (MotusClient *self, MotusMessage *message)
{
  motus_message_each_change (message, "changes", each_change, self);
}

void
motus_client_all_offline (MotusClient *self)
{
  guint count = g_list_model_get_n_items (G_LIST_MODEL (self->contacts));

  for (guint i = 0; i < count; i++)
    {
      g_autoptr (MotusContact) contact
        = g_list_model_get_item (G_LIST_MODEL (self->contacts), i);
      motus_contact_set_online (contact, FALSE);
    }
}
