/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "motus-relay-store.h"

G_BEGIN_DECLS

/* The file of the database, and the one whose lock says that a relay runs on it. */
#define MOTUS_RELAY_STORE_FILE "relay.db"
#define MOTUS_RELAY_STORE_LOCK "relay.lock"

/* Opens the store in @state_dir, which is made (0700) if it is not there: one connection,
 * used by one thread that belongs to the store, in WAL mode with synchronous=FULL. All
 * batches that wait are committed as one group; if a group fails, each of its batches is
 * tried alone. Callbacks run in @context (NULL: the default one), which the engine's thread
 * iterates. Checks the database and brings an older schema up to date.
 *
 * Errors: MOTUS_RELAY_ERROR_BUSY if another process has it open, MOTUS_RELAY_ERROR_SCHEMA if
 * it was made by a later version, MOTUS_RELAY_ERROR_STORE. */
MotusRelayStore *motus_relay_store_sqlite_open (const char *state_dir, GMainContext *context,
                                                GError **error);

G_END_DECLS
