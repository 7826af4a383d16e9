/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What is shown of a message before somebody asks for all of it. */
#define MOTUS_DISPLAY_CHARS_MAX 3000
#define MOTUS_DISPLAY_LINES_MAX 60
/* Marks on one letter, letters joined to one sign, and tags that make a flag a region's. */
#define MOTUS_DISPLAY_MARKS_MAX 4
#define MOTUS_DISPLAY_JOINS_MAX 8
#define MOTUS_DISPLAY_TAGS_MAX 7

/* Pango 1.50 aborts when it breaks a line at a sign that is made of pieces from two fonts, for it finds no place to break:
 * a skin colour on something else than a person, or a mark on a space or a pictogram. A space without width parts them. */
#define MOTUS_DISPLAY_PARTING 0x200b

/* Whether @c must not stand right after @previous (0: nothing) where lines are broken. */
gboolean motus_display_needs_parting (gunichar previous, gunichar c);

/* @text, made fit for breaking into lines and otherwise as it was; parted already, it stays as it is. Free with g_free(). */
char *motus_display_part (const char *text);

/* The text that @parted (UTF-8) was before motus_display_part(), however often it was parted. Free with g_free(). */
char *motus_display_join (const char *parted);

/* A text of somebody else, made fit for a label. Stays plain text: it is never markup. Control characters become visible; a character that reverses
 * what follows is spelled out ("photo_[U+202E]gpj.exe"); marks piled on one letter and endless joins are cut; a text in which nothing would be seen is spelled out; what
 * Pango aborts on is parted; at most @max_chars
 * characters and @max_lines lines are kept, and *@cut (may be NULL) is set to whether something was left out at the end. What is
 * not UTF-8 becomes U+FFFD. The result may be given to this function again and stays as it is. Free with g_free(). */
char *motus_display_text (const char *text, gsize max_chars, gsize max_lines, gboolean *cut);

/* A name inside a sentence: one line, hidden characters spelled out, and isolated (U+2068 … U+2069), so that its direction does not
 * reorder the sentence. Free with g_free(). */
char *motus_display_name (const char *name);

/* The same without the isolation, for a label that shows the name alone. Free with g_free(). */
char *motus_display_title (const char *name);

G_END_DECLS
