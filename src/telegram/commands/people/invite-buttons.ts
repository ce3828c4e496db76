// The buttons of /invite and /members, and what their callback data says.
import { type Grant, ROLES, type Role } from '../../../audience/access.ts';
import type { Voice } from '../../../message/locale/voice.ts';
import type { Button } from '../../../message/message.ts';
import { defined } from '../../../runtime/defined.ts';
import { fittingButton } from '../command/choices.ts';

export type InviteAction =
  /** The next question is for which project. */
  | { readonly kind: 'role'; readonly role: Role }
  | { readonly kind: 'create'; readonly grant: Grant }
  /** Below an invitation, or in the list of /members on this page. */
  | { readonly kind: 'revoke'; readonly id: string; readonly page?: number }
  | { readonly kind: 'page'; readonly page: number };

const MAX_PROJECTS = 8;

/** `undefined` for the data of other buttons. */
export function readInviteAction(data: string): InviteAction | undefined {
  const [, id, page] = /^inv:end:([0-9a-f]{12})(?::(\d{1,4}))?$/.exec(data) ?? [];
  if (id !== undefined) {
    return { kind: 'revoke', id, ...defined({ page: page === undefined ? page : Number(page) }) };
  }
  const [, listed] = /^members:(\d{1,4})$/.exec(data) ?? [];
  if (listed !== undefined) return { kind: 'page', page: Number(listed) };
  const [, name, project] = /^inv:([a-z]+)(?::(.*))?$/s.exec(data) ?? [];
  const role = ROLES.find((one) => one === name);
  if (role === undefined) return undefined;
  if (project === undefined) return { kind: 'role', role };
  return { kind: 'create', grant: { role, ...(project === '' ? {} : { projectId: project }) } };
}

/** With a project, the role is all that is missing. */
export function roleRow({ speak }: Voice, projectId?: string): Button[] {
  return ROLES.flatMap((role) => {
    const label = speak(`reply-role-${role}`).text;
    const action = projectId === undefined ? `inv:${role}` : `inv:${role}:${projectId}`;
    return fittingButton(label, action) ?? [];
  });
}

interface Projects {
  readonly voice: Voice;
  /** Whether all projects are a choice. */
  readonly isForAll?: boolean;
  /** One that is not known. */
  readonly typed?: string | undefined;
}

export function projectRows(
  role: Role,
  projects: readonly string[],
  { voice: { speak }, isForAll = false, typed }: Projects,
): Button[][] {
  const all = { label: speak('reply-invite-all').text, action: `inv:${role}:` };
  const offered = projects.slice(0, MAX_PROJECTS).flatMap((id) => {
    const label = id === typed ? speak('reply-as-typed', { id }).text : id;
    return fittingButton(label, `inv:${role}:${id}`) ?? [];
  });
  return [...(isForAll ? [all] : []), ...offered].map((button) => [button]);
}

export function revokeInvitationButton(id: string, { speak }: Voice): Button {
  return { label: speak('reply-invite-revoke').text, action: `inv:end:${id}`, style: 'danger' };
}

/** `at`: its number in the list. */
export function revokeListedButton(id: string, at: number, page: number): Button {
  return { label: `✖️ ${at}`, action: `inv:end:${id}:${page}`, style: 'danger' };
}

/** None if there is only one page. */
export function pageRow(page: number, pages: number): Button[] {
  const button = (label: string, to: number) => ({ label, action: `members:${to}` });
  if (pages < 2) return [];
  return [
    ...(page > 0 ? [button('‹', page - 1)] : []),
    button(`${page + 1}/${pages}`, page),
    ...(page < pages - 1 ? [button('›', page + 1)] : []),
  ];
}
