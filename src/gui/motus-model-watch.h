/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * MotusModelWatch:
 *
 * Tells that something changed in a list or in one of the objects in it: emits "changed" once for all that happened in one turn of
 * the main loop, so that a thousand people coming online together are one change.
 */
#define MOTUS_TYPE_MODEL_WATCH (motus_model_watch_get_type ())
G_DECLARE_FINAL_TYPE (MotusModelWatch, motus_model_watch, MOTUS, MODEL_WATCH, GObject)

MotusModelWatch *motus_model_watch_new (GListModel *model);

G_END_DECLS
