/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "motus-certificate.h"
#include "motus-relay-config.h"

G_BEGIN_DECLS

/* What the operator's invitations are good for unless said otherwise, and at most. */
#define MOTUS_RELAY_INVITATION_USES 1
#define MOTUS_RELAY_INVITATION_USES_MAX 10000
#define MOTUS_RELAY_INVITATION_DAYS 7
#define MOTUS_RELAY_INVITATION_DAYS_MAX 365

/* TRUE if links can be made although no relay runs: the configuration says which port it will
 * have. */
gboolean motus_relay_invitation_knows_port (const MotusRelayConfig *config);

/* A link with a new secret, to the relay that @config calls by name, or else by the address it
 * listens on, at @port unless the name has one; and the hash by which the engine is to know its
 * token. An operator's link names no inviter. Free the link with g_free(). */
char *motus_relay_invitation_new (const MotusRelayConfig *config, guint16 port,
                                  const guint8 pin[MOTUS_PIN_SIZE],
                                  guint8 token_hash[MOTUS_SHA256_SIZE]);

G_END_DECLS
