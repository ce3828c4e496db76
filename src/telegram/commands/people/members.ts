// /members: who may do what where, and which invitations are open. Admins of a project see what concerns it.
import { mayGive } from '../../../audience/access.ts';
import type { Invitation } from '../../../audience/invitations/invitation.ts';
import { type ListedMember, listedMembers } from '../../../audience/people/listed-members.ts';
import { idText, instantSpan, type Voice } from '../../../message/locale/voice.ts';
import type { Button, Message } from '../../../message/message.ts';
import { fitToMessage } from '../../../message/text/cut.ts';
import { join, plain, type RichText, styled } from '../../../message/text/rich-text.ts';
import {
  type ChatCommandDeps,
  type Command,
  type CommandCall,
  replyWith,
} from '../command/command.ts';
import { grantsText } from './grants-text.ts';
import { pageRow, revokeListedButton } from './invite-buttons.ts';
import { nameText } from './notify-person.ts';

type ListDeps = Pick<ChatCommandDeps, 'members' | 'invitations' | 'chatBook' | 'clock'>;
type Reader = Pick<CommandCall, 'member' | 'voice'>;

/** People and invitations on a page. */
const PAGE = 8;
const MAX_ROLES = 6;
const BUTTONS_A_ROW = 4;

export const members: Command<ListDeps> = {
  name: 'members',
  access: 'projectAdmin',
  isPersonal: true,
  example: '/members',
  async run(call, deps) {
    const { body, buttons } = await listMembers(call, 0, deps);
    return replyWith(body, buttons);
  },
};

type Entry =
  | { readonly kind: 'person'; readonly member: ListedMember }
  | { readonly kind: 'invitation'; readonly invitation: Invitation };

/** `page`: from 0; the last one if there are no longer so many. */
export async function listMembers(
  { member: reader, voice }: Reader,
  wanted: number,
  deps: ListDeps,
): Promise<Pick<Message, 'body' | 'buttons'>> {
  const people = await listedMembers((grant) => mayGive(reader, grant), deps);
  const open = (await deps.invitations.open()).filter(({ grant }) => mayGive(reader, grant));
  const entries: Entry[] = [
    ...people.map((member) => ({ kind: 'person', member }) as const),
    ...open.map((invitation) => ({ kind: 'invitation', invitation }) as const),
  ];
  const pages = Math.max(1, Math.ceil(entries.length / PAGE));
  const page = Math.min(wanted, pages - 1);
  const from = page * PAGE;
  const now = new Date(deps.clock.now()).toISOString();
  const numbered = entries.slice(from, from + PAGE).map((entry, at) => ({ entry, at: at + 1 }));
  const lines = numbered.map(({ entry, at }) =>
    entry.kind === 'person'
      ? personText(entry.member, voice)
      : invitationText(entry, at, { voice, now }),
  );
  const counts = { people: people.length, invitations: open.length };
  const title = styled(voice.speak('reply-members', counts), { type: 'bold' });
  const revoke = numbered.flatMap(({ entry, at }) =>
    entry.kind === 'person' ? [] : [revokeListedButton(entry.invitation.id, at, page)],
  );
  const rows = [...inRows(revoke), pageRow(page, pages)].filter(({ length }) => length > 0);
  const how = revoke.length > 0 ? [voice.speak('reply-members-how')] : [];
  const body = fitToMessage(join([title, ...lines, ...how], '\n'));
  return rows.length === 0 ? { body, buttons: [] } : { body, buttons: rows };
}

function personText({ userId, name, grants, isNamed }: ListedMember, voice: Voice): RichText {
  const more = grants.length > MAX_ROLES ? grants.length - MAX_ROLES : undefined;
  return voice.speak('reply-member', {
    name: name === '' ? undefined : nameText(name),
    id: idText(String(userId)),
    roles: grantsText({ grants: grants.slice(0, MAX_ROLES) }, voice),
    more: more === undefined ? undefined : plain(`+${more}`),
    setting: isNamed && isForAll(grants) ? plain('ADMIN_USER_IDS') : undefined,
  });
}

/** To admins of one project, roles for all do not exist, nor does what they come from. */
function isForAll(grants: ListedMember['grants']): boolean {
  return grants.some(({ projectId }) => projectId === undefined);
}

function invitationText(
  { invitation: { grant, by, expiresAt } }: Extract<Entry, { kind: 'invitation' }>,
  at: number,
  { voice, now }: { readonly voice: Voice; readonly now: string },
): RichText {
  return voice.speak('reply-member-invitation', {
    at,
    role: grantsText({ grants: [grant] }, voice),
    by: by.via === 'console' ? undefined : nameText(by.name),
    until: instantSpan(expiresAt, now, voice),
  });
}

function inRows(buttons: readonly Button[]): Button[][] {
  const count = Math.ceil(buttons.length / BUTTONS_A_ROW);
  return Array.from({ length: count }, (_, row) =>
    buttons.slice(row * BUTTONS_A_ROW, (row + 1) * BUTTONS_A_ROW),
  );
}
