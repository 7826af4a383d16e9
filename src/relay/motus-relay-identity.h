/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "motus-certificate.h"
#include "motus-relay-config.h"
#include "motus-secret.h"

G_BEGIN_DECLS

/* A self-made certificate with less than this left is made anew. */
#define MOTUS_RELAY_RENEW_DAYS 30

/**
 * MotusRelayIdentity:
 *
 * The relay's certificate and key, as PEM: the files that the configuration names, or else
 * "relay-key.pem" and "relay-certificate.pem" in the state directory. There the key is made once
 * and kept, since clients know the relay by it; the certificate is made anew under the same key
 * when it is about to end or lacks a name that the configuration asks for.
 */
typedef struct {
  char *certificate;
  MotusSecret *key;
  guint8 pin[MOTUS_PIN_SIZE];
  gint64 expiry;                /* of the certificate, milliseconds since 1970 */
  gboolean self_made;
} MotusRelayIdentity;

/* Makes what is missing. @calendar: now, in milliseconds since 1970. Errors: TLS, with what is
 * wrong with which file. */
MotusRelayIdentity *motus_relay_identity_load (const MotusRelayConfig *config, gint64 calendar,
                                               GError **error);
/* Wipes the key. */
void motus_relay_identity_free (MotusRelayIdentity *identity);

/* TRUE if motus_relay_identity_load() would now make another certificate. */
gboolean motus_relay_identity_is_due (const MotusRelayIdentity *identity, gint64 calendar);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MotusRelayIdentity, motus_relay_identity_free)

G_END_DECLS
