/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-random.h"

#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>

static void
fill (gnutls_rnd_level_t level, void *out, gsize len)
{
  if (len == 0)
    return;
  int result = gnutls_rnd (level, out, len);
  if (result < 0)
    g_error ("The system gave no random bytes: %s", gnutls_strerror (result));
}

void
motus_random_bytes (void *out, gsize len)
{
  fill (GNUTLS_RND_KEY, out, len);
}

void
motus_random_nonce (void *out, gsize len)
{
  fill (GNUTLS_RND_NONCE, out, len);
}
