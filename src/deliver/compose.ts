// What an item says, in the chat's language, made at the moment it is sent: a request looks as it
// stands now, and a window holds all that came until now.

import type { Approval } from '../approvals/approval.ts';
import type { ApprovalStore } from '../approvals/approval-store.ts';
import { type DigestPlan, planDigest } from '../batch/digest.ts';
import type { Journal } from '../journal/journal.ts';
import type { Message } from '../message/message.ts';
import type { Notice } from '../message/notice.ts';
import type { Render } from '../message/render/render.ts';
import { defined } from '../runtime/defined.ts';
import type { OutboxItem } from './outbox-store.ts';
import { digestOf, type Shown } from './shown.ts';

interface Deps {
  readonly approvals: ApprovalStore;
  readonly journal: Journal;
  readonly render: Render;
  readonly now: () => number;
}

export interface Composed {
  /** In order; none when there is nothing to say any more. */
  readonly messages: readonly Message[];
  /** How many of them are out already. */
  readonly sent: number;
  /** Of a request: what it shows so far. */
  readonly shown?: Shown;
}

export async function compose(item: OutboxItem, locale: string, deps: Deps): Promise<Composed> {
  switch (item.kind) {
    case 'reply':
    case 'live':
      return { messages: [item.message], sent: 0 };
    case 'window': {
      const notice = await noticeOf(planDigest(item.window), deps.journal);
      const messages = notice === undefined ? [] : deps.render(notice, locale);
      return { messages, sent: item.partsSent };
    }
    case 'reminder':
      return { messages: await reminderOf(item, locale, deps), sent: 0 };
    case 'approval':
      return requestOf(item, locale, deps);
  }
}

type Item<Kind extends OutboxItem['kind']> = Extract<OutboxItem, { kind: Kind }>;

/** With the buttons of the request, where the whole of it as it stands is shown. */
async function reminderOf(
  { approvalId, address, replyTo, shown }: Item<'reminder'>,
  locale: string,
  { approvals, render, now }: Deps,
): Promise<Message[]> {
  const approval = await approvals.get(approvalId);
  if (approval === undefined || approval.outcome !== undefined) return [];
  const isSeen =
    replyTo !== undefined && shown?.isWhole === true && shown.version === versionOf(approval);
  const token = isSeen ? await approvals.tokenFor({ approvalId, address }) : undefined;
  const buttons = defined({ token });
  const messages = render({ kind: 'reminder', approval, now: now(), ...buttons }, locale);
  return messages.map((message) => (replyTo === undefined ? message : { ...message, replyTo }));
}

/** What was shown before the message with the buttons is shown again only when it is something else. */
async function requestOf(
  item: Item<'approval'>,
  locale: string,
  { approvals, render }: Deps,
): Promise<Composed> {
  const { approvalId, address, shown, insteadOf, messageId, isStray } = item;
  const [approval, token] = await Promise.all([
    approvals.get(approvalId),
    approvals.tokenFor({ approvalId, address }),
  ]);
  if (approval === undefined || token === undefined) return { messages: [], sent: 0 };
  if (item.isSuperseded) {
    return { messages: render({ kind: 'superseded', approval }, locale), sent: 0 };
  }
  const takesFiles = shown?.takesFiles ?? true;
  const messages = render(
    {
      kind: 'approval',
      approval,
      token,
      withoutFiles: !takesFiles,
      ...defined({ insteadOf }),
    },
    locale,
  );
  const before = messages.slice(0, -1);
  const digest = digestOf(before);
  const version = versionOf(approval);
  const isSame = shown?.digest === digest && shown.version === version;
  const isOut = isSame ? Math.min(shown.sent, before.length) : 0;
  const sent = isStray ? before.length : isOut;
  const told = defined({ replyTo: messageId });
  return {
    messages: [...before.map((message) => ({ ...message, ...told })), ...messages.slice(-1)],
    sent,
    shown: { version, digest, sent, isWhole: false, takesFiles },
  };
}

function versionOf({ request }: Approval): number {
  return request.version ?? 1;
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
