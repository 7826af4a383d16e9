/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "motus-relay-control.h"
#include "motus-relay-server.h"

G_BEGIN_DECLS

/* The operator's invitation links: "motus-relay invite". */
#define MOTUS_RELAY_INVITE_COMMAND "invite"

/* Makes a link for @uses people, good for @days, and gives it when it is durable: through the
 * relay that runs on the state directory of @config, or else in its store. Iterates the default
 * main context. Errors: CONFIG if no relay runs and the port it will have is not known; BUSY,
 * CONTROL, STORE, TLS. */
char *motus_relay_invite (const MotusRelayConfig *config, guint uses, guint days, GError **error);

/* The running relay's side: answers @request with a "link", or says what is wrong with @arguments
 * ("uses", "days", each of the type u). */
void motus_relay_invite_handle (MotusRelayServer *server, MotusRelayControlRequest *request,
                                GVariant *arguments);

G_END_DECLS
