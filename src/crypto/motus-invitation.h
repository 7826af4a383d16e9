/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "motus-digest.h"

G_BEGIN_DECLS

/* An invitation link carries a random secret; the relay is shown only a token made from it, and
 * keeps only the SHA-256 of that. So neither its store nor its traffic gives the link away. */

#define MOTUS_INVITATION_SECRET_SIZE 16
#define MOTUS_INVITATION_TOKEN_SIZE MOTUS_SHA256_SIZE

/* The token of @secret: HMAC-SHA-256 under it over the characters "motus invitation v1". */
void motus_invitation_token (const guint8 secret[MOTUS_INVITATION_SECRET_SIZE],
                             guint8 token[MOTUS_INVITATION_TOKEN_SIZE]);

G_END_DECLS
