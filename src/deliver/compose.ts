// What an item says, in the chat's language, made at the moment it is sent: a request looks as it
// stands now, and a window holds all that came until now.
import type { ApprovalStore } from '../approvals/approval-store.ts';
import { type DigestPlan, planDigest } from '../batch/digest.ts';
import type { Journal } from '../journal/journal.ts';
import type { Message } from '../message/message.ts';
import type { Notice } from '../message/notice.ts';
import type { Render } from '../message/render.ts';
import type { OutboxItem } from './outbox-store.ts';

interface Deps {
  readonly approvals: ApprovalStore;
  readonly journal: Journal;
  readonly render: Render;
  readonly now: () => number;
}

/** The messages of an item, in order; none when there is nothing to say any more. */
export async function compose(item: OutboxItem, locale: string, deps: Deps): Promise<Message[]> {
  switch (item.kind) {
    case 'reply':
    case 'live':
      return [item.message];
    case 'window': {
      const notice = await noticeOf(planDigest(item.window), deps.journal);
      return notice === undefined ? [] : deps.render(notice, locale);
    }
    case 'reminder': {
      const approval = await deps.approvals.get(item.approvalId);
      if (approval === undefined || approval.outcome !== undefined) return [];
      const { replyTo } = item;
      const messages = deps.render({ kind: 'reminder', approval, now: deps.now() }, locale);
      return messages.map((message) => (replyTo === undefined ? message : { ...message, replyTo }));
    }
    case 'approval': {
      const { approvalId, address } = item;
      const [approval, token] = await Promise.all([
        deps.approvals.get(approvalId),
        deps.approvals.tokenFor({ approvalId, address }),
      ]);
      if (approval === undefined || token === undefined) return [];
      if (item.isSuperseded) return deps.render({ kind: 'superseded', approval }, locale);
      return deps.render({ kind: 'approval', approval, token }, locale);
    }
  }
}

async function noticeOf(plan: DigestPlan, journal: Journal): Promise<Notice | undefined> {
  const { groups, moreEvents, moreGroups, alert } = plan;
  const entries = await journal.get(groups.flatMap((group) => group.positions));
  const [only] = entries;
  if (plan.single !== undefined && only !== undefined) {
    return { kind: 'event', event: only.event, alert };
  }
  let at = 0;
  const shown = groups.map(({ label, positions, more }) => {
    const kept = entries.slice(at, at + positions.length).filter((entry) => entry !== undefined);
    at += positions.length;
    const lost = positions.length - kept.length;
    return { label, events: kept.map((entry) => entry.event), more: more + lost };
  });
  if (shown.every((group) => group.events.length === 0 && group.more === 0)) return undefined;
  return { kind: 'digest', groups: shown, moreEvents, moreGroups, alert };
}
