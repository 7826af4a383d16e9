/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-key-file-private.h"

#include "motus-aes-gcm.h"
#include "motus-crypto-error.h"
#include "motus-digest.h"
#include "motus-random.h"
#include "motus-reader.h"
#include "motus-writer.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* A key file, integers big-endian:
 *
 *     8  magic           "MOTUSKEY"
 *     2  version         1
 *     1  KDF             1, Argon2id
 *     4  memory          KiB
 *     4  passes
 *     4  lanes
 *    16  salt
 *    16  check
 *    12  nonce
 *     4  length          of the ciphertext
 *        ciphertext      the key bundle under AES-256-GCM
 *    16  tag             over the ciphertext, and all that stands before it as associated data
 *    32  checksum        SHA-256 of all that stands before it, in this version and all later ones
 *
 * Argon2id gives 48 bytes: the key of the GCM and the check. The check tells a wrong password from
 * a file that somebody with the password put together wrongly. Whoever stole the file can test a
 * guess by it at the price of one Argon2id, which is what the tag costs him too; it says nothing
 * about the key, both being parts of one output of BLAKE2b. The checksum has no key: it is there to
 * say that a file changed, on a bad disk, before the password is blamed. Against somebody who
 * changes a file on purpose stands the tag. */

#define MAGIC "MOTUSKEY"
#define MAGIC_SIZE 8
#define VERSION 1
#define KDF_ARGON2ID 1
#define SALT_SIZE 16
#define CHECK_SIZE 16
#define HEADER_SIZE (MAGIC_SIZE + 2 + 1 + 3 * 4 + SALT_SIZE + CHECK_SIZE + MOTUS_AES_GCM_NONCE_SIZE)
#define TRAILER_SIZE (MOTUS_AES_GCM_TAG_SIZE + MOTUS_SHA256_SIZE)

/* The cost stands in the file, and a file from elsewhere must not cost all memory or an hour. */
#define MEMORY_MAX (512 * 1024)
#define PASSES_MAX 16
#define LANES_MAX 16

const MotusArgon2idCost motus_key_file_cost = { 64 * 1024, 3, 1 };

typedef struct {
  guint16 version;
  guint8 kdf;
  MotusArgon2idCost cost;
  const guint8 *salt;
  const guint8 *check;
  const guint8 *nonce;
  gsize text_len;
} Header;

static MotusKeyBundle *
refuse (MotusCryptoError code, const char *message, GError **error)
{
  g_set_error_literal (error, MOTUS_CRYPTO_ERROR, code, message);
  return NULL;
}

static MotusKeyBundle *
refuse_changed (GError **error)
{
  return refuse (MOTUS_CRYPTO_ERROR_CHANGED,
                 _("The key file is damaged: it is not as Motus wrote it. Put back a copy of it."),
                 error);
}

static MotusKeyBundle *
refuse_truncated (GError **error)
{
  return refuse (MOTUS_CRYPTO_ERROR_TRUNCATED,
                 _("The key file is cut short: its end is missing. Put back a copy of it."), error);
}

static MotusKeyBundle *
refuse_unsupported (GError **error)
{
  return refuse (MOTUS_CRYPTO_ERROR_UNSUPPORTED,
                 _("The key file is in a form that this version of Motus does not know. Install "
                   "the version that wrote it, or a later one."),
                 error);
}

/* The AEAD key and the check, one after the other. */
static MotusSecret *
derive (const char *password, const MotusArgon2idCost *cost, const guint8 *salt, GError **error)
{
  g_autoptr (MotusSecret) prepared = motus_password_prepare (password, error);
  if (prepared == NULL)
    return NULL;

  g_autoptr (MotusSecret) derived = motus_secret_new (MOTUS_AES_GCM_KEY_SIZE + CHECK_SIZE);
  if (!motus_argon2id (cost, motus_secret_peek (prepared), motus_secret_length (prepared), salt,
                       SALT_SIZE, motus_secret_data (derived), motus_secret_length (derived),
                       error))
    return NULL;
  return g_steal_pointer (&derived);
}

static void
write_header (MotusWriter *writer, const MotusArgon2idCost *cost, const guint8 *salt,
              const guint8 *check, const guint8 *nonce, gsize text_len)
{
  motus_writer_bytes (writer, MAGIC, MAGIC_SIZE);
  motus_writer_u16 (writer, VERSION);
  motus_writer_u8 (writer, KDF_ARGON2ID);
  motus_writer_u32 (writer, cost->memory);
  motus_writer_u32 (writer, cost->passes);
  motus_writer_u32 (writer, cost->lanes);
  motus_writer_bytes (writer, salt, SALT_SIZE);
  motus_writer_bytes (writer, check, CHECK_SIZE);
  motus_writer_bytes (writer, nonce, MOTUS_AES_GCM_NONCE_SIZE);
  motus_writer_u32 (writer, (guint32) text_len);
}

/* Appends the ciphertext, the tag over it and the header, and the checksum over everything. */
static void
write_sealed (MotusWriter *writer, const MotusSecret *text, const guint8 *key, const guint8 *nonce)
{
  guint8 tag[MOTUS_AES_GCM_TAG_SIZE], checksum[MOTUS_SHA256_SIZE];
  gsize len = motus_secret_length (text);
  g_autofree guint8 *ciphertext = g_malloc (len);

  gboolean sealed = motus_aes_gcm_seal (key, MOTUS_AES_GCM_KEY_SIZE, nonce,
                                        MOTUS_AES_GCM_NONCE_SIZE, motus_writer_peek (writer),
                                        motus_writer_length (writer), motus_secret_peek (text), len,
                                        ciphertext, tag);
  g_assert (sealed);
  motus_writer_bytes (writer, ciphertext, len);
  motus_writer_bytes (writer, tag, sizeof tag);
  motus_sha256 (motus_writer_peek (writer), motus_writer_length (writer), checksum);
  motus_writer_bytes (writer, checksum, sizeof checksum);
}

GBytes *
motus_key_file_seal (const MotusKeyBundle *bundle, const char *password,
                     const MotusArgon2idCost *cost, GError **error)
{
  guint8 salt[SALT_SIZE], nonce[MOTUS_AES_GCM_NONCE_SIZE];
  motus_random_nonce (salt, sizeof salt);
  motus_random_nonce (nonce, sizeof nonce);

  g_autoptr (MotusSecret) text = motus_key_bundle_export (bundle, error);
  if (text == NULL)
    return NULL;
  g_autoptr (MotusSecret) derived = derive (password, cost, salt, error);
  if (derived == NULL)
    return NULL;

  const guint8 *key = motus_secret_peek (derived);
  g_autoptr (MotusWriter) writer = motus_writer_new (MOTUS_KEY_FILE_MAX);
  write_header (writer, cost, salt, key + MOTUS_AES_GCM_KEY_SIZE, nonce,
                motus_secret_length (text));
  write_sealed (writer, text, key, nonce);
  return motus_writer_finish (writer);
}

static gboolean
read_header (MotusReader *reader, Header *header)
{
  const guint8 *magic;
  guint32 text_len;
  gboolean whole = motus_reader_bytes (reader, MAGIC_SIZE, &magic)
                   && motus_reader_u16 (reader, &header->version)
                   && motus_reader_u8 (reader, &header->kdf)
                   && motus_reader_u32 (reader, &header->cost.memory)
                   && motus_reader_u32 (reader, &header->cost.passes)
                   && motus_reader_u32 (reader, &header->cost.lanes)
                   && motus_reader_bytes (reader, SALT_SIZE, &header->salt)
                   && motus_reader_bytes (reader, CHECK_SIZE, &header->check)
                   && motus_reader_bytes (reader, MOTUS_AES_GCM_NONCE_SIZE, &header->nonce)
                   && motus_reader_u32 (reader, &text_len);
  if (whole)
    header->text_len = text_len;
  return whole;
}

/* Whether the file ends with its checksum; the magic is taken for right, so that a file with a
 * fault there is known for ours all the same. */
static gboolean
checksum_is_right (const guint8 *data, gsize len)
{
  guint8 checksum[MOTUS_SHA256_SIZE];
  if (len < MAGIC_SIZE + MOTUS_SHA256_SIZE)
    return FALSE;

  g_autofree guint8 *copy = g_memdup2 (data, len - MOTUS_SHA256_SIZE);
  memcpy (copy, MAGIC, MAGIC_SIZE);
  motus_sha256 (copy, len - MOTUS_SHA256_SIZE, checksum);
  return memcmp (checksum, data + len - MOTUS_SHA256_SIZE, MOTUS_SHA256_SIZE) == 0;
}

static gboolean
cost_is_bearable (const MotusArgon2idCost *cost)
{
  return cost->lanes >= 1 && cost->lanes <= LANES_MAX && cost->passes >= 1
         && cost->passes <= PASSES_MAX && cost->memory >= 8 * cost->lanes
         && cost->memory <= MEMORY_MAX;
}

static MotusKeyBundle *
open_text (const guint8 *data, const Header *header, const MotusSecret *derived, GError **error)
{
  const gsize start = HEADER_SIZE + 4;
  g_autoptr (MotusSecret) text = motus_secret_new (header->text_len);
  if (!motus_aes_gcm_open (motus_secret_peek (derived), MOTUS_AES_GCM_KEY_SIZE, header->nonce,
                           MOTUS_AES_GCM_NONCE_SIZE, data, start, data + start, header->text_len,
                           data + start + header->text_len, motus_secret_data (text)))
    return refuse_changed (error);
  return motus_key_bundle_import (motus_secret_peek (text), motus_secret_length (text), error);
}

/* Opens a file that is long enough and has the right checksum. */
static MotusKeyBundle *
open_whole (const guint8 *data, const Header *header, const char *password, GError **error)
{
  if (header->kdf != KDF_ARGON2ID || !cost_is_bearable (&header->cost))
    return refuse_unsupported (error);

  g_autoptr (MotusSecret) derived = derive (password, &header->cost, header->salt, error);
  if (derived == NULL)
    return NULL;
  if (!motus_equal_secret (motus_secret_peek (derived) + MOTUS_AES_GCM_KEY_SIZE, header->check,
                           CHECK_SIZE))
    return refuse (MOTUS_CRYPTO_ERROR_WRONG_PASSWORD,
                   _("The password is wrong. Nothing was changed; try again."), error);
  return open_text (data, header, derived, error);
}

static MotusKeyBundle *
open_motus (const guint8 *data, gsize len, const char *password, GError **error)
{
  MotusReader reader;
  Header header;
  gboolean right = checksum_is_right (data, len);

  motus_reader_init (&reader, data, len);
  if (!read_header (&reader, &header))
    return refuse_truncated (error);
  if (header.version != VERSION)
    return right ? refuse_unsupported (error) : refuse_changed (error);
  if (header.text_len > MOTUS_KEY_FILE_MAX)
    return refuse_changed (error);
  if (motus_reader_left (&reader) < header.text_len + TRAILER_SIZE)
    return refuse_truncated (error);
  if (!right || motus_reader_left (&reader) != header.text_len + TRAILER_SIZE
      || memcmp (data, MAGIC, MAGIC_SIZE) != 0)
    return refuse_changed (error);
  return open_whole (data, &header, password, error);
}

/* A file of the seed has no mark: it starts with random bytes. */
static gboolean
looks_like_motus (const guint8 *data, gsize len)
{
  return memcmp (data, MAGIC, MIN (len, MAGIC_SIZE)) == 0 || checksum_is_right (data, len);
}

MotusKeyBundle *
motus_key_file_open (const void *data, gsize len, const char *password,
                     MotusKeyFileFormat *format, GError **error)
{
  if (len == 0)
    return refuse_truncated (error);

  gboolean ours = looks_like_motus (data, len);
  MotusKeyBundle *bundle = ours ? open_motus (data, len, password, error)
                                : motus_key_file_open_seed (data, len, password, error);
  if (bundle != NULL && format != NULL)
    *format = ours ? MOTUS_KEY_FILE_MOTUS : MOTUS_KEY_FILE_SEED;
  return bundle;
}

MotusKeyBundle *
motus_key_file_load (const char *path, const char *password, MotusKeyFileFormat *format,
                     GError **error)
{
  g_autoptr (GBytes) data = motus_key_file_read (path, error);
  if (data == NULL)
    return NULL;
  return motus_key_file_open (g_bytes_get_data (data, NULL), g_bytes_get_size (data), password,
                              format, error);
}

gboolean
motus_key_file_save_at_cost (const char *path, const char *password, const MotusKeyBundle *bundle,
                             gboolean replace, const MotusArgon2idCost *cost, GError **error)
{
  if (!motus_key_file_check_place (path, replace, error))
    return FALSE;

  g_autoptr (GBytes) data = motus_key_file_seal (bundle, password, cost, error);
  return data != NULL && motus_key_file_write (path, data, replace, error);
}

gboolean
motus_key_file_save (const char *path, const char *password, const MotusKeyBundle *bundle,
                     gboolean replace, GError **error)
{
  return motus_key_file_save_at_cost (path, password, bundle, replace, &motus_key_file_cost, error);
}
