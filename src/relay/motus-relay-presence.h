/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "motus-relay-accounts.h"
#include "motus-relay-engine.h"

G_BEGIN_DECLS

/* Changes told in one second, so that those of two seconds fit one frame. */
#define MOTUS_RELAY_PRESENCE_BATCH 512
/* People in a frame of presence. */
#define MOTUS_RELAY_PRESENCE_FRAME 1024

/**
 * MotusRelayPresence:
 *
 * Who came and went, gathered so that a client gets one frame a second at most.
 *
 * Time is cut into periods, each ended by a flush, a second apart at least. A flush sends the
 * same frame, encoded once, to everybody. A client that signed in during the period has just
 * been told who is online: it is left out, and if it missed anything by that, the next flush
 * tells it of both periods. A change that was undone within a period is told as it ended.
 */
typedef struct _MotusRelayPresence MotusRelayPresence;

MotusRelayPresence *motus_relay_presence_new (void);
void motus_relay_presence_free (MotusRelayPresence *presence);

/* @account came or went. */
void motus_relay_presence_changed (MotusRelayPresence *presence, const MotusRelayAccount *account);

/* @client has been told who is online now. */
void motus_relay_presence_joined (MotusRelayPresence *presence, MotusRelayClient *client);

/* The boot time of the next flush; G_MAXINT64 if there is nothing to tell. @has_news: there
 * is something else to be told with it. */
gint64 motus_relay_presence_due (const MotusRelayPresence *presence, gboolean has_news);

/* Ends the period at @now. */
void motus_relay_presence_flush (MotusRelayPresence *presence, MotusRelayEngine *engine,
                                 gint64 now);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MotusRelayPresence, motus_relay_presence_free)

G_END_DECLS
