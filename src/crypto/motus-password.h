/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "motus-crypto-error.h"
#include "motus-secret.h"

G_BEGIN_DECLS

/* The longest password taken, in bytes of UTF-8, as typed and as prepared. */
#define MOTUS_PASSWORD_MAX 1024

/* Normalises what a person typed (RFC 8265, OpaqueString: spaces become U+0020, then NFC), so that
 * the same password typed on another keyboard gives the same bytes. BAD_ARGUMENT if it is empty,
 * not UTF-8, holds control characters, or is longer than MOTUS_PASSWORD_MAX. */
MotusSecret *motus_password_prepare (const char *text, GError **error);

G_END_DECLS
