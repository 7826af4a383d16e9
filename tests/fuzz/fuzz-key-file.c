/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-key-file-private.h"

#include "motus-crypto-error.h"
#include "motus-digest.h"

#include <string.h>

#define MAGIC "MOTUSKEY"
#define PASSWORD "password"
#define AT_COST 11
#define COST_SIZE 12

int LLVMFuzzerTestOneInput (const guint8 *data, gsize len);

/* The cost of a guess is what the format is about, and not what is tried here. */
static void
make_cheap (guint8 *file, gsize len)
{
  static const guint8 cheap[COST_SIZE] = { 0, 0, 0, 8, 0, 0, 0, 1, 0, 0, 0, 1 };
  if (len >= AT_COST + COST_SIZE)
    memcpy (file + AT_COST, cheap, sizeof cheap);
}

/* Gets past the checksum, which is no obstacle to anybody. */
static void
correct_checksum (guint8 *file, gsize len)
{
  if (len >= MOTUS_SHA256_SIZE)
    motus_sha256 (file, len - MOTUS_SHA256_SIZE, file + len - MOTUS_SHA256_SIZE);
}

static void
open_file (const guint8 *file, gsize len)
{
  MotusKeyFileFormat format;
  g_autoptr (GError) error = NULL;
  g_autoptr (MotusKeyBundle) bundle = motus_key_file_open (file, len, PASSWORD, &format, &error);
  g_assert_true ((bundle != NULL) == (error == NULL));
  if (error != NULL)
    g_assert_true (error->domain == MOTUS_CRYPTO_ERROR);
}

static void
import_bundle (const guint8 *data, gsize len)
{
  g_autoptr (MotusKeyBundle) bundle = motus_key_bundle_import (data, len, NULL);
  if (bundle == NULL)
    return;
  g_autoptr (MotusSecret) again = motus_key_bundle_export (bundle, NULL);
  g_assert_nonnull (again);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize len)
{
  import_bundle (data, len);
  if (len < strlen (MAGIC) || memcmp (data, MAGIC, strlen (MAGIC)) != 0)
    {
      open_file (data, len);
      return 0;
    }

  g_autofree guint8 *file = g_memdup2 (data, len);
  make_cheap (file, len);
  open_file (file, len);
  correct_checksum (file, len);
  open_file (file, len);
  return 0;
}
