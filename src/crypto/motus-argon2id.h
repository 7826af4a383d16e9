/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Argon2id, version 1.3 (RFC 9106), for keys out of passwords. */

#define MOTUS_ARGON2ID_SALT_MIN 8
#define MOTUS_ARGON2ID_SALT_MAX 64
#define MOTUS_ARGON2ID_OUT_MIN 4
#define MOTUS_ARGON2ID_OUT_MAX 64
/* The cost is read from files: more than this would only serve to keep a machine busy. */
#define MOTUS_ARGON2ID_MEMORY_MAX (1024 * 1024)
#define MOTUS_ARGON2ID_PASSES_MAX 16
#define MOTUS_ARGON2ID_LANES_MAX 16

/**
 * MotusArgon2idCost:
 * @memory: KiB of memory, at least 8 a lane and at most MOTUS_ARGON2ID_MEMORY_MAX
 * @passes: passes over it, 1 to MOTUS_ARGON2ID_PASSES_MAX
 * @lanes: independent lanes, 1 to MOTUS_ARGON2ID_LANES_MAX; they are computed one after the other
 */
typedef struct {
  guint32 memory;
  guint32 passes;
  guint32 lanes;
} MotusArgon2idCost;

/* Derives @out_len bytes (MOTUS_ARGON2ID_OUT_MIN to MOTUS_ARGON2ID_OUT_MAX) from @password, which
 * must not be empty, and @salt_len bytes of @salt (MOTUS_ARGON2ID_SALT_MIN to
 * MOTUS_ARGON2ID_SALT_MAX). Slow by intent: call it off the main loop. Errors: BAD_ARGUMENT for a
 * length or cost out of these bounds, IO if the system has not got that much memory. */
gboolean motus_argon2id (const MotusArgon2idCost *cost, const void *password, gsize password_len,
                         const void *salt, gsize salt_len, void *out, gsize out_len,
                         GError **error);

/* The same with the optional inputs of RFC 9106, section 3.1: a secret key and associated data. */
gboolean motus_argon2id_keyed (const MotusArgon2idCost *cost, const void *password,
                               gsize password_len, const void *salt, gsize salt_len,
                               const void *key, gsize key_len, const void *ad, gsize ad_len,
                               void *out, gsize out_len, GError **error);

G_END_DECLS
