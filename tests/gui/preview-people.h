/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "motus-client.h"

G_BEGIN_DECLS

/* A client with made people, rooms and conversations, never connected; NULL for the scene "welcome". */
MotusClient *preview_people_make (const char *scene);

/* The id of the conversation that @scene opens, or NULL. */
const char *preview_people_get_open (const char *scene);

/* Texts that somebody might send to do harm, NULL-terminated. */
const char *const *preview_people_hostile (void);

G_END_DECLS
