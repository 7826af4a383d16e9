/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "motus-fingerprint.h"

G_BEGIN_DECLS

/* motus_safety_number() with another number of rounds, so that a test can make many. */
char *motus_safety_number_rounds (const char *name_a,
                                  const guint8 fingerprint_a[MOTUS_FINGERPRINT_SIZE],
                                  const char *name_b,
                                  const guint8 fingerprint_b[MOTUS_FINGERPRINT_SIZE],
                                  guint rounds);

G_END_DECLS
