/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define MOTUS_SENDER_COLOURS 14

typedef struct {
  guint8 red, green, blue;
} MotusSenderColour;

/* Which of the colours @name has: the same on every machine, and of the hue of the avatar with that text. */
guint motus_sender_colour_index (const char *name);

/* The colour number @index on a light or a dark ground. Each has a contrast of 4.5 or more against every ground a name stands on. */
MotusSenderColour motus_sender_colour_get (guint index, gboolean dark);

/* A stylesheet with one class a colour, ".sender-0" and on. Free with g_free(). */
char *motus_sender_colour_make_css (gboolean dark);

G_END_DECLS
