/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "motus-relay-store.h"

G_BEGIN_DECLS

/**
 * MotusRelayLockout:
 *
 * Counts failed logins in buckets and says which are locked. A bucket is named by its
 * key and knows nothing of what the key means. Times are microseconds of boot time, handed in.
 *
 * What it counts it forgets only when told to or when it has run out; making it durable is its
 * owner's part.
 */
typedef struct _MotusRelayLockout MotusRelayLockout;

/* Buckets held at once. Once there are so many, a bucket for a stranger is refused. */
#define MOTUS_RELAY_BUCKETS_MAX 65536

/* @failures (at most MOTUS_RELAY_FAILURES_MAX) within @window_seconds lock a bucket for
 * @lock_seconds. @boot names the present boot of the machine. */
MotusRelayLockout *motus_relay_lockout_new (guint failures, guint window_seconds,
                                            guint lock_seconds, const char *boot);
void motus_relay_lockout_free (MotusRelayLockout *lockout);

/* Seconds for which @key stays locked, rounded up; 0 if it is open. */
guint motus_relay_lockout_left (const MotusRelayLockout *lockout, const char *key, gint64 now);

/* TRUE if a failure of @key could be counted: there is such a bucket, or room for one. */
gboolean motus_relay_lockout_has_room (const MotusRelayLockout *lockout, const char *key);

/* Counts a failure. @count receives how many count now. TRUE if this one locks the bucket. */
gboolean motus_relay_lockout_fail (MotusRelayLockout *lockout, const char *key, gint64 now,
                                   guint *count);

/* Forgets @key. TRUE if there was something to forget. */
gboolean motus_relay_lockout_clear (MotusRelayLockout *lockout, const char *key);

/* The bucket @key as it is to be stored. FALSE if there is none. */
gboolean motus_relay_lockout_save (const MotusRelayLockout *lockout, const char *key,
                                   MotusRelayBucketRecord *record);

/* Takes a stored bucket. One of another boot counts from the start of this one: its failures
 * as made then and a lock in its whole length, since nobody knows how much of it had passed. */
void motus_relay_lockout_load (MotusRelayLockout *lockout, const MotusRelayBucketRecord *record);

/* Forgets what has run out, telling @each of it first (@each may be NULL). @was_locked: a
 * lock ended. */
typedef void (*MotusRelayLockoutFunc) (const char *key, gboolean was_locked, gpointer user_data);
void motus_relay_lockout_expire (MotusRelayLockout *lockout, gint64 now,
                                 MotusRelayLockoutFunc each, gpointer user_data);

guint motus_relay_lockout_size (const MotusRelayLockout *lockout);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MotusRelayLockout, motus_relay_lockout_free)

G_END_DECLS
