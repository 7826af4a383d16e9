/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* TRUE if @text mentions @name: "@name", not within a word or an address, in letters of either case. */
gboolean motus_mention_names (const char *text, const char *name);

G_END_DECLS
