// The form of the policy file: what each part is called there, and what becomes of it.
import { z } from 'zod';
import { ROLES } from '../../audience/access.ts';
import { type Address, LEVELS } from '../../audience/chat-book.ts';
import type { FileRoute } from '../../audience/file-route.ts';
import { defined } from '../../runtime/defined.ts';
import { type Policy, type PolicySet, STRICT_POLICY } from './policy.ts';
import {
  chatId,
  duration,
  listOf,
  mapping,
  oneOf,
  patterns,
  people,
  reminder,
  say,
  topicId,
  trueOrFalse,
  typePatterns,
  userId,
} from './policy-fields.ts';

export interface Policies {
  readonly approvals: PolicySet;
  readonly routes: readonly FileRoute[];
}

/** Of a jobwire that nobody gave a file. */
export const NO_POLICY_FILE: Policies = { approvals: { kind: 'no_file' }, routes: [] };

const approvers = z.preprocess(
  // The whole list may be empty as well: nobody.
  (given) => (Array.isArray(given) && given.length === 0 ? {} : given),
  mapping(
    {
      roles: listOf(oneOf(ROLES, 'approver'), {
        expected: `a list of ${ROLES.join(', ')}`,
        example: '[approver, admin]',
      }).optional(),
      users: listOf(userId, { expected: 'a list of user ids', example: '[1001, 1002]' }).optional(),
    },
    '{ roles: [approver], users: [1001] }',
  ).transform(({ roles, users }) => ({
    roles: [...new Set(roles)],
    users: [...new Set(users)],
  })),
);

const PLACE = {
  expected: 'a Telegram chat id, or a mapping with id and topic',
  example: '-1001234567890 or { id: -1001234567890, topic: 7 }',
};

const wholeChat = chatId.transform((id) => addressOf(id, undefined));

const place = mapping(
  { id: chatId, topic: topicId.optional() },
  '{ id: -1001234567890, topic: 7 }',
).transform(({ id, topic }): Address => addressOf(id, topic));

const match = mapping(
  { project: patterns.optional(), scope: patterns.optional(), action: patterns.optional() },
  '{ project: "acme/*", scope: [push, deploy] }',
).transform(defined);

const termFields = {
  approvers: approvers.optional(),
  required: people.optional(),
  deny_required: people.optional(),
  self_approval: trueOrFalse.optional(),
  reason_required: oneOf(['deny', 'both', 'none'], 'deny').optional(),
  expires_after: duration.optional(),
  on_timeout: oneOf(['expire', 'deny', 'approve'], 'expire').optional(),
  remind: listOf(reminder, {
    expected: 'a list of shares of the time and times before the end',
    example: '["50%", 5m]',
  }).optional(),
  escalate_to: listOf(z.union([wholeChat, place], { error: say(PLACE) }), {
    expected: 'a list of chat ids',
    example: '[-1001234567890]',
  }).optional(),
  decided_elsewhere: oneOf(['settle', 'ignore'], 'ignore').optional(),
};

const policy = mapping(
  { match: match.optional(), ...termFields },
  '{ match: { scope: push }, required: 2 }',
).transform((from): Policy => termsFrom(from, { match: from.match ?? {} }));

/** What it does not say is as strict as without it. */
const fallback = mapping(termFields, 'required: 2').transform(
  (from): Policy => termsFrom(from, STRICT_POLICY),
);

type Written = z.output<z.ZodObject<typeof termFields>>;
type Unsaid = Pick<Policy, 'match' | 'approvers' | 'expiresAfterMs' | 'onTimeout'>;

function termsFrom(from: Written, unsaid: Unsaid): Policy {
  return {
    match: unsaid.match,
    ...defined({
      approvers: from.approvers ?? unsaid.approvers,
      expiresAfterMs: from.expires_after ?? unsaid.expiresAfterMs,
      onTimeout: from.on_timeout ?? unsaid.onTimeout,
    }),
    required: from.required ?? 1,
    denyRequired: from.deny_required ?? 1,
    selfApproval: from.self_approval ?? false,
    reasonRequired: from.reason_required ?? 'none',
    remind: from.remind ?? [],
    escalateTo: from.escalate_to ?? [],
    decidedElsewhere: from.decided_elsewhere ?? 'settle',
  };
}

const routeMatch = mapping(
  {
    project: patterns.optional(),
    session: patterns.optional(),
    job: patterns.optional(),
    types: typePatterns.optional(),
  },
  '{ project: "acme/*", types: ["job.failed"] }',
).transform(defined);

const CHATS = {
  expected: 'a list of at least one chat',
  example: '[{ id: -1001234567890, topic: 7, level: errors }]',
};

const chat = mapping(
  { id: chatId, topic: topicId.optional(), level: oneOf(LEVELS, 'errors').optional() },
  '{ id: -1001234567890, topic: 7, level: errors }',
).transform(({ id, topic, level }) => ({ address: addressOf(id, topic), ...defined({ level }) }));

const route = mapping(
  { match: routeMatch.optional(), chats: listOf(chat, CHATS).min(1, { error: say(CHATS) }) },
  '{ match: { types: "job.failed" }, chats: [{ id: -1001234567890 }] }',
).transform((from): FileRoute => ({ match: from.match ?? {}, chats: from.chats }));

export const policyFile = mapping(
  {
    approvals: listOf(policy, {
      expected: 'a list of policies',
      example: '[{ match: { scope: push }, required: 2 }]',
    }).optional(),
    default: fallback.optional(),
    routes: listOf(route, {
      expected: 'a list of routes',
      example: '[{ match: { types: "job.failed" }, chats: [{ id: -1001234567890 }] }]',
    }).optional(),
  },
  'approvals: [{ match: { scope: push }, required: 2 }]',
).transform(
  ({ approvals: rules = [], default: fallback = STRICT_POLICY, routes = [] }): Policies => ({
    approvals: { kind: 'file', rules, fallback },
    routes,
  }),
);

export interface Contradiction {
  /** Inside the policy. */
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** What can't be met though each field is right by itself; a wrong field is left out of it. */
export function contradictionsIn(written: unknown): Contradiction[] {
  const given: Readonly<Record<string, unknown>> = { ...(written ?? {}) };
  return [...tooManyPeople(given), ...lateReminders(given)];
}

type Given = Readonly<Record<string, unknown>>;

function tooManyPeople(given: Given): Contradiction[] {
  const { data } = approvers.safeParse(given.approvers);
  // Nobody at all is a decision; too few people is a mistake.
  if (data === undefined || data.roles.length > 0 || data.users.length === 0) return [];
  const most = data.users.length;
  return (['required', 'deny_required'] as const)
    .filter((name) => (people.safeParse(given[name]).data ?? 1) > most)
    .map((name) => ({
      path: [name],
      message: say({
        expected: `at most ${most}, because approvers lists that many different users and no roles`,
        example: `${most}`,
      }),
    }));
}

function lateReminders(given: Given): Contradiction[] {
  const { data: time } = duration.safeParse(given.expires_after);
  if (time === undefined || !Array.isArray(given.remind)) return [];
  return given.remind.flatMap((written: unknown, at) => {
    const { data } = reminder.safeParse(written);
    if (data?.kind !== 'before' || data.ms < time) return [];
    const expected = `a time before the end that is shorter than expires_after (${given.expires_after})`;
    return [{ path: ['remind', at], message: say({ expected, example: '"50%"' }) }];
  });
}

function addressOf(chat: number, topic: number | undefined): Address {
  return { chatId: chat, ...defined({ topicId: topic }) };
}
