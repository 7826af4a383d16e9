/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "motus-relay-accounts.h"

G_BEGIN_DECLS

/**
 * MotusRelayAccountInvites:
 *
 * The open invitations to sign up, by the hash of their token.
 */
typedef struct _MotusRelayAccountInvites MotusRelayAccountInvites;

/* @accounts, whose counts of open invitations it keeps, outlive it. */
MotusRelayAccountInvites *motus_relay_account_invites_new (const MotusRelayAccounts *accounts);
void motus_relay_account_invites_free (MotusRelayAccountInvites *invites);

/* NULL if there is no such invitation; one that has expired is still found. */
const MotusRelayAccountInviteRecord *
motus_relay_account_invites_find (const MotusRelayAccountInvites *invites,
                                  const guint8 token_hash[MOTUS_RELAY_HASH_SIZE]);

/* Do what a durable change says. */
void motus_relay_account_invites_set (MotusRelayAccountInvites *invites,
                                      const MotusRelayAccountInviteRecord *record);
void motus_relay_account_invites_use (MotusRelayAccountInvites *invites,
                                      const guint8 token_hash[MOTUS_RELAY_HASH_SIZE]);
void motus_relay_account_invites_remove (MotusRelayAccountInvites *invites,
                                         const guint8 token_hash[MOTUS_RELAY_HASH_SIZE]);

/* Adds the removal of each that has expired at @now (milliseconds since 1970) to @batch. */
void motus_relay_account_invites_expire (const MotusRelayAccountInvites *invites, gint64 now,
                                         MotusRelayBatch *batch);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MotusRelayAccountInvites, motus_relay_account_invites_free)

guint motus_relay_account_invites_size (const MotusRelayAccountInvites *invites);

G_END_DECLS
