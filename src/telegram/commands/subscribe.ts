// /subscribe: this chat, or this topic, gets a project, a session, a job, or everything.
import { type Chat, SUBSCRIPTION_KINDS, type Subscription } from '../../audience/chat-book.ts';
import { byBeginning, type Found } from './beginnings.ts';
import { subscriptionText } from './chat-summary.ts';
import { type Command, type CommandCall, type CommandDeps, said, USAGE } from './command.ts';
import { findJob, isShown, jobsInSight, requestsInSight, severalText } from './sight.ts';

const LONGEST_ID = 200;

export const subscribe: Command = {
  name: 'subscribe',
  access: 'member',
  example: '/subscribe project acme/web',
  async run(call, deps) {
    const { voice, address, chat, userId } = call;
    const kind = kindOf(call.words);
    const given = call.words[1] ?? '';
    if (kind === undefined || given.length > LONGEST_ID) return USAGE;
    const found = await findId(kind, given, { call, deps });
    if (found.kind === 'several') return said(severalText(found.ids, call));
    if (found.kind === 'none') return said(voice.speak('reply-no-project', { id: given }));
    const { topicId } = address;
    const subscription: Subscription = {
      kind,
      id: found.item.id,
      ...(topicId === undefined ? {} : { topicId }),
      by: userId,
    };
    await deps.chatBook.update(chat.id, (stored) => withIt(stored ?? chat, subscription));
    return said(
      voice.speak(found.item.known ? 'reply-subscribed' : 'reply-subscribed-ahead', {
        what: subscriptionText(subscription, voice),
      }),
    );
  },
};

/** The kind in a well-formed call of /subscribe or /unsubscribe. */
export function kindOf(words: readonly string[]): Subscription['kind'] | undefined {
  const [first, id, ...more] = words;
  const kind = SUBSCRIPTION_KINDS.find((one) => one === first?.toLowerCase());
  if (kind === undefined || more.length > 0) return undefined;
  return (kind === 'everything') === (id === undefined) ? kind : undefined;
}

interface Target {
  readonly id: string;
  /** Something of it was seen before. */
  readonly known: boolean;
}

interface Use {
  readonly call: CommandCall;
  readonly deps: CommandDeps;
}

/**
 * What is meant: something in sight, else the id as it was written, since a chat may subscribe what
 * has not begun. A project that the person's role does not reach is as unknown as one that is not.
 */
async function findId(kind: Subscription['kind'], given: string, use: Use): Promise<Found<Target>> {
  if (kind === 'everything') return { kind: 'one', item: { id: '', known: true } };
  const found = await lookUp(kind, given, use);
  if (found.kind === 'several') return found;
  if (found.kind === 'one') return { kind: 'one', item: { id: found.item, known: true } };
  if (kind === 'project' && !isShown({ projectId: given, visibility: 'public' }, use.call)) {
    return { kind: 'none' };
  }
  return { kind: 'one', item: { id: given, known: false } };
}

async function lookUp(
  kind: 'project' | 'session' | 'job',
  given: string,
  { call, deps }: Use,
): Promise<Found<string>> {
  if (kind === 'job') {
    const found = await findJob(given, call, deps);
    return found.kind === 'one' ? { kind: 'one', item: found.item.id } : found;
  }
  const requests = (await requestsInSight(call, deps)).map(({ request }) => request);
  const subjects = [...(await jobsInSight(call, deps)), ...requests];
  const ids = subjects.map((one) => (kind === 'project' ? one.projectId : one.sessionId));
  const known = [...new Set(ids)].filter((id) => id !== undefined);
  return byBeginning(known, (id) => id, given);
}

function withIt(chat: Chat, wanted: Subscription): Chat {
  const others = chat.subscriptions.filter(
    ({ kind, id, topicId, by }) =>
      kind !== wanted.kind || id !== wanted.id || topicId !== wanted.topicId || by !== wanted.by,
  );
  return { ...chat, subscriptions: [...others, wanted] };
}
