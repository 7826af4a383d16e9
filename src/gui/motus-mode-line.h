/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "motus-client.h"

G_BEGIN_DECLS

/* One sentence on the mode of @conversation and on who can read what is written there. *@proven is FALSE if something in it is not
 * proven, or not as it should be; the sentence names it then. Free with g_free(). */
char *motus_mode_line_describe (MotusClient *client, MotusConversation *conversation, gboolean *proven);

/* "bob", "bob and chloe", "bob, chloe and 3 others". @names are NULL-terminated. Free with g_free(). */
char *motus_mode_line_join (const char *const *names);

/* The contact called @name, or NULL. Free with g_object_unref(). */
MotusContact *motus_mode_line_find_contact (MotusClient *client, const char *name);

/* The same for a room or for everyone, if @readers are who would get what is written now. */
char *motus_mode_line_describe_readers (MotusClient *client, MotusConversation *conversation, const char *const *readers,
                                        gboolean *proven);

G_END_DECLS
