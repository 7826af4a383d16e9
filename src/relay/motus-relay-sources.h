/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "motus-relay-budget.h"

G_BEGIN_DECLS

/**
 * MotusRelaySources:
 *
 * What each source of connections (an IPv4 /32, an IPv6 /64) may still ask for before anybody is
 * signed in. A source that has its full budgets back is forgotten.
 */
typedef struct _MotusRelaySources MotusRelaySources;

/* Sources remembered at once; once there are so many, new ones are refused. */
#define MOTUS_RELAY_SOURCES_MAX 65536

/* @requests: for what is asked before login. @sign_ups: for accounts made without an invitation. */
MotusRelaySources *motus_relay_sources_new (MotusRelayRate requests, MotusRelayRate sign_ups);
void motus_relay_sources_free (MotusRelaySources *sources);

/* Take one unit for @source; FALSE with the seconds to wait if there is none. */
gboolean motus_relay_sources_take_request (MotusRelaySources *sources, const char *source,
                                           gint64 now, guint *retry_after);
gboolean motus_relay_sources_take_sign_up (MotusRelaySources *sources, const char *source,
                                           gint64 now, guint *retry_after);

void motus_relay_sources_expire (MotusRelaySources *sources, gint64 now);
guint motus_relay_sources_size (const MotusRelaySources *sources);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MotusRelaySources, motus_relay_sources_free)

G_END_DECLS
