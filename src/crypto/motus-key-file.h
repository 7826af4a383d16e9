/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "motus-key-bundle.h"
#include "motus-password.h"

G_BEGIN_DECLS

/* The longest key file read, in bytes. */
#define MOTUS_KEY_FILE_MAX (64 * 1024)

typedef enum {
  MOTUS_KEY_FILE_MOTUS,         /* magic, version, Argon2id and its cost, AES-256-GCM */
  MOTUS_KEY_FILE_SEED,          /* salt, nonce, tag, ciphertext; PBKDF2, AES-256-GCM, an RSA key */
} MotusKeyFileFormat;

/* Opens the key file @path with @password, which is given as it was typed. The file must be a
 * regular one, owned by us, that nobody else may read or write. Tells its @format: a file of the
 * seed gives a bundle with its RSA key and new other keys, to be saved by the caller in the
 * present format beside it. Slow (Argon2id, 64 MiB): call it off the main loop. Each of
 * WRONG_PASSWORD, TRUNCATED, CHANGED, UNSUPPORTED, SYMLINK, PERMISSIONS, NOT_FOUND and IO has its
 * own message for a person. In the seed's format a wrong password and a changed file cannot be
 * told apart; both are WRONG_PASSWORD, and the message says so. */
MotusKeyBundle *motus_key_file_load (const char *path, const char *password,
                                     MotusKeyFileFormat *format, GError **error);

/* Writes @bundle to @path under @password: a temporary file, fsync, rename, fsync of the folder,
 * so that at any moment either the old file or the new one is there, whole. The file gets mode
 * 0600 whatever the umask; the folder must be ours and closed to others. With @replace FALSE an
 * existing file is EXISTS and stays as it is. Slow. */
gboolean motus_key_file_save (const char *path, const char *password,
                              const MotusKeyBundle *bundle, gboolean replace, GError **error);

G_END_DECLS
