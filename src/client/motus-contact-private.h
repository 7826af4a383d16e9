/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "motus-contact.h"

G_BEGIN_DECLS

/* Somebody called @name, offline, of whom no key is known. */
MotusContact *motus_contact_new (const char *name);

void motus_contact_set_online (MotusContact *self, gboolean online);
void motus_contact_set_trust (MotusContact *self, MotusTrust trust);
void motus_contact_set_signs (MotusContact *self, gboolean signs);

/* Sorts by name; fits g_list_store_insert_sorted(). */
int motus_contact_compare (gconstpointer a, gconstpointer b, gpointer unused);

G_END_DECLS
