/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MotusSecret:
 *
 * Bytes that must not outlive their use: passwords, private keys, derived keys.
 *
 * They lie in pages of their own, which are kept out of core dumps and, where the system's limit
 * on locked memory allows, out of swap; they are wiped when the secret is freed. The length is
 * not secret.
 */
typedef struct _MotusSecret MotusSecret;

/* @len zero bytes; free with motus_secret_free(). */
MotusSecret *motus_secret_new (gsize len);

/* A copy of @len bytes at @bytes, whose own copy the caller must wipe. */
MotusSecret *motus_secret_new_copy (const void *bytes, gsize len);

/* A copy of the NUL-terminated @text without its NUL. */
MotusSecret *motus_secret_new_text (const char *text);

MotusSecret *motus_secret_copy (const MotusSecret *secret);
void motus_secret_free (MotusSecret *secret);

/* The bytes, owned by the secret. One NUL byte always follows the last. */
guint8 *motus_secret_data (MotusSecret *secret);
const guint8 *motus_secret_peek (const MotusSecret *secret);
gsize motus_secret_length (const MotusSecret *secret);

/* Overwrites @len bytes at @bytes in a way the compiler does not remove. */
void motus_wipe (void *bytes, gsize len);

/* Sets the process's limit on the size of core files to 0, for programs that hold secrets.
 * Gives FALSE if the system refused. */
gboolean motus_secret_forbid_core_dumps (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MotusSecret, motus_secret_free)

G_END_DECLS
