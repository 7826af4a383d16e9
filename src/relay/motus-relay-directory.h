/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "motus-relay-accounts.h"

G_BEGIN_DECLS

/* People in a page of peer_keys. */
#define MOTUS_RELAY_PAGE 256

/**
 * MotusRelayDirectory:
 *
 * Everybody's public keys, as the frames that tell of them. Each page is encoded once for all
 * who read it. What has changed since waits here until it is told to those who are online.
 */
typedef struct _MotusRelayDirectory MotusRelayDirectory;

/* @accounts outlive it. */
MotusRelayDirectory *motus_relay_directory_new (const MotusRelayAccounts *accounts);
void motus_relay_directory_free (MotusRelayDirectory *directory);

/* @account is new or has other keys. */
void motus_relay_directory_changed (MotusRelayDirectory *directory,
                                    const MotusRelayAccount *account);

guint motus_relay_directory_n_pages (const MotusRelayDirectory *directory);
/* The frame of page @index, owned by the directory; NULL if it cannot be encoded. */
GBytes *motus_relay_directory_get_page (MotusRelayDirectory *directory, guint index);

gboolean motus_relay_directory_has_news (const MotusRelayDirectory *directory);
/* Takes the next frame of what has changed; NULL if there is nothing more. */
GBytes *motus_relay_directory_take_news (MotusRelayDirectory *directory);
/* What changed needs not be told: nobody is there who knows of an earlier state. */
void motus_relay_directory_forget_news (MotusRelayDirectory *directory);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MotusRelayDirectory, motus_relay_directory_free)

G_END_DECLS
