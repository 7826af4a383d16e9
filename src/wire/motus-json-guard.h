/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "motus-json-walk.h"

G_BEGIN_DECLS

/* What a header must be before anything reads it. JSON libraries recurse without a bound and take
 * an object that names a member twice; this does neither, and allocates nothing. */

#define MOTUS_JSON_DEPTH_MAX 16
#define MOTUS_JSON_MEMBERS_MAX 64
/* In the members called "keys" and "signing_keys" of the outermost object. */
#define MOTUS_JSON_KEYS_MAX 1024
#define MOTUS_JSON_ELEMENTS_MAX 4096

/* TRUE if the @len bytes at @text are one JSON object (RFC 8259) within the limits above, in
 * valid UTF-8, no member name twice in an object (compared after unescaping), no NUL, no lone
 * surrogate, every number an integer between -(2^53 - 1) and 2^53 - 1. Otherwise BAD_FRAME, with
 * the offset in bytes in the message. */
gboolean motus_json_guard_check (const char *text, gsize len, GError **error);

/* The same, and lists the members of the outermost object in their order. They point into @text. */
gboolean motus_json_guard_index (const char *text, gsize len,
                                 MotusJsonMember members[MOTUS_JSON_MEMBERS_MAX], gsize *n_members,
                                 GError **error);

G_END_DECLS
