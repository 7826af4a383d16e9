/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "motus-message.h"
#include "motus-vault.h"

/* What stands in for a relay where there is no network. */

/* A vault for @name with new keys, in the folder @dir. */
MotusVault *sealed_new_vault (const char *dir, const char *name);

/* A message by @from to all in @to (NULL-terminated), as it leaves @from's client. */
MotusMessage *sealed_write (MotusVault *from, const char *id, const char *text, guint64 depth,
                            MotusEnvelopeMode mode, const char *room, MotusVault *const *to);

/* What a relay makes of @sent for @to. */
MotusMessage *sealed_narrow (MotusMessage *sent, const char *to);

/* The relay's "peer_keys" about @vaults (NULL-terminated). */
MotusMessage *sealed_peer_keys (MotusVault *const *vaults);

/* An id, from a number. Free with g_free(). */
char *sealed_id (guint number);

/* Removes the folder @dir and all in it. */
void sealed_remove (const char *dir);
