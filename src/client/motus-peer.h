/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "motus-contact.h"
#include "motus-ed25519.h"
#include "motus-fingerprint.h"
#include "motus-rsa.h"

G_BEGIN_DECLS

/* One account's public keys. A client of the seed's kind has no signing key. */
typedef struct {
  GBytes *spki;                 /* DER SubjectPublicKeyInfo; NULL: no keys */
  gboolean signs;
  guint8 signing[MOTUS_ED25519_PUBLIC_SIZE];
} MotusPeerKeys;

/**
 * MotusPeer:
 *
 * What is known of one account's keys, and how: the pinned ones, under which alone its messages are
 * opened and sent; others that the relay offers instead, which wait for a person's decision; the
 * fingerprint an invitation link promised. It decides and remembers nothing by itself: the owner
 * keeps it on disk before anything is done by it.
 */
typedef struct {
  char *name;
  MotusPeerKeys pinned;
  MotusRsaPublicKey *key;       /* of @pinned */
  gboolean verified;
  MotusPeerKeys offered;        /* differ from @pinned, or from @promise */
  gboolean has_promise;         /* a link named this fingerprint and no keys are pinned yet */
  guint8 promise[MOTUS_FINGERPRINT_SIZE];
  gboolean signed_once;         /* a signing key was seen: unsigned messages are refused for good */
} MotusPeer;

MotusPeer *motus_peer_new (const char *name);
void motus_peer_free (MotusPeer *peer);

/* A link said that @name's fingerprint is @fingerprint. Nothing happens if keys are pinned that
 * have it; pinned ones that have not are left in doubt (CHANGED). */
void motus_peer_promise (MotusPeer *peer, const guint8 fingerprint[MOTUS_FINGERPRINT_SIZE]);

/* The relay says that @spki and @signing (NULL: none) are this account's keys. The first are pinned,
 * as verified if they are what a link promised; others than the pinned or promised are kept as offered. Gives TRUE if
 * something changed. A malformed @spki is FALSE with BAD_KEY and changes nothing. */
gboolean motus_peer_offer (MotusPeer *peer, GBytes *spki, const guint8 *signing, GError **error);

/* A person decided for the offered keys: they become the pinned ones. FALSE if there are none. */
gboolean motus_peer_accept (MotusPeer *peer);

MotusTrust motus_peer_get_trust (const MotusPeer *peer);

/* The fingerprint of the keys a person has to look at: the offered ones if there are any. FALSE
 * without keys. */
gboolean motus_peer_get_fingerprint (const MotusPeer *peer, guint8 out[MOTUS_FINGERPRINT_SIZE]);

GBytes *motus_peer_encode (const MotusPeer *peer);
MotusPeer *motus_peer_decode (GBytes *data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MotusPeer, motus_peer_free)

G_END_DECLS
