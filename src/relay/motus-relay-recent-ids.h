/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "motus-name.h"

G_BEGIN_DECLS

/* Ids of one sender that are remembered. */
#define MOTUS_RELAY_RECENT_IDS 1024

/**
 * MotusRelayRecentIds:
 *
 * The last message ids of one sender, so that a message sent again is not delivered again. All
 * zeros is an empty one.
 */
typedef struct {
  guint8 (*ids)[MOTUS_ID_SIZE];
  guint room;           /* ids for which there is memory */
  guint len;
  guint next;           /* where the next one goes once all places are taken */
} MotusRelayRecentIds;

gboolean motus_relay_recent_ids_contains (const MotusRelayRecentIds *recent,
                                          const guint8 id[MOTUS_ID_SIZE]);
void motus_relay_recent_ids_add (MotusRelayRecentIds *recent, const guint8 id[MOTUS_ID_SIZE]);
void motus_relay_recent_ids_clear (MotusRelayRecentIds *recent);

G_END_DECLS
