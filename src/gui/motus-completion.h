/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define MOTUS_COMPLETION_MAX 8

/* One way to go on with what is being typed. */
typedef struct {
  char *word;                   /* what is shown, "/msg" or "@bob" */
  char *hint;                   /* what it does; NULL for a name */
  char *insert;                 /* what replaces the bytes from "start" to the cursor */
} MotusCompletionItem;

/**
 * MotusCompletion:
 *
 * The ways to go on at the cursor.
 */
typedef struct {
  gsize start;                  /* where the word under the cursor begins, in bytes */
  GPtrArray *items;             /* of MotusCompletionItem; may be empty, at most MOTUS_COMPLETION_MAX */
} MotusCompletion;

/* What may follow in @text, of which the first @cursor bytes are before the cursor: commands after a slash at the start, names after "/msg " and
 * "/invite ", names after "@". A word that is complete already is no completion. @names are NULL-terminated. Free with motus_completion_free(). */
MotusCompletion *motus_completion_find (const char *text, gsize cursor, const char *const *names);
void motus_completion_free (MotusCompletion *completion);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MotusCompletion, motus_completion_free)

G_END_DECLS
