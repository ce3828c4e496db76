// /start: takes an invitation, greets the person, makes them a sponsor of this chat, and reactivates the chat.
import { hasAnyRole, isApproverSomewhere, type Member } from '../../../audience/access.ts';
import { settingsOf } from '../../../audience/address-settings.ts';
import type { Chat, Subscription } from '../../../audience/chat-book.ts';
import { excerpt } from '../../../message/text/excerpt.ts';
import { join, type RichText } from '../../../message/text/rich-text.ts';
import {
  type ChatCommandDeps,
  type Command,
  type CommandCall,
  type CommandReply,
  replyWith,
} from '../command/command.ts';
import { onlyInPrivate } from '../command/more-in-private.ts';
import { withDashboard } from '../command/to-dashboard.ts';
import { acceptInvitation } from '../people/accept-invitation.ts';
import { strangerText } from '../people/stranger-text.ts';
import { chatSummary, effectiveSubscriptions } from './chat-summary.ts';
import { type HoldTextDeps, holdLines } from './hold-text.ts';

const MAX_NAME_UNITS = 60;

type Deps = Pick<
  ChatCommandDeps,
  | 'chatBook'
  | 'members'
  | 'invitations'
  | 'commandMenus'
  | 'dashboardUrl'
  | 'outbox'
  | 'translator'
  | 'botName'
> &
  HoldTextDeps;

export const start: Command<Deps> = {
  name: 'start',
  access: 'anyone',
  example: '/start',
  async run(call, deps) {
    if (call.text === '') return answer([greeting(call), await started(call, deps)], call, deps);
    // Everybody in a group could have read the code, and would read what its taker may do.
    if (call.chat.kind === 'group') return replyWith(await onlyInPrivate(call.voice, deps));
    const { text, member } = await acceptInvitation(call, deps);
    const known = { ...call, member };
    return answer([text, await started(known, deps)], known, deps);
  },
};

function answer(texts: readonly RichText[], call: CommandCall, deps: Deps): CommandReply {
  return { kind: 'reply', ...withDashboard(join(texts, '\n\n'), call, deps) };
}

function greeting({ voice, userName }: CommandCall): RichText {
  return voice.speak('reply-start-greeting', { name: excerpt(userName, MAX_NAME_UNITS) });
}

async function started(call: CommandCall, deps: Deps): Promise<RichText> {
  const { voice, member, address } = call;
  if (!hasAnyRole(member)) return strangerText({ ...call, chatKind: call.chat.kind }, deps);
  const chat = await deps.chatBook.update(call.chat.id, (stored) =>
    sponsored(stored ?? call.chat, call),
  );
  const subscriptions = await effectiveSubscriptions(chat, address, deps);
  const place = { chat, address, voice };
  const summary = chatSummary(settingsOf(chat, address).level, subscriptions, place);
  const held = await holdLines({ ...call, chat }, deps);
  const here = join([summary, ...held], '\n');
  return join([here, voice.speak(`reply-start-change-${chat.kind}`)], '\n\n');
}

/**
 * A private chat starts with everything that its person may see, a group with nothing. Where a producer
 * names a group as recipient, it gets what its sponsors may see; so a viewer does not become one.
 */
function sponsored({ inactive: _, ...chat }: Chat, { userId, member }: CommandCall): Chat {
  if (chat.sponsors.includes(userId) || !maySponsor(chat, member)) return chat;
  const sponsors = [...chat.sponsors, userId];
  if (chat.kind === 'group' || chat.sponsors.length > 0) return { ...chat, sponsors };
  const everything: Subscription = { kind: 'everything', id: '', by: userId };
  const others = chat.subscriptions.filter(({ kind }) => kind !== 'everything');
  return { ...chat, sponsors, subscriptions: [...others, everything] };
}

function maySponsor({ kind }: Chat, member: Member | undefined): boolean {
  return kind === 'private' || isApproverSomewhere(member);
}
