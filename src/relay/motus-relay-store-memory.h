/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "motus-relay-store.h"

G_BEGIN_DECLS

/**
 * A store in memory for tests: it keeps the changes themselves and tells them again when it is
 * loaded, and nothing becomes durable until the test says so. An engine may be freed and
 * another one made on the same store, as at a restart.
 */
MotusRelayStore *motus_relay_store_memory_new (void);

/* Makes durable, one after another, what was handed over, also what is handed over
 * meanwhile, and calls back. */
void motus_relay_store_memory_run (MotusRelayStore *store);

/* How many batches wait. */
guint motus_relay_store_memory_waiting (MotusRelayStore *store);

/* While it is set, batches fail as on a full disk. */
void motus_relay_store_memory_set_failing (MotusRelayStore *store, gboolean failing);

/* Forgets what waits, as a power cut would. The engine must be gone; the callbacks get an error. */
void motus_relay_store_memory_cut (MotusRelayStore *store);

/* As if the machine were booted again, under this name. */
void motus_relay_store_memory_set_boot (MotusRelayStore *store, const char *boot);

G_END_DECLS
