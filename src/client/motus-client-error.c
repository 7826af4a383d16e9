/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-client-error.h"

#include "motus-crypto-error.h"
#include "motus-wire-error.h"

G_DEFINE_QUARK (motus-client-error-quark, motus_client_error)

static const char *const names[] = {
  [MOTUS_CLIENT_ERROR_OFFLINE] = "E_OFFLINE",
  [MOTUS_CLIENT_ERROR_UNREACHABLE] = "E_UNREACHABLE",
  [MOTUS_CLIENT_ERROR_RELAY_KEY_CHANGED] = "E_RELAY_KEY_CHANGED",
  [MOTUS_CLIENT_ERROR_RELAY_KEY_REFUSED] = "E_RELAY_KEY_REFUSED",
  [MOTUS_CLIENT_ERROR_CHANNEL_BINDING] = "E_CHANNEL_BINDING",
  [MOTUS_CLIENT_ERROR_DOWNGRADE] = "E_DOWNGRADE",
  [MOTUS_CLIENT_ERROR_LOGIN_FAILED] = "E_LOGIN_FAILED",
  [MOTUS_CLIENT_ERROR_LOCKED] = "E_LOCKED",
  [MOTUS_CLIENT_ERROR_SIGN_UP_REFUSED] = "E_SIGN_UP_REFUSED",
  [MOTUS_CLIENT_ERROR_KEY_CHANGED] = "E_KEY_CHANGED",
  [MOTUS_CLIENT_ERROR_NO_KEY] = "E_NO_KEY",
  [MOTUS_CLIENT_ERROR_SENDER] = "E_SENDER",
  [MOTUS_CLIENT_ERROR_BINDING] = "E_BINDING",
  [MOTUS_CLIENT_ERROR_USER_OFFLINE] = "E_USER_OFFLINE",
  [MOTUS_CLIENT_ERROR_USER_UNKNOWN] = "E_USER_UNKNOWN",
  [MOTUS_CLIENT_ERROR_NOT_IN_ROOM] = "E_NOT_IN_ROOM",
  [MOTUS_CLIENT_ERROR_INVITE] = "E_INVITE",
  [MOTUS_CLIENT_ERROR_TOO_LONG] = "E_TOO_LONG",
  [MOTUS_CLIENT_ERROR_REFUSED] = "E_REFUSED",
  [MOTUS_CLIENT_ERROR_PROTOCOL] = "E_PROTOCOL",
  [MOTUS_CLIENT_ERROR_STORE] = "E_STORE",
  [MOTUS_CLIENT_ERROR_LINK] = "E_LINK",
};

static const char *
name_of_crypto_error (int code)
{
  switch ((MotusCryptoError) code)
    {
    case MOTUS_CRYPTO_ERROR_WRONG_PASSWORD:
      return "E_PASSWORD";
    case MOTUS_CRYPTO_ERROR_TRUNCATED:
    case MOTUS_CRYPTO_ERROR_CHANGED:
    case MOTUS_CRYPTO_ERROR_UNSUPPORTED:
    case MOTUS_CRYPTO_ERROR_SYMLINK:
    case MOTUS_CRYPTO_ERROR_PERMISSIONS:
    case MOTUS_CRYPTO_ERROR_EXISTS:
    case MOTUS_CRYPTO_ERROR_NOT_FOUND:
    case MOTUS_CRYPTO_ERROR_IO:
    case MOTUS_CRYPTO_ERROR_BAD_KEY:
      return "E_KEY_FILE";
    case MOTUS_CRYPTO_ERROR_FAILED:
    case MOTUS_CRYPTO_ERROR_BAD_ARGUMENT:
    default:
      return "E_FAILED";
    }
}

const char *
motus_client_error_get_name (const GError *error)
{
  if (error->domain == MOTUS_CLIENT_ERROR && error->code >= 0
      && error->code < (int) G_N_ELEMENTS (names))
    return names[error->code];
  if (error->domain == MOTUS_CRYPTO_ERROR)
    return name_of_crypto_error (error->code);
  if (error->domain == MOTUS_WIRE_ERROR)
    return "E_PROTOCOL";
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return "E_CANCELLED";
  return "E_FAILED";
}
