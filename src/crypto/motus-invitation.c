/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-invitation.h"

static const char label[] = "motus invitation v1";

void
motus_invitation_token (const guint8 secret[MOTUS_INVITATION_SECRET_SIZE],
                        guint8 token[MOTUS_INVITATION_TOKEN_SIZE])
{
  motus_hmac_sha256 (secret, MOTUS_INVITATION_SECRET_SIZE, label, sizeof label - 1, token);
}
