/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "motus-digest.h"
#include "motus-ed25519.h"

G_BEGIN_DECLS

#define MOTUS_FINGERPRINT_SIZE MOTUS_SHA256_SIZE
/* Twelve groups of five digits. */
#define MOTUS_SAFETY_NUMBER_GROUPS 12
#define MOTUS_SAFETY_NUMBER_DIGITS 5

/* The fingerprint of somebody's keys: SHA-256 over a label, the name, the SubjectPublicKeyInfo of
 * the RSA key and the signing key (NULL for an account of the seed's, which has none). Name and
 * key are those of an account: no longer than 65,535 bytes. */
void motus_fingerprint (const char *name, GBytes *rsa_spki,
                        const guint8 *signing_public, guint8 out[MOTUS_FINGERPRINT_SIZE]);

/* The number two people compare: the same on both sides whichever is called a. Each half is
 * thirty digits of an iterated SHA-512 over a label, one's name and one's fingerprint (the shape
 * of Signal's numeric fingerprint, with 5,200 rounds); the halves stand in numeric order.
 * Gives 12 groups of 5 digits separated by single spaces; free with g_free(). Takes a few
 * milliseconds. */
char *motus_safety_number (const char *name_a, const guint8 fingerprint_a[MOTUS_FINGERPRINT_SIZE],
                           const char *name_b, const guint8 fingerprint_b[MOTUS_FINGERPRINT_SIZE]);

/* The first 128 bits of a fingerprint or pin as eight pronounceable words of five letters
 * (proquints, arXiv:0901.4016) joined by spaces, for comparing aloud in any language. */
char *motus_fingerprint_words (const guint8 fingerprint[MOTUS_FINGERPRINT_SIZE]);

G_END_DECLS
