/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-key-bundle.h"

#include "motus-crypto-error.h"
#include "motus-random.h"
#include "motus-reader.h"
#include "motus-writer.h"

#include <string.h>

/* What fits a key file beside its header. */
#define BUNDLE_MAX (60 * 1024)

/* The numbers stand in files: they do not change. */
typedef enum {
  ENTRY_RSA = 1,                /* PKCS#8, DER */
  ENTRY_SIGNING_SEED = 2,
  ENTRY_STORE_KEY = 3,
} EntryTag;

/* An entry that this version knows nothing of. */
typedef struct {
  guint16 tag;
  MotusSecret *value;
} UnknownEntry;

struct _MotusKeyBundle {
  MotusRsaKey *rsa;
  MotusSecret *signing_seed;
  guint8 signing_public[MOTUS_ED25519_PUBLIC_SIZE];
  MotusSecret *store_key;
  GArray *unknown;              /* of UnknownEntry */
};

static void
unknown_entry_clear (gpointer entry)
{
  motus_secret_free (((UnknownEntry *) entry)->value);
}

static MotusKeyBundle *
bundle_new (void)
{
  MotusKeyBundle *bundle = g_new0 (MotusKeyBundle, 1);
  bundle->unknown = g_array_new (FALSE, FALSE, sizeof (UnknownEntry));
  g_array_set_clear_func (bundle->unknown, unknown_entry_clear);
  return bundle;
}

void
motus_key_bundle_free (MotusKeyBundle *bundle)
{
  if (bundle == NULL)
    return;
  g_clear_pointer (&bundle->rsa, motus_rsa_key_free);
  motus_secret_free (bundle->signing_seed);
  motus_secret_free (bundle->store_key);
  g_array_unref (bundle->unknown);
  g_free (bundle);
}

MotusKeyBundle *
motus_key_bundle_adopt (MotusRsaKey *rsa)
{
  MotusKeyBundle *bundle = bundle_new ();
  bundle->rsa = rsa;
  bundle->signing_seed = motus_secret_new (MOTUS_ED25519_SEED_SIZE);
  bundle->store_key = motus_secret_new (MOTUS_STORE_KEY_SIZE);
  motus_random_bytes (motus_secret_data (bundle->signing_seed), MOTUS_ED25519_SEED_SIZE);
  motus_random_bytes (motus_secret_data (bundle->store_key), MOTUS_STORE_KEY_SIZE);
  motus_ed25519_public (motus_secret_peek (bundle->signing_seed), bundle->signing_public);
  return bundle;
}

MotusKeyBundle *
motus_key_bundle_generate (GError **error)
{
  MotusRsaKey *rsa = motus_rsa_key_generate (error);
  return rsa != NULL ? motus_key_bundle_adopt (rsa) : NULL;
}

static void
write_entry (MotusWriter *writer, guint16 tag, const MotusSecret *value)
{
  motus_writer_u16 (writer, tag);
  motus_writer_vector32 (writer, motus_secret_peek (value), motus_secret_length (value));
}

MotusSecret *
motus_key_bundle_export (const MotusKeyBundle *bundle, GError **error)
{
  g_autoptr (MotusSecret) rsa = motus_rsa_key_export (bundle->rsa, error);
  if (rsa == NULL)
    return NULL;

  g_autoptr (MotusWriter) writer = motus_writer_new (BUNDLE_MAX);
  write_entry (writer, ENTRY_RSA, rsa);
  write_entry (writer, ENTRY_SIGNING_SEED, bundle->signing_seed);
  write_entry (writer, ENTRY_STORE_KEY, bundle->store_key);
  for (guint i = 0; i < bundle->unknown->len; i++)
    {
      const UnknownEntry *entry = &g_array_index (bundle->unknown, UnknownEntry, i);
      write_entry (writer, entry->tag, entry->value);
    }

  /* What was imported fits again, unless another writer's RSA key was the shorter one. */
  if (motus_writer_peek (writer) == NULL)
    {
      g_set_error_literal (error, MOTUS_CRYPTO_ERROR, MOTUS_CRYPTO_ERROR_BAD_KEY,
                           "There are more keys than a key file can hold.");
      return NULL;
    }
  return motus_secret_new_copy (motus_writer_peek (writer), motus_writer_length (writer));
}

static gboolean
take_fixed (MotusSecret **place, gsize size, const guint8 *value, gsize len)
{
  if (*place != NULL || len != size)
    return FALSE;
  *place = motus_secret_new_copy (value, len);
  return TRUE;
}

static gboolean
take_rsa (MotusKeyBundle *bundle, const guint8 *value, gsize len)
{
  if (bundle->rsa != NULL)
    return FALSE;
  bundle->rsa = motus_rsa_key_new (value, len, NULL);
  return bundle->rsa != NULL;
}

static gboolean
take_entry (MotusKeyBundle *bundle, guint16 tag, const guint8 *value, gsize len)
{
  switch (tag)
    {
    case ENTRY_RSA:
      return take_rsa (bundle, value, len);
    case ENTRY_SIGNING_SEED:
      return take_fixed (&bundle->signing_seed, MOTUS_ED25519_SEED_SIZE, value, len);
    case ENTRY_STORE_KEY:
      return take_fixed (&bundle->store_key, MOTUS_STORE_KEY_SIZE, value, len);
    default:
      {
        UnknownEntry entry = { tag, motus_secret_new_copy (value, len) };
        g_array_append_val (bundle->unknown, entry);
        return TRUE;
      }
    }
}

static gboolean
take_entries (MotusKeyBundle *bundle, const void *data, gsize len)
{
  MotusReader reader;
  motus_reader_init (&reader, data, len);
  while (motus_reader_left (&reader) > 0)
    {
      guint16 tag;
      const guint8 *value;
      gsize value_len;
      if (!motus_reader_u16 (&reader, &tag)
          || !motus_reader_vector32 (&reader, BUNDLE_MAX, &value, &value_len)
          || !take_entry (bundle, tag, value, value_len))
        return FALSE;
    }
  return motus_reader_end (&reader) && bundle->rsa != NULL && bundle->signing_seed != NULL
         && bundle->store_key != NULL;
}

MotusKeyBundle *
motus_key_bundle_import (const void *data, gsize len, GError **error)
{
  g_autoptr (MotusKeyBundle) bundle = bundle_new ();
  if (len > BUNDLE_MAX || !take_entries (bundle, data, len))
    {
      g_set_error_literal (error, MOTUS_CRYPTO_ERROR, MOTUS_CRYPTO_ERROR_BAD_KEY,
                           "The keys of this account are not in a form that Motus knows.");
      return NULL;
    }
  motus_ed25519_public (motus_secret_peek (bundle->signing_seed), bundle->signing_public);
  return g_steal_pointer (&bundle);
}

MotusRsaKey *
motus_key_bundle_get_rsa (MotusKeyBundle *bundle)
{
  return bundle->rsa;
}

const guint8 *
motus_key_bundle_get_signing_seed (const MotusKeyBundle *bundle)
{
  return motus_secret_peek (bundle->signing_seed);
}

const guint8 *
motus_key_bundle_get_signing_public (const MotusKeyBundle *bundle)
{
  return bundle->signing_public;
}

const guint8 *
motus_key_bundle_get_store_key (const MotusKeyBundle *bundle)
{
  return motus_secret_peek (bundle->store_key);
}
