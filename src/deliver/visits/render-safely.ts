// Rendering that no message can break: what fails to render is rendered in a simpler form, so that the rest of the
// chat does not wait for it.

import type { Message } from '../../message/message.ts';
import type { Notice } from '../../message/notice.ts';
import type { Render } from '../../message/render/render.ts';
import { messageOf } from '../../runtime/errors.ts';
import type { Logger } from '../../runtime/logger.ts';

/** Returns no message if even the simple form fails. Every failure is logged. */
export function renderSafely(render: Render, log: Logger): Render {
  function attempt(notice: Notice, locale: string): Message[] | undefined {
    try {
      return render(notice, locale);
    } catch (error) {
      log.error({ notice: notice.kind, reason: messageOf(error) }, 'render_failed');
      return undefined;
    }
  }

  return (notice, locale) => {
    const simple = simplerOf(notice);
    return attempt(notice, locale) ?? (simple && attempt(simple, locale)) ?? [];
  };
}

/** The same without the content that came from outside. */
function simplerOf(notice: Notice): Notice | undefined {
  switch (notice.kind) {
    case 'event':
      return digestOf(1, notice.alert);
    case 'digest': {
      const counts = notice.groups.map(({ events, more }) => events.length + more);
      const count = counts.reduce((sum, events) => sum + events, notice.moreEvents);
      return digestOf(count, notice.alert);
    }
    case 'approval': {
      const { approval } = notice;
      return {
        ...notice,
        // Nobody approves what they were not shown.
        withoutContext: true,
        approval: { ...approval, request: { ...approval.request, context: {} } },
      };
    }
    case 'summary': {
      const { failures, results } = notice;
      const plain = { failures: { ...failures, newest: [] }, results: { ...results, newest: [] } };
      return { ...notice, ...plain, waiting: [] };
    }
    case 'alert':
      return { kind: 'alerts', events: [], more: 1 };
    case 'alerts':
      return digestOf(notice.events.length + notice.more, true);
    case 'card': {
      const { id, status, visibility, startedAt, updatedAt } = notice.job;
      return { ...notice, job: { id, status, visibility, startedAt, updatedAt, title: '' } };
    }
    // What can't be listed is shown by itself.
    case 'bundle':
    case 'listing':
    case 'superseded':
    case 'reminder':
    case 'tail':
    case 'log-file':
      return undefined;
  }
}

function digestOf(moreEvents: number, alert: boolean): Notice {
  return { kind: 'digest', groups: [], moreEvents, alert };
}
