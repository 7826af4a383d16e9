/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MotusCryptoError:
 * @MOTUS_CRYPTO_ERROR_FAILED: what was to be opened or verified is not what its maker sealed or
 *   signed for us. There is deliberately one code and one message for every way to get there.
 * @MOTUS_CRYPTO_ERROR_BAD_KEY: a public or private key is malformed, or of a kind or size that is
 *   not taken
 * @MOTUS_CRYPTO_ERROR_BAD_ARGUMENT: a length or count is outside of what the function documents
 * @MOTUS_CRYPTO_ERROR_WRONG_PASSWORD: a key file did not open with this password
 * @MOTUS_CRYPTO_ERROR_TRUNCATED: a key file ends too early
 * @MOTUS_CRYPTO_ERROR_CHANGED: a key file is not as it was written
 * @MOTUS_CRYPTO_ERROR_UNSUPPORTED: a key file was written by a later version of Motus
 * @MOTUS_CRYPTO_ERROR_SYMLINK: a symbolic link stands where a key file belongs
 * @MOTUS_CRYPTO_ERROR_PERMISSIONS: others may read or write the key file or its folder
 * @MOTUS_CRYPTO_ERROR_EXISTS: there is a key file already
 * @MOTUS_CRYPTO_ERROR_NOT_FOUND: there is no key file
 * @MOTUS_CRYPTO_ERROR_IO: the system could not read or write a file; the message says why
 */
typedef enum {
  MOTUS_CRYPTO_ERROR_FAILED,
  MOTUS_CRYPTO_ERROR_BAD_KEY,
  MOTUS_CRYPTO_ERROR_BAD_ARGUMENT,
  MOTUS_CRYPTO_ERROR_WRONG_PASSWORD,
  MOTUS_CRYPTO_ERROR_TRUNCATED,
  MOTUS_CRYPTO_ERROR_CHANGED,
  MOTUS_CRYPTO_ERROR_UNSUPPORTED,
  MOTUS_CRYPTO_ERROR_SYMLINK,
  MOTUS_CRYPTO_ERROR_PERMISSIONS,
  MOTUS_CRYPTO_ERROR_EXISTS,
  MOTUS_CRYPTO_ERROR_NOT_FOUND,
  MOTUS_CRYPTO_ERROR_IO,
} MotusCryptoError;

#define MOTUS_CRYPTO_ERROR (motus_crypto_error_quark ())
GQuark motus_crypto_error_quark (void);

G_END_DECLS
