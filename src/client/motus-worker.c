/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-worker.h"

struct _MotusWorker {
  GMainContext *context;
  GAsyncQueue *jobs;
  GThread *thread;
};

/* A job without @run ends the thread. */
typedef struct {
  MotusWorkerFunc run;
  MotusWorkerFunc done;
  gpointer data;
  GDestroyNotify free_data;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  if (job->free_data != NULL)
    job->free_data (job->data);
  g_free (job);
}

static gboolean
report_cb (gpointer data)
{
  Job *job = data;

  if (job->done != NULL)
    job->done (job->data);
  return G_SOURCE_REMOVE;
}

static void
report (MotusWorker *worker, Job *job)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, report_cb, job, job_free);
  g_source_attach (source, worker->context);
}

static gpointer
work (gpointer data)
{
  MotusWorker *worker = data;

  for (;;)
    {
      Job *job = g_async_queue_pop (worker->jobs);
      if (job->run == NULL)
        {
          job_free (job);
          return NULL;
        }
      job->run (job->data);
      report (worker, job);
    }
}

MotusWorker *
motus_worker_new (GMainContext *context)
{
  MotusWorker *worker = g_new0 (MotusWorker, 1);

  worker->context = g_main_context_ref (context);
  worker->jobs = g_async_queue_new ();
  worker->thread = g_thread_new ("motus-worker", work, worker);
  return worker;
}

void
motus_worker_free (MotusWorker *worker)
{
  if (worker == NULL)
    return;
  motus_worker_push (worker, NULL, NULL, NULL, NULL);
  g_thread_join (worker->thread);
  g_async_queue_unref (worker->jobs);
  g_main_context_unref (worker->context);
  g_free (worker);
}

void
motus_worker_push (MotusWorker *worker, MotusWorkerFunc run, MotusWorkerFunc done, gpointer data,
                   GDestroyNotify free_data)
{
  Job *job = g_new0 (Job, 1);

  job->run = run;
  job->done = done;
  job->data = data;
  job->free_data = free_data;
  g_async_queue_push (worker->jobs, job);
}
