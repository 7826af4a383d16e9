/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-crypto-error.h"

G_DEFINE_QUARK (motus-crypto-error-quark, motus_crypto_error)
