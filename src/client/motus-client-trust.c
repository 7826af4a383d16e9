/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-client-private.h"

#include <glib/gi18n-lib.h>

#include "motus-conversation-private.h"

static gboolean
find_fingerprint (MotusClient *self, MotusContact *contact, guint8 out[MOTUS_FINGERPRINT_SIZE])
{
  if (contact == NULL)
    {
      if (self->own.spki == NULL)
        return FALSE;
      motus_fingerprint (self->account, self->own.spki, self->own.signing, out);
      return TRUE;
    }
  MotusPeer *peer = motus_client_get_peer (self, motus_contact_get_name (contact));
  return peer != NULL && motus_peer_get_fingerprint (peer, out);
}

char *
motus_client_get_safety_number (MotusClient *self, MotusContact *contact)
{
  guint8 mine[MOTUS_FINGERPRINT_SIZE], theirs[MOTUS_FINGERPRINT_SIZE];

  if (!find_fingerprint (self, NULL, mine) || !find_fingerprint (self, contact, theirs))
    return NULL;
  return motus_safety_number (self->account, mine, motus_contact_get_name (contact), theirs);
}

char *
motus_client_get_fingerprint_words (MotusClient *self, MotusContact *contact)
{
  guint8 fingerprint[MOTUS_FINGERPRINT_SIZE];

  if (!find_fingerprint (self, contact, fingerprint))
    return NULL;
  return motus_fingerprint_words (fingerprint);
}

char *
motus_client_get_fingerprint (MotusClient *self, MotusContact *contact)
{
  guint8 fingerprint[MOTUS_FINGERPRINT_SIZE];

  if (!find_fingerprint (self, contact, fingerprint))
    return NULL;
  GString *text = g_string_sized_new (2 * MOTUS_FINGERPRINT_SIZE);
  for (gsize i = 0; i < sizeof fingerprint; i++)
    g_string_append_printf (text, "%02x", fingerprint[i]);
  return g_string_free (text, FALSE);
}

/* In the worker. */
typedef struct {
  MotusClient *client;
  MotusVault *vault;
  char *name;
  GError *error;
} Forgetting;

static void
forget_numbers (gpointer data)
{
  Forgetting *forgetting = data;

  motus_vault_forget_numbers (forgetting->vault, forgetting->name, &forgetting->error);
}

static void
numbers_forgotten (gpointer data)
{
  Forgetting *forgetting = data;

  if (forgetting->error != NULL)
    motus_client_store_failed (forgetting->client, forgetting->error);
}

static void
forgetting_free (gpointer data)
{
  Forgetting *forgetting = data;

  g_object_unref (forgetting->client);
  g_free (forgetting->name);
  g_clear_error (&forgetting->error);
  g_free (forgetting);
}

/* Somebody with new keys counts its messages from 1 again, and so must we. */
static void
start_numbers_again (MotusClient *self, const char *name)
{
  Forgetting *forgetting = g_new0 (Forgetting, 1);
  g_autoptr (GPtrArray) none = g_ptr_array_new ();

  forgetting->client = g_object_ref (self);
  forgetting->vault = self->vault;
  forgetting->name = g_strdup (name);
  motus_worker_push (self->worker, forget_numbers, numbers_forgotten, forgetting, forgetting_free);
  motus_client_show_gaps (self, name, none);
}

static void
accept_offer (MotusClient *self, MotusPeer *peer)
{
  gboolean had_keys = peer->pinned.spki != NULL;

  if (!motus_peer_accept (peer) || !had_keys)
    return;
  start_numbers_again (self, peer->name);
  g_autofree char *text = g_strdup_printf (_("You accepted the new key of %s."), peer->name);
  MotusConversation *conversation = motus_client_get_conversation (self, peer->name);
  if (conversation != NULL)
    motus_conversation_add_notice (conversation, text, motus_client_now (self));
}

void
motus_client_mark_verified (MotusClient *self, MotusContact *contact, gboolean verified)
{
  MotusPeer *peer = motus_client_get_peer (self, motus_contact_get_name (contact));
  if (peer == NULL)
    return;

  if (verified)
    accept_offer (self, peer);
  if (peer->pinned.spki == NULL)
    return;
  peer->verified = verified;
  motus_client_keep_peer (self, peer);
  motus_client_update_trust (self, peer);
}

void
motus_client_accept_key (MotusClient *self, MotusContact *contact)
{
  MotusPeer *peer = motus_client_get_peer (self, motus_contact_get_name (contact));
  if (peer == NULL || motus_peer_get_trust (peer) != MOTUS_TRUST_CHANGED)
    return;

  accept_offer (self, peer);
  motus_client_keep_peer (self, peer);
  motus_client_update_trust (self, peer);
}
