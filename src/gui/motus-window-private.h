/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "motus-conversation-view.h"
#include "motus-sidebar.h"
#include "motus-window.h"

G_BEGIN_DECLS

struct _MotusWindow {
  AdwApplicationWindow parent_instance;

  AdwToastOverlay *toasts;
  GtkStack *stack;
  AdwLeaflet *leaflet;
  MotusSidebar *sidebar;
  MotusConversationView *view;

  char *home;
  MotusClient *client;
  GSettings *settings;          /* or NULL */
  guint folded_source;
};

/* Shows @conversation (may be NULL) in the right pane; folded, goes there too if @go. */
void motus_window_open (MotusWindow *self, MotusConversation *conversation, gboolean go);

/* motus-window-actions.c: the actions "win.…". */
void motus_window_install_actions (GtkWidgetClass *widget_class);

/* motus-window-pages.c: the pages before the two panes. */
void motus_window_show_first_page (MotusWindow *self);
void motus_window_show_welcome_page (MotusWindow *self, const char *link);

/* motus-window-news.c: what the client tells of. */
void motus_window_follow_client (MotusWindow *self);

G_END_DECLS
