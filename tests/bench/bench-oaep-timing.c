/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-aes-eax.h"
#include "motus-random.h"
#include "motus-rsa-oaep.h"
#include "motus-rsa-private.h"

#include <math.h>
#include <string.h>
#include <time.h>

/* Whether the time of opening tells a padded block whose first byte is wrong from one whose hash is
 * (Manger's question, which opens any message if it can be answered): Welch's t over SAMPLES of
 * each, taken in random order, must stay below T_MAX. Once for all of opening, as an attacker sees
 * it, and once for the decode alone, where a difference has less to hide in. The slowest tenth, during which something
 * else ran, is left out by a limit that is the same for both kinds. Not a test: a busy machine
 * makes times mean nothing, in both directions. */

#define SAMPLES 100000
#define BLOCKS 64
#define T_MAX 4.5

typedef enum {
  FIRST_BYTE,
  HASH,
  N_KINDS,
} Kind;

typedef struct {
  double sum, squares;
  guint count;
} Statistics;

typedef struct {
  guint8 kind;
  gint64 nanoseconds;
} Sample;

typedef gint64 (*Measure) (MotusRsaKey *key, Kind kind, guint block);

static guint8 padded[N_KINDS][BLOCKS][MOTUS_RSA_SIZE], blocks[N_KINDS][BLOCKS][MOTUS_RSA_SIZE];

/* The label makes the hash wrong and nothing else. */
static void
make_block (const MotusRsaPublicKey *key, Kind kind, guint i)
{
  guint8 secret[MOTUS_OAEP_KEY_SIZE];
  motus_random_bytes (secret, sizeof secret);
  motus_oaep_encode (MOTUS_OAEP_SHA1, "other", kind == HASH ? 5 : 0, secret, sizeof secret,
                     padded[kind][i]);
  padded[kind][i][0] = kind == FIRST_BYTE ? 1 : 0;
  g_assert_true (motus_rsa_public_key_apply (key, padded[kind][i], blocks[kind][i]));
}

static gint64
now (void)
{
  struct timespec time;
  clock_gettime (CLOCK_MONOTONIC, &time);
  return (gint64) time.tv_sec * 1000000000 + time.tv_nsec;
}

static gint64
time_open (MotusRsaKey *key, Kind kind, guint i)
{
  static const guint8 nonce[16], tag[MOTUS_AES_EAX_TAG_SIZE];
  guint8 secret[MOTUS_OAEP_KEY_SIZE], text[64] = { 0 };
  gint64 start = now ();
  g_assert_true (motus_rsa_oaep_decrypt_key (key, MOTUS_OAEP_SHA1, blocks[kind][i],
                                             MOTUS_RSA_SIZE, secret));
  g_assert_false (motus_aes_eax_open (secret, nonce, sizeof nonce, NULL, 0, text, sizeof text, tag,
                                      text));
  return now () - start;
}

static gint64
time_decode (MotusRsaKey *key, Kind kind, guint i)
{
  static const guint8 fallback[MOTUS_OAEP_KEY_SIZE];
  guint8 secret[MOTUS_OAEP_KEY_SIZE];
  gint64 start = now ();
  motus_oaep_decode_key (MOTUS_OAEP_SHA1, padded[kind][i], fallback, secret);
  return now () - start;
}

static int
compare_samples (gconstpointer a, gconstpointer b)
{
  const Sample *first = a, *second = b;
  return (first->nanoseconds > second->nanoseconds) - (first->nanoseconds < second->nanoseconds);
}

static void
add (Statistics *statistics, double value)
{
  statistics->sum += value;
  statistics->squares += value * value;
  statistics->count++;
}

static double
get_mean (const Statistics *statistics)
{
  return statistics->sum / statistics->count;
}

/* The variance of the mean. */
static double
get_error (const Statistics *statistics)
{
  double n = statistics->count, mean = get_mean (statistics);
  return (statistics->squares / n - mean * mean) / (n - 1);
}

static gboolean
compare (const char *name, Measure measure, MotusRsaKey *key, guint total)
{
  g_autofree Sample *samples = g_new (Sample, total);
  Statistics statistics[N_KINDS] = { { 0 } };
  for (guint i = 0; i < total; i++)
    {
      guint8 choice[2];
      motus_random_nonce (choice, sizeof choice);
      samples[i].kind = choice[0] % N_KINDS;
      samples[i].nanoseconds = measure (key, samples[i].kind, choice[1] % BLOCKS);
    }
  qsort (samples, total, sizeof *samples, compare_samples);
  for (guint i = 0; i < total / 10 * 9; i++)
    add (&statistics[samples[i].kind], samples[i].nanoseconds);

  double t = (get_mean (&statistics[FIRST_BYTE]) - get_mean (&statistics[HASH]))
             / sqrt (get_error (&statistics[FIRST_BYTE]) + get_error (&statistics[HASH]));
  g_print ("%s: first byte wrong %.2f us (%u), hash wrong %.2f us (%u), t = %.2f\n", name,
           get_mean (&statistics[FIRST_BYTE]) / 1000, statistics[FIRST_BYTE].count,
           get_mean (&statistics[HASH]) / 1000, statistics[HASH].count, t);
  return fabs (t) < T_MAX;
}

int
main (int argc, char **argv)
{
  guint total = 2 * (argc > 1 ? (guint) g_ascii_strtoull (argv[1], NULL, 10) : SAMPLES);
  g_autoptr (MotusRsaKey) key = motus_rsa_key_generate (NULL);
  for (guint i = 0; i < N_KINDS * BLOCKS; i++)
    make_block (motus_rsa_key_get_public (key), i % N_KINDS, i / N_KINDS);

  gboolean same = compare ("decode", time_decode, key, total);
  same &= compare ("open", time_open, key, total);
  return same ? 0 : 1;
}
