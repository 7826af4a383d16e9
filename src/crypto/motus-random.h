/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Fills @out with @len unpredictable bytes fit for keys (GnuTLS's generator, GNUTLS_RND_KEY). Ends
 * the process if the system has none to give: nothing could be done safely without. */
void motus_random_bytes (void *out, gsize len);

/* The same for what is sent in clear: nonces, salts, identifiers (GNUTLS_RND_NONCE). */
void motus_random_nonce (void *out, gsize len);

G_END_DECLS
