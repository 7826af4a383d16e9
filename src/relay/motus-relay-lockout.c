/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-relay-lockout.h"

#include "motus-clock.h"

#include <string.h>

struct _MotusRelayLockout {
  guint failures;
  gint64 window;
  gint64 lock;
  char boot[MOTUS_RELAY_BOOT_MAX + 1];
  GHashTable *buckets;          /* key to Bucket */
};

/* Open: locked_until is 0 and the last failures are there, oldest first. Locked: no failures. */
typedef struct {
  gint64 locked_until;
  guint n_failures;
  gint64 failures[];
} Bucket;

MotusRelayLockout *
motus_relay_lockout_new (guint failures, guint window_seconds, guint lock_seconds,
                         const char *boot)
{
  MotusRelayLockout *lockout = g_new0 (MotusRelayLockout, 1);

  lockout->failures = CLAMP (failures, 1, MOTUS_RELAY_FAILURES_MAX);
  lockout->window = window_seconds * MOTUS_CLOCK_SECOND;
  lockout->lock = lock_seconds * MOTUS_CLOCK_SECOND;
  g_strlcpy (lockout->boot, boot, sizeof lockout->boot);
  lockout->buckets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return lockout;
}

void
motus_relay_lockout_free (MotusRelayLockout *lockout)
{
  if (lockout == NULL)
    return;
  g_hash_table_unref (lockout->buckets);
  g_free (lockout);
}

static Bucket *
bucket_ensure (MotusRelayLockout *lockout, const char *key)
{
  Bucket *bucket = g_hash_table_lookup (lockout->buckets, key);

  if (bucket == NULL)
    {
      bucket = g_malloc0 (sizeof *bucket + lockout->failures * sizeof (gint64));
      g_hash_table_insert (lockout->buckets, g_strdup (key), bucket);
    }
  return bucket;
}

/* Drops the failures that no longer count at @now. */
static void
bucket_forget (const MotusRelayLockout *lockout, Bucket *bucket, gint64 now)
{
  guint old = 0;

  while (old < bucket->n_failures && bucket->failures[old] + lockout->window < now)
    old++;
  bucket->n_failures -= old;
  memmove (bucket->failures, bucket->failures + old, bucket->n_failures * sizeof (gint64));
}

static gboolean
bucket_is_locked (const Bucket *bucket, gint64 now)
{
  return bucket->locked_until > now;
}

guint
motus_relay_lockout_left (const MotusRelayLockout *lockout, const char *key, gint64 now)
{
  const Bucket *bucket = g_hash_table_lookup (lockout->buckets, key);

  if (bucket == NULL || !bucket_is_locked (bucket, now))
    return 0;
  return (bucket->locked_until - now + MOTUS_CLOCK_SECOND - 1) / MOTUS_CLOCK_SECOND;
}

gboolean
motus_relay_lockout_has_room (const MotusRelayLockout *lockout, const char *key)
{
  return g_hash_table_size (lockout->buckets) < MOTUS_RELAY_BUCKETS_MAX
         || g_hash_table_contains (lockout->buckets, key);
}

gboolean
motus_relay_lockout_fail (MotusRelayLockout *lockout, const char *key, gint64 now, guint *count)
{
  Bucket *bucket = bucket_ensure (lockout, key);

  if (!bucket_is_locked (bucket, now))
    bucket->locked_until = 0;
  bucket_forget (lockout, bucket, now);
  *count = bucket->n_failures + 1;
  if (*count < lockout->failures)
    {
      bucket->failures[bucket->n_failures++] = now;
      return FALSE;
    }
  bucket->n_failures = 0;
  bucket->locked_until = now + lockout->lock;
  return TRUE;
}

gboolean
motus_relay_lockout_clear (MotusRelayLockout *lockout, const char *key)
{
  return g_hash_table_remove (lockout->buckets, key);
}

gboolean
motus_relay_lockout_save (const MotusRelayLockout *lockout, const char *key,
                          MotusRelayBucketRecord *record)
{
  const Bucket *bucket = g_hash_table_lookup (lockout->buckets, key);

  if (bucket == NULL)
    return FALSE;
  g_strlcpy (record->key, key, sizeof record->key);
  g_strlcpy (record->boot, lockout->boot, sizeof record->boot);
  record->locked_until = bucket->locked_until;
  record->n_failures = bucket->n_failures;
  memcpy (record->failures, bucket->failures, bucket->n_failures * sizeof (gint64));
  return TRUE;
}

void
motus_relay_lockout_load (MotusRelayLockout *lockout, const MotusRelayBucketRecord *record)
{
  Bucket *bucket = bucket_ensure (lockout, record->key);
  gboolean same_boot = g_str_equal (record->boot, lockout->boot);
  /* Of more failures than count here, the last ones. */
  guint n = MIN (record->n_failures, lockout->failures - 1);
  const gint64 *last = record->failures + record->n_failures - n;

  bucket->locked_until = record->locked_until;
  if (record->locked_until != 0 && !same_boot)
    bucket->locked_until = lockout->lock;
  bucket->n_failures = n;
  for (guint i = 0; i < n; i++)
    bucket->failures[i] = same_boot ? last[i] : 0;
}

void
motus_relay_lockout_expire (MotusRelayLockout *lockout, gint64 now, MotusRelayLockoutFunc each,
                            gpointer user_data)
{
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, lockout->buckets);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      Bucket *bucket = value;

      bucket_forget (lockout, bucket, now);
      if (bucket_is_locked (bucket, now) || bucket->n_failures > 0)
        continue;
      if (each != NULL)
        each (key, bucket->locked_until != 0, user_data);
      g_hash_table_iter_remove (&iter);
    }
}

guint
motus_relay_lockout_size (const MotusRelayLockout *lockout)
{
  return g_hash_table_size (lockout->buckets);
}
