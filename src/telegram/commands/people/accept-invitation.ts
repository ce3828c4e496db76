// A person sends the code of an invitation: gives them its role, says what they may do now, and tells who invited them.
// What is wrong with a code is not said: strangers learn nothing from trying.
import type { Member } from '../../../audience/access.ts';
import type { Acceptance, Invitation } from '../../../audience/invitations/invitation.ts';
import { idText } from '../../../message/locale/voice.ts';
import type { RichText } from '../../../message/text/rich-text.ts';
import type { ChatCommandDeps, CommandCall } from '../command/command.ts';
import { grantsText, mayText } from './grants-text.ts';
import { nameText, notifyPerson } from './notify-person.ts';

type Deps = Pick<
  ChatCommandDeps,
  'invitations' | 'commandMenus' | 'chatBook' | 'translator' | 'outbox'
>;

export interface Accepted {
  readonly text: RichText;
  /** As they are now. */
  readonly member: Member | undefined;
}

const MINUTE_MS = 60_000;

/** Called again with the same call it gives the same answer, and nothing twice. */
export async function acceptInvitation(call: CommandCall, deps: Deps): Promise<Accepted> {
  const { userId, userName, attempt } = call;
  const person = { userId, name: userName, attempt };
  const acceptance = await deps.invitations.accept(call.text, person);
  if (acceptance.kind !== 'accepted')
    return { text: refusal(acceptance, call), member: call.member };
  const { invitation, member } = acceptance;
  deps.commandMenus.refresh(userId);
  await tellInviter(invitation, call, deps);
  return { text: welcome(acceptance, call), member };
}

function welcome(
  { invitation, member }: Extract<Acceptance, { kind: 'accepted' }>,
  { voice }: CommandCall,
): RichText {
  const isFirst = invitation.by.via === 'console';
  return voice.speak(isFirst ? 'reply-invite-first-admin' : 'reply-invite-accepted', {
    roles: grantsText(member, voice),
    may: mayText(member, voice),
  });
}

function refusal(
  acceptance: Exclude<Acceptance, { kind: 'accepted' }>,
  { voice, member }: CommandCall,
): RichText {
  switch (acceptance.kind) {
    case 'held':
      return voice.speak('reply-invite-held', { roles: grantsText(member, voice) });
    case 'invalid':
      return voice.speak('reply-invite-invalid');
    case 'throttled':
      return voice.speak('reply-invite-throttled', {
        count: Math.max(1, Math.ceil(acceptance.ms / MINUTE_MS)),
      });
  }
}

async function tellInviter(
  { by, grant }: Invitation,
  { userId, userName }: CommandCall,
  deps: Deps,
): Promise<void> {
  if (by.via !== 'telegram') return;
  await notifyPerson(by, deps, (voice) =>
    voice.speak('reply-invite-taken', {
      who: nameText(userName),
      id: idText(String(userId)),
      role: grantsText({ grants: [grant] }, voice),
    }),
  );
}
