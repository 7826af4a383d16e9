/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "motus-application.h"

G_BEGIN_DECLS

/* motus-application-actions.c: the actions "app.…" and their keys. */
void motus_application_add_actions (MotusApplication *self);

/* motus-application-style.c: the colours of senders, for light and dark. */
void motus_application_add_style (MotusApplication *self);

G_END_DECLS
