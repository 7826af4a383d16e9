/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-wire-error.h"

G_DEFINE_QUARK (motus-wire-error-quark, motus_wire_error)

const char *
motus_wire_error_code (const GError *error)
{
  static const char *const codes[] = {
    [MOTUS_WIRE_ERROR_BAD_FRAME] = "bad-frame",
    [MOTUS_WIRE_ERROR_UNKNOWN_TYPE] = "unknown-type",
    [MOTUS_WIRE_ERROR_BAD_MESSAGE] = "bad-message",
  };
  if (error->domain != MOTUS_WIRE_ERROR
      || error->code < 0 || (gsize) error->code >= G_N_ELEMENTS (codes))
    return NULL;
  return codes[error->code];
}
