// Warns of policies that can't work with the people and chats that jobwire knows. Pure.

import type { Policy } from '../../approvals/policy/policy.ts';
import type { Policies } from '../../approvals/policy/policy-schema.ts';
import { hasAnyRole, type Member, roleFor } from '../../audience/access.ts';
import type { Chat } from '../../audience/chat-book.ts';
import { memberKnownAs } from '../../audience/person.ts';
import type { PolicyWarning } from './policy-warnings.ts';

export interface KnownPeople {
  readonly members: readonly Member[];
  readonly chats: readonly Chat[];
}

export function approverWarnings({ approvals }: Policies, known: KnownPeople): PolicyWarning[] {
  if (approvals.kind === 'no_file') return [];
  const rules = approvals.rules.map((policy, index) => ({ policy, path: ['approvals', index] }));
  return [...rules, { policy: approvals.fallback, path: ['default'] }].flatMap((rule) => [
    ...unknownUsers(rule, known),
    ...tooFewPeople(rule, known),
    ...unknownChats(rule, known),
  ]);
}

interface Rule {
  readonly path: PolicyWarning['path'];
  readonly policy: Policy;
}

function isKnownAs(member: Member, id: string): boolean {
  return memberKnownAs([member], id) !== undefined;
}

function unknownUsers({ path, policy }: Rule, { members }: KnownPeople): PolicyWarning[] {
  return (policy.approvers?.users ?? []).flatMap((id) => {
    const isThere = members.some((member) => hasAnyRole(member) && isKnownAs(member, id));
    if (isThere) return [];
    return [
      {
        path: [...path, 'approvers'],
        text: `${nameOf(path)}.approvers.users has ${id}, who has no role, so they see no requests and can't decide.`,
        advice:
          'Give them a role: /grant <telegram id> viewer, with "as <their id>" if that is another id.',
      },
    ];
  });
}

function tooFewPeople({ path, policy }: Rule, { members }: KnownPeople): PolicyWarning[] {
  const { approvers = { roles: ['approver', 'admin'], users: [] }, required } = policy;
  // policy-warnings.ts reports an empty list.
  if (approvers.roles.length + approvers.users.length === 0) return [];
  const roles: readonly string[] = approvers.roles;
  const count = members.filter((member) => {
    const own = member.grants.map(({ projectId }) => roleFor(member, projectId));
    const isNamed = approvers.users.some((id) => isKnownAs(member, id));
    return own.some((role) => role !== undefined && (isNamed || roles.includes(role)));
  }).length;
  if (count >= required) return [];
  return [
    {
      path: [...path, 'required'],
      text: `${nameOf(path)} needs ${required} ${required === 1 ? 'approval' : 'approvals'}, but only ${count} of the people that jobwire knows may approve.`,
      advice: 'Grant an approving role to more people, or require fewer approvals.',
    },
  ];
}

function unknownChats({ path, policy }: Rule, { chats }: KnownPeople): PolicyWarning[] {
  return policy.escalateTo.flatMap(({ chatId }) => {
    const chat = chats.find(({ id }) => id === chatId);
    if (chat !== undefined && chat.inactive === undefined) return [];
    const state =
      chat === undefined
        ? 'a chat that jobwire has never seen'
        : 'a chat that it can no longer reach';
    return [
      {
        path: [...path, 'escalate_to'],
        text: `${nameOf(path)}.escalate_to has ${chatId}, ${state}: messages may not arrive there.`,
        advice: 'Add the bot to that chat, and send /start there.',
      },
    ];
  });
}

/** `approvals[0]`, `default` */
function nameOf([first, index]: PolicyWarning['path']): string {
  return index === undefined ? String(first) : `${first}[${index}]`;
}
