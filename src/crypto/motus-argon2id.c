/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-argon2id.h"

#include "motus-crypto-error.h"

#include <gcrypt.h>

/* libgcrypt wants to be initialised once and says whether another library has done so. Its pool
 * of secure memory, of 16 KiB, is of no use to a function that needs megabytes. */
static void
initialise_libgcrypt (void)
{
  static gsize done;
  if (!g_once_init_enter (&done))
    return;
  if (!gcry_control (GCRYCTL_INITIALIZATION_FINISHED_P))
    {
      gcry_check_version (NULL);
      gcry_control (GCRYCTL_DISABLE_SECMEM, 0);
      gcry_control (GCRYCTL_INITIALIZATION_FINISHED, 0);
    }
  g_once_init_leave (&done, 1);
}

static gboolean
is_between (gsize value, gsize min, gsize max)
{
  return value >= min && value <= max;
}

static gboolean
check_cost (const MotusArgon2idCost *cost, GError **error)
{
  if (is_between (cost->lanes, 1, MOTUS_ARGON2ID_LANES_MAX)
      && is_between (cost->passes, 1, MOTUS_ARGON2ID_PASSES_MAX)
      && is_between (cost->memory, 8 * cost->lanes, MOTUS_ARGON2ID_MEMORY_MAX))
    return TRUE;

  g_set_error (error, MOTUS_CRYPTO_ERROR, MOTUS_CRYPTO_ERROR_BAD_ARGUMENT,
               "Deriving a key with %u KiB, %u passes and %u lanes is not allowed; the cost is "
               "outside of what Motus takes.", cost->memory, cost->passes, cost->lanes);
  return FALSE;
}

static gboolean
check_lengths (gsize password_len, gsize salt_len, gsize out_len, GError **error)
{
  if (password_len > 0 && is_between (salt_len, MOTUS_ARGON2ID_SALT_MIN, MOTUS_ARGON2ID_SALT_MAX)
      && is_between (out_len, MOTUS_ARGON2ID_OUT_MIN, MOTUS_ARGON2ID_OUT_MAX))
    return TRUE;

  g_set_error (error, MOTUS_CRYPTO_ERROR, MOTUS_CRYPTO_ERROR_BAD_ARGUMENT,
               "A key of %" G_GSIZE_FORMAT " bytes cannot be derived from a password of %"
               G_GSIZE_FORMAT " and a salt of %" G_GSIZE_FORMAT " bytes.",
               out_len, password_len, salt_len);
  return FALSE;
}

static gcry_error_t
compute (gcry_kdf_hd_t handle, void *out, gsize out_len)
{
  gcry_error_t result = gcry_kdf_compute (handle, NULL);
  if (result == 0)
    result = gcry_kdf_final (handle, out_len, out);
  gcry_kdf_close (handle);
  return result;
}

gboolean
motus_argon2id_keyed (const MotusArgon2idCost *cost, const void *password, gsize password_len,
                      const void *salt, gsize salt_len, const void *key, gsize key_len,
                      const void *ad, gsize ad_len, void *out, gsize out_len, GError **error)
{
  if (!check_cost (cost, error) || !check_lengths (password_len, salt_len, out_len, error))
    return FALSE;

  initialise_libgcrypt ();
  const unsigned long parameters[] = { out_len, cost->passes, cost->memory, cost->lanes };
  gcry_kdf_hd_t handle;
  gcry_error_t result = gcry_kdf_open (&handle, GCRY_KDF_ARGON2, GCRY_KDF_ARGON2ID, parameters,
                                       G_N_ELEMENTS (parameters), password, password_len, salt,
                                       salt_len, key, key_len, ad, ad_len);
  if (result == 0)
    result = compute (handle, out, out_len);
  if (result == 0)
    return TRUE;

  g_set_error (error, MOTUS_CRYPTO_ERROR, MOTUS_CRYPTO_ERROR_IO,
               "A key could not be derived from the password: %s. It takes %u MiB of memory; "
               "close other programs and try again.",
               gcry_strerror (result), (cost->memory + 1023) / 1024);
  return FALSE;
}

gboolean
motus_argon2id (const MotusArgon2idCost *cost, const void *password, gsize password_len,
                const void *salt, gsize salt_len, void *out, gsize out_len, GError **error)
{
  return motus_argon2id_keyed (cost, password, password_len, salt, salt_len, NULL, 0, NULL, 0,
                               out, out_len, error);
}
