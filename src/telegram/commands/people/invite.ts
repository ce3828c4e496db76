// /invite: a link that gives whoever opens it first a role. Admins of a project invite for that one.
import { type Grant, mayGive, ROLES, type Role } from '../../../audience/access.ts';
import { INVITATION_MS, invitationLink } from '../../../audience/invitations/invitation.ts';
import { joinList } from '../../../message/locale/list-text.ts';
import { idText, instantSpan } from '../../../message/locale/voice.ts';
import type { Message } from '../../../message/message.ts';
import { join, styled } from '../../../message/text/rich-text.ts';
import { defined } from '../../../runtime/defined.ts';
import {
  type ChatCommandDeps,
  type Command,
  type CommandCall,
  type CommandReply,
  replyWith,
  usageReply,
} from '../command/command.ts';
import type { Viewer } from '../command/visibility.ts';
import { grantsText, projectText } from './grants-text.ts';
import { projectRows, revokeInvitationButton, roleRow } from './invite-buttons.ts';
import { knownProjects, projectsLike } from './known-projects.ts';

type Shown = Pick<Message, 'body' | 'buttons'>;
type ChoiceDeps = Pick<ChatCommandDeps, 'chatBook' | 'jobs' | 'approvals' | 'routes'>;
type InviteDeps = Pick<ChatCommandDeps, 'invitations' | 'botName' | 'clock'>;
type Inviting = Pick<CommandCall, 'userId' | 'userName' | 'voice' | 'attempt'>;

export const invite: Command<ChoiceDeps & InviteDeps> = {
  name: 'invite',
  access: 'projectAdmin',
  isPersonal: true,
  example: '/invite approver acme/web',
  async run(call, deps) {
    const [roleName, projectId, surplus] = call.words;
    if (roleName === undefined) return shown(whichRole(call));
    const role = ROLES.find((one) => one === roleName.toLowerCase());
    if (role === undefined) return noSuchRole(roleName, projectId, call);
    if (surplus !== undefined) return usageReply(call, 'reply-surplus', { given: surplus });
    const grant = { role, ...defined({ projectId }) };
    const known = await knownProjects(call, deps);
    if (!mayGive(call.member, grant)) return shown(whichProject(role, known, call));
    const like = projectId === undefined ? [] : projectsLike(projectId, known);
    if (like.length === 0) return shown(await createInvitation(grant, call, deps));
    const id = idText(projectId ?? '');
    const buttons = projectRows(role, like, { voice: call.voice, typed: projectId });
    return replyWith(call.voice.speak('reply-subscribe-which', { id }), buttons);
  },
};

function shown({ body, buttons }: Shown): CommandReply {
  return replyWith(body, buttons);
}

function noSuchRole(given: string, projectId: string | undefined, call: CommandCall): CommandReply {
  const usage = usageReply(call, 'reply-no-role-called', { given });
  return { ...usage, buttons: [roleRow(call.voice, projectId)] };
}

export function whichRole({ voice }: Pick<CommandCall, 'voice'>): Shown {
  const meanings = ROLES.map((role) => voice.speak(`reply-invite-meaning-${role}`));
  return {
    body: join([voice.speak('reply-invite-which'), ...meanings], '\n'),
    buttons: [roleRow(voice)],
  };
}

/** Of those that they may invite for. */
export function whichProject(
  role: Role,
  known: readonly string[],
  { voice, member }: Pick<Viewer, 'member'> & Pick<CommandCall, 'voice'>,
): Shown {
  const isForAll = mayGive(member, { role });
  const where = isForAll ? undefined : joinList(known.map(projectText), voice);
  const name = voice.speak(`reply-role-${role}`);
  return {
    body: voice.speak('reply-invite-where', { role: name, where }),
    buttons: projectRows(role, known, { voice, isForAll }),
  };
}

/** For somebody who may give this. Called again with the same attempt, the former link no longer works. */
export async function createInvitation(
  grant: Grant,
  { userId, userName, voice, attempt }: Inviting,
  { invitations, botName, clock }: InviteDeps,
): Promise<Shown> {
  const by = { via: 'telegram', userId, name: userName } as const;
  const wanted = { grant, by, lifetimeMs: INVITATION_MS, attempt };
  const { invitation, code } = await invitations.create(wanted);
  const bot = await botName();
  const url = invitationLink(bot, code);
  const body = voice.speak('reply-invite-made', {
    role: grantsText({ grants: [grant] }, voice),
    until: instantSpan(invitation.expiresAt, new Date(clock.now()).toISOString(), voice),
    hours: INVITATION_MS / 3_600_000,
    link: styled(url, { type: 'link', url }),
    code: styled(code, { type: 'code' }),
  });
  return { body, buttons: [[revokeInvitationButton(invitation.id, voice)]] };
}
