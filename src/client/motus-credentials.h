/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "motus-scram.h"

G_BEGIN_DECLS

/**
 * MotusCredentials:
 *
 * A password as long as it is needed to connect again: as typed (for the key file), as prepared, and
 * as last salted (for SCRAM, so that a reconnection costs no key derivation).
 */
typedef struct _MotusCredentials MotusCredentials;

/* Errors: MOTUS_CRYPTO_ERROR_BAD_ARGUMENT for a password that cannot be one. */
MotusCredentials *motus_credentials_new (const char *password, GError **error);
MotusCredentials *motus_credentials_ref (MotusCredentials *credentials);
void motus_credentials_unref (MotusCredentials *credentials);

const char *motus_credentials_get_password (const MotusCredentials *credentials);

/* Salts the password, in a thread unless it was salted so before. The result is owned by @credentials. */
void motus_credentials_salt_async (MotusCredentials *credentials, GBytes *salt, guint iterations,
                                   GAsyncReadyCallback callback, gpointer user_data);
const MotusSecret *motus_credentials_salt_finish (MotusCredentials *credentials,
                                                  GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MotusCredentials, motus_credentials_unref)

G_END_DECLS
