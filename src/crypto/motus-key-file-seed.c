/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-key-file-private.h"

#include "motus-aes-gcm.h"
#include "motus-crypto-error.h"
#include "motus-reader.h"
#include "motus-seed-login.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The seed's key file: salt 16, nonce 16, tag 16, and the RSA key in PEM or DER under AES-256-GCM,
 * the key of which is PBKDF2-HMAC-SHA-256 of the password, as it was typed, and the salt. */

#define SEED_NONCE_SIZE 16

typedef struct {
  const guint8 *salt;
  const guint8 *nonce;
  const guint8 *tag;
  const guint8 *ciphertext;
  gsize len;
} SeedFile;

static gboolean
parse (const void *data, gsize len, SeedFile *file)
{
  MotusReader reader;
  motus_reader_init (&reader, data, len);
  if (!motus_reader_bytes (&reader, MOTUS_SEED_SALT_SIZE, &file->salt)
      || !motus_reader_bytes (&reader, SEED_NONCE_SIZE, &file->nonce)
      || !motus_reader_bytes (&reader, MOTUS_AES_GCM_TAG_SIZE, &file->tag))
    return FALSE;
  file->len = motus_reader_left (&reader);
  return file->len > 0 && motus_reader_bytes (&reader, file->len, &file->ciphertext);
}

static MotusSecret *
decrypt_text (const SeedFile *file, const char *password)
{
  g_autoptr (MotusSecret) key = motus_seed_login_key (password, file->salt, MOTUS_SEED_SALT_SIZE);
  g_autoptr (MotusSecret) text = motus_secret_new (file->len);
  if (!motus_aes_gcm_open (motus_secret_peek (key), MOTUS_SEED_KEY_SIZE, file->nonce,
                           SEED_NONCE_SIZE, NULL, 0, file->ciphertext, file->len, file->tag,
                           motus_secret_data (text)))
    return NULL;
  return g_steal_pointer (&text);
}

static MotusKeyBundle *
refuse (MotusCryptoError code, const char *message, GError **error)
{
  g_set_error_literal (error, MOTUS_CRYPTO_ERROR, code, message);
  return NULL;
}

MotusKeyBundle *
motus_key_file_open_seed (const void *data, gsize len, const char *password, GError **error)
{
  SeedFile file;
  if (!parse (data, len, &file))
    return refuse (MOTUS_CRYPTO_ERROR_TRUNCATED,
                   _("The key file is too short to hold a key: its end is missing. Put back a copy "
                     "of it."),
                   error);
  if (strnlen (password, MOTUS_PASSWORD_MAX + 1) > MOTUS_PASSWORD_MAX)
    return refuse (MOTUS_CRYPTO_ERROR_BAD_ARGUMENT,
                   _("The password is too long: at most 1,024 bytes are taken."), error);

  g_autoptr (MotusSecret) text = decrypt_text (&file, password);
  if (text == NULL)
    return refuse (MOTUS_CRYPTO_ERROR_WRONG_PASSWORD,
                   _("The password is wrong, or the key file is damaged: a file of this old form "
                     "does not tell which. Try the password again, then a copy of the file."),
                   error);

  MotusRsaKey *rsa = motus_rsa_key_new (motus_secret_peek (text), motus_secret_length (text),
                                        error);
  return rsa != NULL ? motus_key_bundle_adopt (rsa) : NULL;
}
