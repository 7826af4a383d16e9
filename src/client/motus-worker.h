/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MotusWorker:
 *
 * One thread that does jobs in the order they were given. What belongs to it (the store, the private
 * keys) is touched by no other, so none of that needs a lock.
 */
typedef struct _MotusWorker MotusWorker;

typedef void (*MotusWorkerFunc) (gpointer data);

/* Outcomes are reported in @context. */
MotusWorker *motus_worker_new (GMainContext *context);

/* Waits for the jobs given so far, then ends the thread. */
void motus_worker_free (MotusWorker *worker);

/* Runs @run in the thread, then @done (which may be NULL) in the context, in the order of the jobs,
 * then @free_data there. */
void motus_worker_push (MotusWorker *worker, MotusWorkerFunc run, MotusWorkerFunc done,
                        gpointer data, GDestroyNotify free_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MotusWorker, motus_worker_free)

G_END_DECLS
