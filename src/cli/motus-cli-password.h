/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "motus-secret.h"

G_BEGIN_DECLS

/* The password: the first line of @path, or, if that is NULL, typed on the terminal with its echo
 * off, or the first line of standard input if that is no terminal. Errors: G_IO_ERROR, a sentence. */
MotusSecret *motus_cli_password_read (const char *path, GError **error);

G_END_DECLS
