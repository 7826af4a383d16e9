/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What can go wrong for a person. Every message is a translated sentence that says what happened and what to do. */
typedef enum {
  MOTUS_CLIENT_ERROR_OFFLINE,           /* there is no connection now */
  MOTUS_CLIENT_ERROR_UNREACHABLE,       /* the relay does not answer */
  MOTUS_CLIENT_ERROR_RELAY_KEY_CHANGED, /* the relay's key is not the pinned one */
  MOTUS_CLIENT_ERROR_RELAY_KEY_REFUSED, /* the person did not trust the relay's key */
  MOTUS_CLIENT_ERROR_CHANNEL_BINDING,   /* somebody stands between client and relay */
  MOTUS_CLIENT_ERROR_DOWNGRADE,         /* less protection was offered than seen before */
  MOTUS_CLIENT_ERROR_LOGIN_FAILED,
  MOTUS_CLIENT_ERROR_LOCKED,
  MOTUS_CLIENT_ERROR_SIGN_UP_REFUSED,   /* closed, invitation needed or invalid, name taken or invalid */
  MOTUS_CLIENT_ERROR_KEY_CHANGED,       /* a recipient's key changed and nobody decided yet */
  MOTUS_CLIENT_ERROR_NO_KEY,            /* the relay gave no key for a recipient */
  MOTUS_CLIENT_ERROR_SENDER,            /* a message is not from whom it says */
  MOTUS_CLIENT_ERROR_BINDING,           /* a message was not meant for this account */
  MOTUS_CLIENT_ERROR_USER_OFFLINE,
  MOTUS_CLIENT_ERROR_USER_UNKNOWN,
  MOTUS_CLIENT_ERROR_NOT_IN_ROOM,
  MOTUS_CLIENT_ERROR_INVITE,            /* a room invitation is unknown or expired */
  MOTUS_CLIENT_ERROR_TOO_LONG,          /* a text is longer than MOTUS_CLIENT_TEXT_MAX */
  MOTUS_CLIENT_ERROR_REFUSED,           /* the relay refused, for a reason the message tells */
  MOTUS_CLIENT_ERROR_PROTOCOL,          /* the relay broke the protocol */
  MOTUS_CLIENT_ERROR_STORE,             /* the account's folder cannot be read or written */
  MOTUS_CLIENT_ERROR_LINK,              /* not an invitation link or address */
} MotusClientError;

#define MOTUS_CLIENT_ERROR (motus_client_error_quark ())
GQuark motus_client_error_quark (void);

/* A stable name for scripts: "E_KEY_CHANGED", "E_SENDER", "E_LOCKED"…; for errors of other domains the nearest
 * ("E_PASSWORD", "E_KEY_FILE", "E_CANCELLED", "E_FAILED"). */
const char *motus_client_error_get_name (const GError *error);

G_END_DECLS
