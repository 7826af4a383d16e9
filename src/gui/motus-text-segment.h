/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  MOTUS_SEGMENT_LINK,
  MOTUS_SEGMENT_MENTION,        /* "@" and a name */
} MotusSegmentKind;

/**
 * MotusTextSegment:
 *
 * A run of bytes in a text that is more than text. What lies between two segments is plain.
 */
typedef struct {
  MotusSegmentKind kind;
  gsize start, end;             /* bytes; @end is behind the last */
  gboolean mine;                /* of a mention: it names this account */
} MotusTextSegment;

/* Links and mentions in @text, which is UTF-8, from left to right; they do not overlap. At most MOTUS_TEXT_SEGMENTS_MAX are found. @own_name may be
 * NULL. Free with g_array_unref(). */
#define MOTUS_TEXT_SEGMENTS_MAX 200
GArray *motus_text_find_segments (const char *text, const char *own_name);

/* TRUE if @uri may be opened: http and https with a host and without a name or password before it, mailto without an attachment,
 * and motus. Everything else is never opened, whatever it is called. */
gboolean motus_text_is_link (const char *uri);

/* Where @uri leads, for a person: the host as it travels (xn--… for letters that imitate others), or the address of a mailto. Free with
 * g_free(). */
char *motus_text_describe_link (const char *uri);

/* @text as Pango markup in which its links are links and everything else is escaped. This is the only place where markup is made of what
 * somebody else wrote. NULL if no segment is a link: then the text needs no markup. Free with g_free(). */
char *motus_text_make_markup (const char *text, GArray *segments);

G_END_DECLS
