/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The C side of bench-envelope.py: "bench-envelope SECONDS RECIPIENTS" prints how many messages a
 * second are sealed for so many recipients; with 0 recipients, how many are opened. */

#include "motus-envelope.h"

#include "motus-random.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
  g_autoptr (MotusSecret) found = motus_envelope_open (envelope, "user-0000", key,
                                                       g_bytes_get_data (wrapped, NULL),
                                                       g_bytes_get_size (wrapped), signing_public,
                                                       NULL);
  if (found == NULL)
    g_error ("opening failed");
}

static double
measure (double seconds, guint recipients)
{
  GBytes *wrapped = NULL;
  g_autoptr (MotusEnvelope) envelope = seal (1, &wrapped);
  gint64 start = g_get_monotonic_time (), end = start;
  guint64 count = 0;

  for (; (double) (end - start) < seconds * G_USEC_PER_SEC; count++)
    {
      if (recipients > 0)
        seal_once (recipients);
      else
        open_once (envelope, wrapped);
      end = g_get_monotonic_time ();
    }
  g_bytes_unref (wrapped);
  return (double) count * G_USEC_PER_SEC / (double) (end - start);
}

int
main (int argc, char **argv)
{
  guint64 recipients;
  if (argc != 3 || !g_ascii_string_to_unsigned (argv[2], 10, 0, RECIPIENTS_MAX, &recipients, NULL))
    return EXIT_FAILURE;

  key = motus_rsa_key_generate (NULL);
  motus_random_bytes (signing_seed, sizeof signing_seed);
  motus_ed25519_public (signing_seed, signing_public);
  motus_random_nonce (text, sizeof text);
  printf ("%.1f\n", measure (g_ascii_strtod (argv[1], NULL), (guint) recipients));
  motus_rsa_key_free (key);
  return EXIT_SUCCESS;
}
