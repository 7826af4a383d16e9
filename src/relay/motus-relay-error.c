/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-relay-error.h"

G_DEFINE_QUARK (motus-relay-error-quark, motus_relay_error)
