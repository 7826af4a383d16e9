/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "motus-ed25519.h"
#include "motus-rsa.h"

G_BEGIN_DECLS

#define MOTUS_STORE_KEY_SIZE 32

/**
 * MotusKeyBundle:
 *
 * The secret keys of one account, as a key file holds them: RSA for what others seal, Ed25519
 * for what it signs, and the key under which the client's store seals its records.
 */
typedef struct _MotusKeyBundle MotusKeyBundle;

/* New keys of every kind. Slow: call it off the main loop. */
MotusKeyBundle *motus_key_bundle_generate (GError **error);

/* New signing and store keys beside an RSA key that exists, which the bundle then owns: for a key
 * file of the seed, which holds nothing else. */
MotusKeyBundle *motus_key_bundle_adopt (MotusRsaKey *rsa);

/* The bundle as bytes and back: a list of tagged entries, of which unknown ones are kept, so that
 * an older Motus does not lose a newer one's keys. Errors: BAD_KEY. */
MotusSecret *motus_key_bundle_export (const MotusKeyBundle *bundle, GError **error);
MotusKeyBundle *motus_key_bundle_import (const void *data, gsize len, GError **error);
void motus_key_bundle_free (MotusKeyBundle *bundle);

/* All owned by the bundle. */
MotusRsaKey *motus_key_bundle_get_rsa (MotusKeyBundle *bundle);
const guint8 *motus_key_bundle_get_signing_seed (const MotusKeyBundle *bundle);
const guint8 *motus_key_bundle_get_signing_public (const MotusKeyBundle *bundle);
const guint8 *motus_key_bundle_get_store_key (const MotusKeyBundle *bundle);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MotusKeyBundle, motus_key_bundle_free)

G_END_DECLS
