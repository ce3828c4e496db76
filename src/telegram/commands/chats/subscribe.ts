// /subscribe: this chat, or this topic, gets a project, a session, a job, or everything.
import { SUBSCRIPTION_KINDS, type Subscription } from '../../../audience/chat-book.ts';
import { type ChatCommandDeps, type Command, replyWith, USAGE } from '../command/command.ts';
import { subscribeTo } from './subscribe-to.ts';

const MAX_ID_UNITS = 200;

type Deps = Pick<ChatCommandDeps, 'chatBook' | 'jobs' | 'approvals' | 'routes'>;

export const subscribe: Command<Deps> = {
  name: 'subscribe',
  access: 'member',
  example: '/subscribe project acme/web',
  async run(call, deps) {
    const kind = subscriptionKind(call.words);
    const id = call.words[1] ?? '';
    if (kind === undefined || id.length > MAX_ID_UNITS) return USAGE;
    const { body, buttons } = await subscribeTo({ kind, id, isExact: false }, call, deps);
    return replyWith(body, buttons);
  },
};

/** The kind, if the arguments of /subscribe or /unsubscribe are well formed. */
export function subscriptionKind(words: readonly string[]): Subscription['kind'] | undefined {
  const [first, id, ...more] = words;
  const kind = SUBSCRIPTION_KINDS.find((one) => one === first?.toLowerCase());
  if (kind === undefined || more.length > 0) return undefined;
  return (kind === 'everything') === (id === undefined) ? kind : undefined;
}
