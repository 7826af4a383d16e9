/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "motus-client-error.h"
#include "motus-message.h"

G_BEGIN_DECLS

/* The error that a relay's "error" or refusing "auth_result" means, in our own words: what a relay
 * writes is not repeated unless its code is not known here, and then escaped. */
GError *motus_refusal_new (MotusMessage *message);

G_END_DECLS
