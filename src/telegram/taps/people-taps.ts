// Taps on the buttons of /invite and /members, in the private chat of an admin: the rights of the person who taps are
// checked, as the commands check those of the person who writes.
import { type Grant, isAdminSomewhere, type Member, mayGive } from '../../audience/access.ts';
import type { Invitation } from '../../audience/invitations/invitation.ts';
import type { Message } from '../../message/message.ts';
import { plain, type RichText } from '../../message/text/rich-text.ts';
import type { ChatCommandDeps } from '../commands/command/command.ts';
import { grantsText } from '../commands/people/grants-text.ts';
import { createInvitation, whichProject } from '../commands/people/invite.ts';
import { type InviteAction, readInviteAction } from '../commands/people/invite-buttons.ts';
import { knownProjects } from '../commands/people/known-projects.ts';
import { listMembers } from '../commands/people/members.ts';
import type { Tap, TapAction, TapAnswer } from '../handling/tap.ts';
import { addressOf } from '../sending/address.ts';
import { chatTitle, freshChat, senderName } from '../sending/sender.ts';
import { tappedButtons } from './tapped-buttons.ts';

type Deps = Pick<
  ChatCommandDeps,
  | 'members'
  | 'invitations'
  | 'chatBook'
  | 'jobs'
  | 'approvals'
  | 'routes'
  | 'outbox'
  | 'botName'
  | 'clock'
>;

/** A tap by an admin, of all or of some projects. */
interface Turn {
  readonly tap: Tap;
  readonly member: Member | undefined;
}

export function createPeopleTaps(deps: Deps): TapAction {
  async function act(tap: Tap, action: InviteAction): Promise<TapAnswer> {
    const { from, message } = tap.query;
    const member = await deps.members.get(from.id);
    if (!isAdminSomewhere(member)) return refusal(tap, 'tap-admin-only');
    // An app can send any data with any message; and what these show is for one person alone.
    const isTheirs = message.chat.id === from.id && tappedButtons(tap).includes(tap.data);
    if (!isTheirs) return refusal(tap, 'tap-setting-gone');
    const turn = { tap, member };
    switch (action.kind) {
      case 'role':
        return askProject(turn, action.role, deps);
      case 'create':
        return create(turn, action.grant, deps);
      case 'revoke':
        return revoke(turn, action, deps);
      case 'page':
        return show(tap, await listMembers({ member, voice: tap.voice }, action.page, deps), deps);
    }
  }

  return (tap) => {
    const action = readInviteAction(tap.data);
    return action === undefined ? undefined : act(tap, action);
  };
}

async function askProject({ tap, member }: Turn, role: Grant['role'], deps: Deps) {
  const { query, voice } = tap;
  const { chat } = query.message;
  const stored = await deps.chatBook.get(chat.id);
  const about = { id: chat.id, kind: 'private', title: chatTitle(chat) } as const;
  const here = { chat: stored ?? freshChat(about, voice.locale), address: { chatId: chat.id } };
  const known = await knownProjects({ ...here, member }, deps);
  return show(tap, whichProject(role, known, { voice, member }), deps);
}

async function create({ tap, member }: Turn, grant: Grant, deps: Deps): Promise<TapAnswer> {
  if (!mayGive(member, grant)) return refusal(tap, 'tap-admin-only');
  const { from, message } = tap.query;
  const made = await createInvitation(
    grant,
    {
      userId: from.id,
      userName: senderName(from),
      voice: tap.voice,
      // Tapped twice, it is one invitation.
      attempt: `tap:${message.chat.id}:${message.message_id}`,
    },
    deps,
  );
  return show(tap, made, deps);
}

async function revoke(
  { tap, member }: Turn,
  { id, page }: Extract<InviteAction, { kind: 'revoke' }>,
  deps: Deps,
): Promise<TapAnswer> {
  const { voice } = tap;
  const open = (await deps.invitations.open()).find((one) => one.id === id);
  const isTheirs = open !== undefined && mayRevoke(open, tap, member);
  const ended = isTheirs ? await deps.invitations.revoke(id, tap.query.from.id) : undefined;
  if (page !== undefined) await show(tap, await listMembers({ member, voice }, page, deps), deps);
  if (ended === undefined) return refusal(tap, 'tap-invite-over');
  const role = grantsText({ grants: [ended.grant] }, voice);
  if (page === undefined)
    await show(tap, revoked(voice.speak('reply-invite-revoked', { role })), deps);
  return { text: voice.speak('tap-invite-revoked'), alert: false };
}

/** Whoever made it may end it, also after they lost the right to make one. */
function mayRevoke({ by, grant }: Invitation, { query }: Tap, member: Member | undefined): boolean {
  return mayGive(member, grant) || (by.via === 'telegram' && by.userId === query.from.id);
}

function revoked(body: RichText): Pick<Message, 'body' | 'buttons'> {
  return { body, buttons: [] };
}

/** In place of the tapped message. */
async function show(
  { query: { message } }: Tap,
  content: Pick<Message, 'body' | 'buttons'>,
  { outbox }: Pick<Deps, 'outbox'>,
): Promise<TapAnswer> {
  const editing = message.message_id;
  await outbox.post(addressOf(message), { ...content, silent: true }, { editing });
  return { text: plain(''), alert: false };
}

function refusal({ voice }: Tap, key: string): TapAnswer {
  return { text: voice.speak(key), alert: true };
}
