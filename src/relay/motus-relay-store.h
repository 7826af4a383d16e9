/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MotusRelayStore:
 *
 * What the relay remembers, behind a table of functions: SQLite in a thread of its own
 * (motus-relay-store-sqlite.h) and memory alone, for tests (motus-relay-store-memory.h).
 *
 * A change is handed over whole and either becomes durable as a whole or not at all; its callback
 * runs on the thread of the engine, in the order in which the changes were handed over.
 */
typedef struct _MotusRelayStore MotusRelayStore;

G_END_DECLS
