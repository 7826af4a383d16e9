/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "motus-composer.h"
#include "motus-conversation-view.h"
#include "motus-model-watch.h"
#include "motus-timeline.h"

#include <adwaita.h>

G_BEGIN_DECLS

struct _MotusConversationView {
  GtkWidget parent_instance;

  GtkStack *stack;
  GtkLabel *title, *presence, *mode, *empty;
  GtkImage *verified, *mode_icon;
  GtkButton *mode_button;
  GtkMenuButton *menu;
  GtkWidget *back, *back_none, *newest, *banners;
  AdwStatusPage *nothing;
  AdwAvatar *avatar;
  GtkScrolledWindow *scroller;
  GtkListView *list;
  MotusComposer *composer;

  MotusClient *client;
  MotusConversation *conversation;
  MotusTimeline *timeline;
  MotusModelWatch *contacts_watch;      /* of all contacts: readers and their keys */

  /* motus-conversation-view-scroll.c */
  gboolean at_end;              /* the newest line is in sight, or will be as soon as it is laid out */
  guint scroll_tick;
  guint scroll_wait;            /* frames to let pass */
  double seen_upper, seen_page; /* of the adjustment when it was looked at last */
};

/* motus-conversation-view-list.c: the list of lines. */
void motus_conversation_view_init_list (MotusConversationView *self);
void motus_conversation_view_show_timeline (MotusConversationView *self);

/* motus-conversation-view-scroll.c: staying at the end. */
void motus_conversation_view_init_scroll (MotusConversationView *self);
void motus_conversation_view_scroll_to_end (MotusConversationView *self);
void motus_conversation_view_stop_scroll (MotusConversationView *self);
/* Nothing is unread any more, if the person really looks at it. */
void motus_conversation_view_mark_read (MotusConversationView *self);

/* What is unread is new, unless the person looks at it as it comes. */
void motus_conversation_view_mark_new (MotusConversationView *self);

/* motus-conversation-view-head.c: title, mode and menu. */
void motus_conversation_view_update_head (MotusConversationView *self);

/* motus-conversation-view-banners.c: what is to be decided. */
void motus_conversation_view_update_banners (MotusConversationView *self);

/* motus-conversation-view-send.c: what a text in the composer does. */
void motus_conversation_view_submit (MotusConversationView *self, const char *input);

G_END_DECLS
