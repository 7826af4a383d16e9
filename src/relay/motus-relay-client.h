/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "motus-relay-accounts.h"
#include "motus-relay-challenge.h"
#include "motus-relay-engine.h"

G_BEGIN_DECLS

/**
 * MotusRelayClient:
 *
 * One client, from the end of its TLS handshake.
 *
 * connected -> @challenge set -> @finishing (its login is on the way to the disk) -> @account
 * set; at any time @closing, after which nothing it sends is looked at.
 */
struct _MotusRelayClient {
  guint64 id;
  char *source;
  gboolean has_binding;
  guint8 binding[MOTUS_RELAY_BINDING_SIZE];
  guint protocol;                       /* announced at login; 0 for a client of the seed's kind */
  MotusRelayChallenge *challenge;       /* waiting for its answer, or NULL */
  gboolean finishing;
  gboolean closing;
  MotusRelayAccount *account;           /* signed in as, or NULL */
  gint64 deadline;                      /* boot time by which it must be signed in */
  GList *waiting_link;                  /* in the engine's queue of those not signed in, or NULL */
  guint online_index;                   /* in the engine's array of those signed in */
  guint64 presence_period;              /* see motus-relay-presence.h */
  guint64 presence_seen;
};

MotusRelayClient *motus_relay_client_new (guint64 id, const char *source,
                                                  const guint8 *binding);
void motus_relay_client_free (MotusRelayClient *client);

G_END_DECLS
