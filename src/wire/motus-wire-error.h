/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MotusWireError:
 * @MOTUS_WIRE_ERROR_BAD_FRAME: the bytes are not a frame; the connection cannot go on
 * @MOTUS_WIRE_ERROR_UNKNOWN_TYPE: a well-formed frame of a type this side does not send
 * @MOTUS_WIRE_ERROR_BAD_MESSAGE: a member is missing, or has the wrong type or size
 * @MOTUS_WIRE_ERROR_TOO_LARGE: what is to be sent does not fit a frame
 * @MOTUS_WIRE_ERROR_BAD_LINK: not an invitation link
 * @MOTUS_WIRE_ERROR_BAD_ADDRESS: not a relay's address
 *
 * motus_wire_error_code() gives the word of docs/protocol.md for the first three.
 */
typedef enum {
  MOTUS_WIRE_ERROR_BAD_FRAME,
  MOTUS_WIRE_ERROR_UNKNOWN_TYPE,
  MOTUS_WIRE_ERROR_BAD_MESSAGE,
  MOTUS_WIRE_ERROR_TOO_LARGE,
  MOTUS_WIRE_ERROR_BAD_LINK,
  MOTUS_WIRE_ERROR_BAD_ADDRESS,
} MotusWireError;

#define MOTUS_WIRE_ERROR (motus_wire_error_quark ())
GQuark motus_wire_error_quark (void);

/* "bad-frame", "unknown-type" or "bad-message": what an error frame says of @error. NULL for any
 * other error: the other side did not cause it. */
const char *motus_wire_error_code (const GError *error);

G_END_DECLS
