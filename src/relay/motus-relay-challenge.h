/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "motus-relay-store.h"

G_BEGIN_DECLS

#define MOTUS_RELAY_NONCE_SIZE 32

/**
 * MotusRelayChallenge:
 *
 * A login that waits for its answer: what was asked, of whom, and what the right answer is
 * checked against. It belongs to one connection and is taken from it by the first answer.
 *
 * For a name that does not exist, or an account that logs in another way, everything is
 * made from the name under the relay's secret, and no answer is right.
 */
typedef struct {
  MotusRelayMech mech;
  char name[MOTUS_NAME_MAX + 1];
  gboolean exists;
  gint64 created_at;                            /* boot time */
  guint8 nonce[MOTUS_RELAY_NONCE_SIZE];
  guint8 salt[MOTUS_RELAY_SALT_MAX];
  gsize salt_len;
  guint iterations;
  guint8 stored_key[32];
  guint8 server_key[32];
  char *cnonce;                                 /* SCRAM */
  guint protocol;
  char bucket[MOTUS_RELAY_BUCKET_KEY_MAX + 1];  /* that a failure counts in */
  gboolean knows_device;
  guint8 token[32];                             /* with @knows_device: that one */
  GBytes *pubkey;                               /* to replace the account's, or NULL */
  gboolean has_signing_key;
  guint8 signing_key[32];
} MotusRelayChallenge;

/* A challenge to log in as @name by @mech. @record is the account's, or NULL if there is
 * none of that name and mech; @secret is the relay's. */
MotusRelayChallenge *motus_relay_challenge_new (const char *name, MotusRelayMech mech,
                                                const MotusRelayAccountRecord *record,
                                                const guint8 secret[MOTUS_RELAY_HASH_SIZE]);
void motus_relay_challenge_free (MotusRelayChallenge *challenge);

/* TRUE if @response is the right answer over a connection with @binding (32 bytes). With
 * SCRAM @server_signature receives what proves the relay to the client. Takes the same time
 * for every answer. */
gboolean motus_relay_challenge_verify (const MotusRelayChallenge *challenge,
                                       const guint8 *binding, const guint8 response[32],
                                       guint8 server_signature[32]);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MotusRelayChallenge, motus_relay_challenge_free)

G_END_DECLS
