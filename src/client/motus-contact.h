/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum {
  MOTUS_TRUST_NONE,             /* no key yet */
  MOTUS_TRUST_PINNED,           /* the key of first contact, not compared */
  MOTUS_TRUST_VERIFIED,         /* compared, or proven by an invitation link */
  MOTUS_TRUST_CHANGED,          /* the relay gives another key than the pinned one: sending is blocked */
} MotusTrust;

/**
 * MotusContact:
 *
 * A person known through the relay. Properties (readable, notified): "name", "online", "trust", "signs" (has a signing
 * key; FALSE for a client of the seed's kind).
 */
#define MOTUS_TYPE_CONTACT (motus_contact_get_type ())
G_DECLARE_FINAL_TYPE (MotusContact, motus_contact, MOTUS, CONTACT, GObject)

const char *motus_contact_get_name (MotusContact *self);
gboolean motus_contact_is_online (MotusContact *self);
MotusTrust motus_contact_get_trust (MotusContact *self);
gboolean motus_contact_signs (MotusContact *self);

G_END_DECLS
