/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The C side of bench-envelope.py: "bench-envelope SECONDS WORK" prints how many messages are
 * handled in a second of this process's time. WORK is a number of recipients to seal for, or "open"
 * or "open-unsigned". */

#include "motus-envelope.h"

#include "motus-random.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define TEXT_SIZE 1024
#define RECIPIENTS_MAX MOTUS_ENVELOPE_TARGETS_MAX

static guint8 signing_seed[MOTUS_ED25519_SEED_SIZE], signing_public[MOTUS_ED25519_PUBLIC_SIZE];
static guint8 text[TEXT_SIZE];
static MotusRsaKey *key;

static MotusEnvelope *
seal (guint recipients, GBytes **wrapped)
{
  MotusRsaPublicKey *keys[RECIPIENTS_MAX];
  MotusEnvelope *envelope = motus_envelope_new ();
  envelope->from = g_strdup ("alice");
  for (guint i = 0; i < recipients; i++)
    {
      char name[16];
      g_snprintf (name, sizeof name, "user-%04u", i);
      motus_envelope_add_target (envelope, name, 1);
      keys[i] = motus_rsa_key_get_public (key);
    }
  if (!motus_envelope_seal (envelope, text, sizeof text, keys, signing_seed, signing_public,
                            wrapped, NULL))
    g_error ("sealing failed");
  return envelope;
}

static void
seal_once (guint recipients)
{
  GBytes *wrapped[RECIPIENTS_MAX];
  g_autoptr (MotusEnvelope) envelope = seal (recipients, wrapped);
  for (guint i = 0; i < recipients; i++)
    g_bytes_unref (wrapped[i]);
}

static void
open_once (const MotusEnvelope *envelope, GBytes *wrapped)
{
  const void *block = g_bytes_get_data (wrapped, NULL);
  gsize size = g_bytes_get_size (wrapped);
  g_autoptr (MotusSecret) found = envelope->has_signature
    ? motus_envelope_open (envelope, "user-0000", key, block, size, signing_public, NULL)
    : motus_envelope_open_unsigned (envelope, key, block, size, NULL);
  if (found == NULL)
    g_error ("opening failed");
}

/* Seconds that this process has run. */
static double
get_time (void)
{
  struct timespec now;
  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);
  return (double) now.tv_sec + (double) now.tv_nsec * 1e-9;
}

static double
measure (double seconds, guint recipients, gboolean has_signature)
{
  GBytes *wrapped = NULL;
  g_autoptr (MotusEnvelope) envelope = seal (1, &wrapped);
  double start = get_time (), end = start;
  guint64 count = 0;

  envelope->has_signature = has_signature;
  for (; end - start < seconds; count++)
    {
      if (recipients > 0)
        seal_once (recipients);
      else
        open_once (envelope, wrapped);
      end = get_time ();
    }
  g_bytes_unref (wrapped);
  return (double) count / (end - start);
}

int
main (int argc, char **argv)
{
  guint64 recipients = 0;
  gboolean has_signature = argc == 3 && !g_str_equal (argv[2], "open-unsigned");
  gboolean seals = argc == 3 && !g_str_has_prefix (argv[2], "open");
  if (argc != 3
      || (seals
          && !g_ascii_string_to_unsigned (argv[2], 10, 1, RECIPIENTS_MAX, &recipients, NULL)))
    return EXIT_FAILURE;

  key = motus_rsa_key_generate (NULL);
  motus_random_bytes (signing_seed, sizeof signing_seed);
  motus_ed25519_public (signing_seed, signing_public);
  motus_random_nonce (text, sizeof text);
  printf ("%.1f\n", measure (g_ascii_strtod (argv[1], NULL), (guint) recipients, has_signature));
  motus_rsa_key_free (key);
  return EXIT_SUCCESS;
}
