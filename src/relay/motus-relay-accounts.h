/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "motus-relay-budget.h"
#include "motus-relay-recent-ids.h"
#include "motus-relay-store.h"

G_BEGIN_DECLS

typedef struct _MotusRelayClient MotusRelayClient;

#define MOTUS_RELAY_TOKEN_SIZE 32
/* Device tokens of one account; with one more the oldest goes. */
#define MOTUS_RELAY_DEVICES_MAX 16

/**
 * MotusRelayAccount:
 *
 * Somebody who signed up. Accounts are never freed while the engine lives, and their names never
 * given out twice.
 */
typedef struct {
  MotusRelayAccountRecord record;
  guint index;                          /* the how manyth account, from 0 */
  GArray *devices;                      /* of MotusRelayDeviceRecord, oldest first */
  MotusRelayClient *client;     /* signed in as this account, or NULL */
  MotusRelayBudget budget;
  MotusRelayRecentIds recent_ids;
  GHashTable *rooms;                    /* of MotusRelayRoom: where it is a member */
  GHashTable *invitations;              /* of MotusRelayRoomInvite: addressed to it */
  guint room_invites_made;              /* open ones */
  guint account_invites_made;           /* open ones */
} MotusRelayAccount;

/**
 * MotusRelayAccounts:
 *
 * All accounts, by name and in the order in which they were made.
 */
typedef struct _MotusRelayAccounts MotusRelayAccounts;

MotusRelayAccounts *motus_relay_accounts_new (void);
void motus_relay_accounts_free (MotusRelayAccounts *accounts);

/* The account called @name, or NULL. */
MotusRelayAccount *motus_relay_accounts_find (const MotusRelayAccounts *accounts,
                                              const char *name);
guint motus_relay_accounts_count (const MotusRelayAccounts *accounts);
MotusRelayAccount *motus_relay_accounts_get (const MotusRelayAccounts *accounts, guint index);

/* Do what a durable change says. */
MotusRelayAccount *motus_relay_accounts_add (MotusRelayAccounts *accounts,
                                             const MotusRelayAccountRecord *record);
void motus_relay_accounts_set_keys (MotusRelayAccounts *accounts,
                                    const MotusRelayAccountRecord *record);
void motus_relay_accounts_add_device (MotusRelayAccounts *accounts,
                                      const MotusRelayDeviceRecord *record);
void motus_relay_accounts_remove_device (MotusRelayAccounts *accounts,
                                         const MotusRelayDeviceRecord *record);

/* TRUE if a device token with this hash was given to @account. */
gboolean motus_relay_account_knows_device (const MotusRelayAccount *account,
                                           const guint8 token_hash[MOTUS_RELAY_HASH_SIZE]);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MotusRelayAccounts, motus_relay_accounts_free)

G_END_DECLS
