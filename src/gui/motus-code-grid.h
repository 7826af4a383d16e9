/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * MotusCodeGrid:
 *
 * Groups of digits or letters that two people read to each other: big, in rows and columns, with
 * digits of one width.
 */
#define MOTUS_TYPE_CODE_GRID (motus_code_grid_get_type ())
G_DECLARE_FINAL_TYPE (MotusCodeGrid, motus_code_grid, MOTUS, CODE_GRID, GtkGrid)

/* Shows the groups of @code, which have single spaces between them, in rows of @columns. */
void motus_code_grid_set_code (MotusCodeGrid *self, const char *code, int columns);

G_END_DECLS
