/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-fingerprint-private.h"

#include "motus-writer.h"

#include <string.h>

#define SAFETY_NUMBER_ROUNDS 5200
#define HALF_GROUPS (MOTUS_SAFETY_NUMBER_GROUPS / 2)
#define GROUP_BYTES 5
#define GROUP_MODULUS 100000
#define WORDS 8

static const char fingerprint_label[] = "motus fingerprint v1";
static const char safety_number_label[] = "motus safety number v1";

/* Every field has its length before it, so that no two sets of fields give the same bytes. */
static MotusWriter *
begin (const char *label, const char *name)
{
  MotusWriter *writer = motus_writer_new (4 * (2 + G_MAXUINT16));
  motus_writer_vector16 (writer, label, strlen (label));
  motus_writer_vector16 (writer, name, strlen (name));
  return writer;
}

void
motus_fingerprint (const char *name, GBytes *rsa_spki, const guint8 *signing_public,
                   guint8 out[MOTUS_FINGERPRINT_SIZE])
{
  g_autoptr (MotusWriter) writer = begin (fingerprint_label, name);
  motus_writer_vector16 (writer, g_bytes_get_data (rsa_spki, NULL), g_bytes_get_size (rsa_spki));
  motus_writer_vector16 (writer, signing_public,
                         signing_public != NULL ? MOTUS_ED25519_PUBLIC_SIZE : 0);
  g_assert (motus_writer_peek (writer) != NULL);
  motus_sha256 (motus_writer_peek (writer), motus_writer_length (writer), out);
}

/* Thirty digits for one side. The rounds make it dear to look for a key whose digits resemble
 * another's. */
static void
append_half (GString *digits, const char *name, const guint8 fingerprint[MOTUS_FINGERPRINT_SIZE],
             guint rounds)
{
  g_autoptr (MotusWriter) writer = begin (safety_number_label, name);
  guint8 input[MOTUS_SHA512_SIZE + MOTUS_FINGERPRINT_SIZE];
  guint8 hash[MOTUS_SHA512_SIZE];

  motus_writer_bytes (writer, fingerprint, MOTUS_FINGERPRINT_SIZE);
  g_assert (motus_writer_peek (writer) != NULL);
  motus_sha512 (motus_writer_peek (writer), motus_writer_length (writer), hash);
  memcpy (input + sizeof hash, fingerprint, MOTUS_FINGERPRINT_SIZE);
  for (guint i = 1; i < rounds; i++)
    {
      memcpy (input, hash, sizeof hash);
      motus_sha512 (input, sizeof input, hash);
    }

  for (guint group = 0; group < HALF_GROUPS; group++)
    {
      guint64 value = 0;
      for (guint i = 0; i < GROUP_BYTES; i++)
        value = value << 8 | hash[group * GROUP_BYTES + i];
      g_string_append_printf (digits, "%s%05u", group > 0 ? " " : "",
                              (guint) (value % GROUP_MODULUS));
    }
}

char *
motus_safety_number_rounds (const char *name_a,
                            const guint8 fingerprint_a[MOTUS_FINGERPRINT_SIZE],
                            const char *name_b,
                            const guint8 fingerprint_b[MOTUS_FINGERPRINT_SIZE], guint rounds)
{
  g_autoptr (GString) half_a = g_string_new (NULL);
  g_autoptr (GString) half_b = g_string_new (NULL);

  append_half (half_a, name_a, fingerprint_a, rounds);
  append_half (half_b, name_b, fingerprint_b, rounds);
  gboolean ordered = strcmp (half_a->str, half_b->str) <= 0;
  return g_strjoin (" ", ordered ? half_a->str : half_b->str, ordered ? half_b->str : half_a->str,
                    NULL);
}

char *
motus_safety_number (const char *name_a, const guint8 fingerprint_a[MOTUS_FINGERPRINT_SIZE],
                     const char *name_b, const guint8 fingerprint_b[MOTUS_FINGERPRINT_SIZE])
{
  return motus_safety_number_rounds (name_a, fingerprint_a, name_b, fingerprint_b,
                                     SAFETY_NUMBER_ROUNDS);
}

/* Sixteen bits as consonant, vowel, consonant, vowel, consonant: four, two, four, two, four bits,
 * the most significant first. */
static void
append_word (GString *words, guint16 bits)
{
  static const char consonants[] = "bdfghjklmnprstvz";
  static const char vowels[] = "aiou";

  g_string_append_c (words, consonants[bits >> 12 & 15]);
  g_string_append_c (words, vowels[bits >> 10 & 3]);
  g_string_append_c (words, consonants[bits >> 6 & 15]);
  g_string_append_c (words, vowels[bits >> 4 & 3]);
  g_string_append_c (words, consonants[bits & 15]);
}

char *
motus_fingerprint_words (const guint8 fingerprint[MOTUS_FINGERPRINT_SIZE])
{
  GString *words = g_string_new (NULL);
  for (guint i = 0; i < WORDS; i++)
    {
      if (i > 0)
        g_string_append_c (words, ' ');
      append_word (words, (guint16) (fingerprint[2 * i] << 8 | fingerprint[2 * i + 1]));
    }
  return g_string_free (words, FALSE);
}
