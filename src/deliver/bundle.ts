// The message of a bundle: several requests of an address, each whole. What can't be listed leaves it before it is sent.
import type { Approval } from '../approvals/approval.ts';
import type { ApprovalStore } from '../approvals/approval-store.ts';
import { type BundledRequest, decidable } from '../approvals/bundles.ts';
import type { Listed } from '../approvals/selections.ts';
import type { Message } from '../message/message.ts';
import type { Render } from '../message/render/render.ts';
import type { Leaving, OutboxItem } from './outbox-store.ts';

interface Deps {
  readonly approvals: Pick<ApprovalStore, 'get'>;
  readonly render: Render;
  readonly now: () => number;
}

type BundleItem = Extract<OutboxItem, { kind: 'bundle' }>;

interface ComposedBundle {
  readonly messages: readonly Message[];
  /** Requests that are pending, and shown whole. */
  readonly listed?: readonly Listed[];
  readonly leaving?: Leaving;
}

export async function bundleOf(
  item: BundleItem,
  locale: string,
  deps: Deps,
): Promise<ComposedBundle> {
  const { token, members } = item.bundle;
  const isSent = item.messageId !== undefined;
  const read = await Promise.all(members.map(({ key }) => readSafely(key, deps)));
  const requests = members.flatMap((member, at): BundledRequest[] => {
    const approval = read[at];
    return approval === undefined ? [] : [{ ...member, approval }];
  });
  const show = (shown: readonly BundledRequest[]) =>
    deps.render({ kind: 'bundle', token, requests: shown, isSent, now: deps.now() }, locale);
  if (!isSent) {
    const here = requests.filter(({ isHere }) => isHere);
    const unread = members.filter(({ isHere }, at) => isHere && read[at] === undefined);
    const leaving = leavingOf(here, unread.map(keyOf), show);
    if (leaving !== undefined) return { messages: [], leaving };
    return { messages: show(here), listed: decidable(here).map(listedAs) };
  }
  return { messages: show(requests), listed: decidable(requests).map(listedAs) };
}

/** One that can't be read has the others shown without it. */
async function readSafely(key: string, { approvals }: Deps): Promise<Approval | undefined> {
  return approvals.get(key).catch(() => undefined);
}

/** `undefined` if the message holds all of them, and there are several. `show` returns nothing where it does not. */
function leavingOf(
  requests: readonly BundledRequest[],
  unread: readonly string[],
  show: (shown: readonly BundledRequest[]) => readonly Message[],
): Leaving | undefined {
  const kept: BundledRequest[] = [];
  const alone: string[] = [...unread];
  const later: string[] = [];
  for (const request of requests) {
    if (show([...kept, request]).length > 0) kept.push(request);
    else (show([request]).length > 0 ? later : alone).push(request.key);
  }
  if (alone.length + later.length === 0 && kept.length > 1) return undefined;
  return { alone, later, isUnused: true };
}

function keyOf({ key }: Listed): string {
  return key;
}

function listedAs({ key, version }: Listed): Listed {
  return { key, version };
}
