/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-oaep.h"

#include "motus-digest.h"
#include "motus-random.h"

#include <string.h>

/* A block is a zero byte, the masked seed, and the masked data: the hash of the label, zeros, a
 * one, the message. */

static gsize
get_hash_size (MotusOaepHash hash)
{
  return hash == MOTUS_OAEP_SHA1 ? MOTUS_SHA1_SIZE : MOTUS_SHA256_SIZE;
}

static void
digest (MotusOaepHash hash, const void *data, gsize len, guint8 *out)
{
  if (hash == MOTUS_OAEP_SHA1)
    motus_sha1 (data, len, out);
  else
    motus_sha256 (data, len, out);
}

gsize
motus_oaep_message_max (MotusOaepHash hash)
{
  return MOTUS_RSA_SIZE - 2 * get_hash_size (hash) - 2;
}

/* Exclusive-ors @len bytes with MGF1 (RFC 8017, appendix B.2.1) of @seed. */
static void
mask (MotusOaepHash hash, guint8 *bytes, gsize len, const guint8 *seed, gsize seed_len)
{
  gsize size = get_hash_size (hash);
  guint8 input[MOTUS_RSA_SIZE + 4] = { 0 }, output[MOTUS_SHA256_SIZE];
  memcpy (input, seed, seed_len);
  for (gsize done = 0; done < len; done += size)
    {
      digest (hash, input, seed_len + 4, output);
      for (gsize i = 0; i < MIN (size, len - done); i++)
        bytes[done + i] ^= output[i];
      input[seed_len + 3]++;
    }
  motus_wipe (input, sizeof input);
  motus_wipe (output, sizeof output);
}

void
motus_oaep_encode (MotusOaepHash hash, const void *label, gsize label_len, const void *message,
                   gsize len, guint8 block[MOTUS_RSA_SIZE])
{
  gsize size = get_hash_size (hash), data_len = MOTUS_RSA_SIZE - 1 - size;
  guint8 *seed = block + 1, *data = block + 1 + size;
  g_assert (len <= motus_oaep_message_max (hash));

  memset (block, 0, MOTUS_RSA_SIZE);
  motus_random_bytes (seed, size);
  digest (hash, label, label_len, data);
  data[data_len - len - 1] = 1;
  if (len > 0)
    memcpy (data + data_len - len, message, len);
  mask (hash, data, data_len, seed, size);
  mask (hash, seed, size, data, data_len);
}

/* Hides from the compiler what it could know of a mask, lest it make a branch of it. */
static inline guint32
opaque (guint32 value)
{
  __asm__ ("" : "+r" (value));
  return value;
}

/* All ones if @value is zero, 0 if not. */
static inline guint32
is_zero (guint32 value)
{
  return opaque ((guint32) (((guint64) value - 1) >> 32));
}

static inline guint32
choose (guint32 condition, guint32 yes, guint32 no)
{
  return (condition & yes) | (~condition & no);
}

static guint32
are_same (const guint8 *a, const guint8 *b, gsize len)
{
  guint32 difference = 0;
  for (gsize i = 0; i < len; i++)
    difference |= a[i] ^ b[i];
  return is_zero (difference);
}

/* Finds the one after the zeros and writes how many bytes follow it. Goes to the end whatever it
 * meets. 0 if there is none, or if something else comes before it. */
static guint32
find_message (const guint8 *padded, gsize len, guint32 *message_len)
{
  guint32 searching = ~0u, good = ~0u, found = 0;
  for (gsize i = 0; i < len; i++)
    {
      guint32 is_one = is_zero (padded[i] ^ 1u), is_nought = is_zero (padded[i]);
      found = choose (searching & is_one, (guint32) (len - 1 - i), found);
      good &= ~searching | is_one | is_nought;
      searching = opaque (searching & ~is_one);
    }
  *message_len = found;
  return good & ~searching;
}

guint32
motus_oaep_decode (MotusOaepHash hash, const void *label, gsize label_len,
                   const guint8 block[MOTUS_RSA_SIZE], guint8 data[MOTUS_RSA_SIZE], gsize *len)
{
  gsize size = get_hash_size (hash), data_len = MOTUS_RSA_SIZE - 1 - size;
  guint8 *seed = data + 1, *rest = data + 1 + size, label_hash[MOTUS_SHA256_SIZE];
  memcpy (data, block, MOTUS_RSA_SIZE);
  digest (hash, label, label_len, label_hash);
  mask (hash, seed, size, rest, data_len);
  mask (hash, rest, data_len, seed, size);

  guint32 found;
  guint32 good = find_message (rest + size, data_len - size, &found);
  good &= is_zero (data[0]);
  good &= are_same (rest, label_hash, size);
  *len = found;
  return opaque (good);
}

void
motus_oaep_decode_key (MotusOaepHash hash, const guint8 block[MOTUS_RSA_SIZE],
                       const guint8 fallback[MOTUS_OAEP_KEY_SIZE],
                       guint8 out[MOTUS_OAEP_KEY_SIZE])
{
  guint8 data[MOTUS_RSA_SIZE];
  gsize len;
  guint32 good = motus_oaep_decode (hash, NULL, 0, block, data, &len);
  good &= is_zero ((guint32) len ^ MOTUS_OAEP_KEY_SIZE);

  const guint8 *key = data + sizeof data - MOTUS_OAEP_KEY_SIZE;
  for (gsize i = 0; i < MOTUS_OAEP_KEY_SIZE; i++)
    out[i] = (guint8) choose (good, key[i], fallback[i]);
  motus_wipe (data, sizeof data);
}
