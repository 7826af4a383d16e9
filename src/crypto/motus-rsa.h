/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "motus-secret.h"

G_BEGIN_DECLS

#define MOTUS_RSA_BITS 2048
/* Bytes of an RSA-2048 block: a modulus, a wrapped key. */
#define MOTUS_RSA_SIZE 256
/* The longest SubjectPublicKeyInfo taken, in bytes. */
#define MOTUS_RSA_SPKI_MAX 512

/**
 * MotusRsaPublicKey:
 *
 * Somebody's public key: RSA-2048 with an odd public exponent of 3 to 2^32 - 1. Immutable and
 * reference counted; may be shared between threads.
 */
typedef struct _MotusRsaPublicKey MotusRsaPublicKey;

/* Reads a DER SubjectPublicKeyInfo (RFC 5280, section 4.1). Anything but one well-formed RSA-2048
 * key with nothing after it is MOTUS_CRYPTO_ERROR_BAD_KEY. A PKCS#1 RSAPublicKey in DER or either
 * of them in PEM is taken too, for keys of the seed's clients. */
MotusRsaPublicKey *motus_rsa_public_key_new (const void *data, gsize len, GError **error);
MotusRsaPublicKey *motus_rsa_public_key_ref (MotusRsaPublicKey *key);
void motus_rsa_public_key_unref (MotusRsaPublicKey *key);

/* The key as DER SubjectPublicKeyInfo, always the same bytes for the same key; owned by the key. */
GBytes *motus_rsa_public_key_get_spki (const MotusRsaPublicKey *key);

gboolean motus_rsa_public_key_equal (const MotusRsaPublicKey *a, const MotusRsaPublicKey *b);

/**
 * MotusRsaKey:
 *
 * A private RSA-2048 key. Its numbers are wiped when it is freed. Not to be used by two threads
 * at once: it keeps the blinding for its next operation.
 */
typedef struct _MotusRsaKey MotusRsaKey;

/* Makes a key pair, public exponent 65537, through GnuTLS. Takes a noticeable fraction
 * of a second: call it off the main loop. */
MotusRsaKey *motus_rsa_key_generate (GError **error);

/* Reads a private key in PKCS#8 or PKCS#1, DER or PEM, unencrypted. */
MotusRsaKey *motus_rsa_key_new (const void *data, gsize len, GError **error);
void motus_rsa_key_free (MotusRsaKey *key);

/* The key as DER PKCS#8 PrivateKeyInfo (RFC 5208). */
MotusSecret *motus_rsa_key_export (const MotusRsaKey *key, GError **error);

/* The public half, owned by the key. */
MotusRsaPublicKey *motus_rsa_key_get_public (const MotusRsaKey *key);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MotusRsaPublicKey, motus_rsa_public_key_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MotusRsaKey, motus_rsa_key_free)

G_END_DECLS
