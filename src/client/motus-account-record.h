/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The length of a relay's pin, of an invitation's token and of a device token. */
#define MOTUS_ACCOUNT_HASH_SIZE 32

/**
 * MotusAccountRecord:
 *
 * What the store keeps of an account and its relay.
 */
typedef struct {
  gboolean has_pin;
  guint8 pin[MOTUS_ACCOUNT_HASH_SIZE];          /* of the relay's key */
  gboolean has_device_token;
  guint8 device_token[MOTUS_ACCOUNT_HASH_SIZE];
  guint32 iterations;           /* the most a login was made with; 0: none yet. Fewer are refused */
} MotusAccountRecord;

GBytes *motus_account_record_encode (const MotusAccountRecord *record);
/* FALSE, with @record untouched, unless @data is what motus_account_record_encode() made. */
gboolean motus_account_record_decode (GBytes *data, MotusAccountRecord *record);

G_END_DECLS
