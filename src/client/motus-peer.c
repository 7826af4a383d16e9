/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-peer.h"

#include <string.h>

#include "motus-record.h"

#define VERSION 1
#define ENCODED_MAX 8192
#define NAME_LENGTH_MAX 64

enum {
  FLAG_VERIFIED = 1 << 0,
  FLAG_PROMISE = 1 << 1,
  FLAG_SIGNED_ONCE = 1 << 2,
};

MotusPeer *
motus_peer_new (const char *name)
{
  MotusPeer *peer = g_new0 (MotusPeer, 1);

  peer->name = g_strdup (name);
  return peer;
}

static void
clear_keys (MotusPeerKeys *keys)
{
  g_clear_pointer (&keys->spki, g_bytes_unref);
  keys->signs = FALSE;
  memset (keys->signing, 0, sizeof keys->signing);
}

void
motus_peer_free (MotusPeer *peer)
{
  if (peer == NULL)
    return;
  g_free (peer->name);
  clear_keys (&peer->pinned);
  clear_keys (&peer->offered);
  g_clear_pointer (&peer->key, motus_rsa_public_key_unref);
  g_free (peer);
}

static gboolean
keys_equal (const MotusPeerKeys *a, const MotusPeerKeys *b)
{
  if (a->spki == NULL || b->spki == NULL)
    return a->spki == b->spki;
  return g_bytes_equal (a->spki, b->spki) && a->signs == b->signs
         && memcmp (a->signing, b->signing, sizeof a->signing) == 0;
}

static void
fingerprint_of (const MotusPeer *peer, const MotusPeerKeys *keys,
                guint8 out[MOTUS_FINGERPRINT_SIZE])
{
  motus_fingerprint (peer->name, keys->spki, keys->signs ? keys->signing : NULL, out);
}

static gboolean
matches_promise (const MotusPeer *peer, const MotusPeerKeys *keys)
{
  guint8 found[MOTUS_FINGERPRINT_SIZE];

  fingerprint_of (peer, keys, found);
  return memcmp (found, peer->promise, sizeof found) == 0;
}

/* Takes @keys over as the pinned ones. */
static void
pin (MotusPeer *peer, MotusPeerKeys *keys, MotusRsaPublicKey *key)
{
  clear_keys (&peer->pinned);
  peer->pinned = *keys;
  memset (keys, 0, sizeof *keys);
  clear_keys (&peer->offered);
  g_clear_pointer (&peer->key, motus_rsa_public_key_unref);
  peer->key = motus_rsa_public_key_ref (key);
}

void
motus_peer_promise (MotusPeer *peer, const guint8 fingerprint[MOTUS_FINGERPRINT_SIZE])
{
  peer->has_promise = TRUE;
  memcpy (peer->promise, fingerprint, sizeof peer->promise);
  if (peer->pinned.spki == NULL)
    return;
  if (matches_promise (peer, &peer->pinned))
    {
      peer->verified = TRUE;
      peer->has_promise = FALSE;
      return;
    }
  /* Two proofs contradict each other: from here on only the person can decide. */
  clear_keys (&peer->offered);
  peer->offered = peer->pinned;
  memset (&peer->pinned, 0, sizeof peer->pinned);
  g_clear_pointer (&peer->key, motus_rsa_public_key_unref);
  peer->verified = FALSE;
  peer->has_promise = FALSE;
}

static MotusRsaPublicKey *
read_keys (GBytes *spki, const guint8 *signing, MotusPeerKeys *keys, GError **error)
{
  MotusRsaPublicKey *key = motus_rsa_public_key_new (g_bytes_get_data (spki, NULL),
                                                     g_bytes_get_size (spki), error);

  if (key == NULL)
    return NULL;
  memset (keys, 0, sizeof *keys);
  keys->spki = g_bytes_ref (motus_rsa_public_key_get_spki (key));
  keys->signs = signing != NULL;
  if (signing != NULL)
    memcpy (keys->signing, signing, sizeof keys->signing);
  return key;
}

/* Nothing is pinned yet. Gives TRUE if @keys now are. Where a key waits to be decided on, only one
 * that a link promised before anything was pinned takes its place without asking. */
static gboolean
offer_first (MotusPeer *peer, MotusPeerKeys *keys, MotusRsaPublicKey *key)
{
  if (peer->has_promise ? !matches_promise (peer, keys) : peer->offered.spki != NULL)
    return FALSE;
  peer->verified = peer->has_promise;
  peer->has_promise = FALSE;
  pin (peer, keys, key);
  return TRUE;
}

static gboolean
keep_offer (MotusPeer *peer, MotusPeerKeys *keys)
{
  if (keys_equal (&peer->offered, keys))
    return FALSE;
  clear_keys (&peer->offered);
  peer->offered = *keys;
  memset (keys, 0, sizeof *keys);
  return TRUE;
}

gboolean
motus_peer_offer (MotusPeer *peer, GBytes *spki, const guint8 *signing, GError **error)
{
  MotusPeerKeys keys;
  g_autoptr (MotusRsaPublicKey) key = read_keys (spki, signing, &keys, error);
  if (key == NULL)
    return FALSE;

  gboolean changed = keys.signs && !peer->signed_once;
  peer->signed_once |= keys.signs;
  if (peer->pinned.spki == NULL && offer_first (peer, &keys, key))
    changed = TRUE;
  else if (!keys_equal (&peer->pinned, &keys))
    changed |= keep_offer (peer, &keys);
  else if (peer->offered.spki != NULL)
    {
      clear_keys (&peer->offered);
      changed = TRUE;
    }
  clear_keys (&keys);
  return changed;
}

gboolean
motus_peer_accept (MotusPeer *peer)
{
  if (peer->offered.spki == NULL)
    return FALSE;

  MotusPeerKeys keys = peer->offered;
  memset (&peer->offered, 0, sizeof peer->offered);
  g_autoptr (MotusRsaPublicKey) key = motus_rsa_public_key_new (
    g_bytes_get_data (keys.spki, NULL), g_bytes_get_size (keys.spki), NULL);
  if (key != NULL)
    pin (peer, &keys, key);
  clear_keys (&keys);
  peer->verified = FALSE;
  peer->has_promise = FALSE;
  return key != NULL;
}

MotusTrust
motus_peer_get_trust (const MotusPeer *peer)
{
  if (peer->offered.spki != NULL)
    return MOTUS_TRUST_CHANGED;
  if (peer->pinned.spki == NULL)
    return MOTUS_TRUST_NONE;
  return peer->verified ? MOTUS_TRUST_VERIFIED : MOTUS_TRUST_PINNED;
}

gboolean
motus_peer_get_fingerprint (const MotusPeer *peer, guint8 out[MOTUS_FINGERPRINT_SIZE])
{
  const MotusPeerKeys *keys = peer->offered.spki != NULL ? &peer->offered : &peer->pinned;

  if (keys->spki == NULL)
    return FALSE;
  fingerprint_of (peer, keys, out);
  return TRUE;
}

static void
write_keys (MotusWriter *writer, const MotusPeerKeys *keys)
{
  motus_record_write_bytes (writer, keys->spki);
  motus_writer_u8 (writer, keys->signs);
  motus_writer_bytes (writer, keys->signing, sizeof keys->signing);
}

static void
read_stored_keys (MotusReader *reader, MotusPeerKeys *keys)
{
  guint8 has_signing = 0;

  keys->spki = motus_record_read_bytes (reader, MOTUS_RSA_SPKI_MAX);
  motus_reader_u8 (reader, &has_signing);
  keys->signs = has_signing != 0;
  motus_reader_copy (reader, keys->signing, sizeof keys->signing);
}

GBytes *
motus_peer_encode (const MotusPeer *peer)
{
  g_autoptr (MotusWriter) writer = motus_writer_new (ENCODED_MAX);

  motus_writer_u8 (writer, VERSION);
  motus_record_write_text (writer, peer->name);
  motus_writer_u8 (writer, (peer->verified ? FLAG_VERIFIED : 0)
                             | (peer->has_promise ? FLAG_PROMISE : 0)
                             | (peer->signed_once ? FLAG_SIGNED_ONCE : 0));
  write_keys (writer, &peer->pinned);
  write_keys (writer, &peer->offered);
  motus_writer_bytes (writer, peer->promise, sizeof peer->promise);
  return motus_writer_finish (writer);
}

/* The key object that belongs to the pinned bytes. */
static gboolean
restore_key (MotusPeer *peer)
{
  if (peer->pinned.spki == NULL)
    return TRUE;
  peer->key = motus_rsa_public_key_new (g_bytes_get_data (peer->pinned.spki, NULL),
                                        g_bytes_get_size (peer->pinned.spki), NULL);
  return peer->key != NULL;
}

MotusPeer *
motus_peer_decode (GBytes *data)
{
  MotusReader reader;
  guint8 version = 0, flags = 0;

  motus_record_start (&reader, data);
  motus_reader_u8 (&reader, &version);
  g_autofree char *name = motus_record_read_text (&reader, NAME_LENGTH_MAX);
  if (version != VERSION || name == NULL)
    return NULL;

  g_autoptr (MotusPeer) peer = motus_peer_new (name);
  motus_reader_u8 (&reader, &flags);
  read_stored_keys (&reader, &peer->pinned);
  read_stored_keys (&reader, &peer->offered);
  motus_reader_copy (&reader, peer->promise, sizeof peer->promise);
  peer->verified = (flags & FLAG_VERIFIED) != 0;
  peer->has_promise = (flags & FLAG_PROMISE) != 0;
  peer->signed_once = (flags & FLAG_SIGNED_ONCE) != 0;
  if (!motus_reader_end (&reader) || !restore_key (peer))
    return NULL;
  return g_steal_pointer (&peer);
}
