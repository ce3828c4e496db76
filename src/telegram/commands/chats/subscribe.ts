// /subscribe: this chat, or this topic, gets a project, a session, a job, or everything.
import { SUBSCRIPTION_KINDS, type Subscription } from '../../../audience/chat-book.ts';
import {
  type ChatCommandDeps,
  type Command,
  type CommandCall,
  type CommandReply,
  replyWith,
  usageReply,
} from '../command/command.ts';
import { projectChoices, subscribeTo } from './subscribe-to.ts';

const MAX_ID_UNITS = 200;

type Deps = Pick<ChatCommandDeps, 'chatBook' | 'jobs' | 'approvals' | 'routes'>;

export const subscribe: Command<Deps> = {
  name: 'subscribe',
  access: 'member',
  example: '/subscribe project acme/web',
  async run(call, deps) {
    const kind = subscriptionKind(call.words);
    const id = call.words[1] ?? '';
    if (call.words.length === 0) return offer(call, deps);
    if (kind === undefined) return wrongSubscription(call);
    if (id.length > MAX_ID_UNITS) {
      return usageReply(call, 'reply-id-too-long', { most: MAX_ID_UNITS });
    }
    const { body, buttons } = await subscribeTo({ kind, id, isExact: false }, call, deps);
    return replyWith(body, buttons);
  },
};

/** From the menu it comes bare: the likely choices, and how to name others. */
async function offer(call: CommandCall, deps: Deps): Promise<CommandReply> {
  const usage = usageReply(call, 'reply-missing-kind');
  const buttons = await projectChoices(call, deps);
  return buttons.length === 0 ? usage : { ...usage, buttons: buttons.map((one) => [one]) };
}

/** The kind, if the arguments of /subscribe or /unsubscribe are well formed. */
export function subscriptionKind(words: readonly string[]): Subscription['kind'] | undefined {
  const [first, id, ...more] = words;
  const kind = SUBSCRIPTION_KINDS.find((one) => one === first?.toLowerCase());
  if (kind === undefined || more.length > 0) return undefined;
  return (kind === 'everything') === (id === undefined) ? kind : undefined;
}

/** What is wrong with arguments in which `subscriptionKind` found none. */
export function wrongSubscription(call: Pick<CommandCall, 'voice' | 'words'>): CommandReply {
  const [first, id, ...more] = call.words;
  if (first === undefined) return usageReply(call, 'reply-missing-kind');
  const kind = SUBSCRIPTION_KINDS.find((one) => one === first.toLowerCase());
  if (kind === undefined) return usageReply(call, 'reply-no-kind', { given: first });
  const surplus = kind === 'everything' ? id : more[0];
  return surplus === undefined
    ? usageReply(call, 'reply-missing-id')
    : usageReply(call, 'reply-surplus', { given: surplus });
}
