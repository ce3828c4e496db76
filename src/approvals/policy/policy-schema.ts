// The schema of the policy file, and how it becomes policies.
import { z } from 'zod';
import { ROLES } from '../../audience/access.ts';
import { type Address, LEVELS } from '../../audience/chat-book.ts';
import type { FileRoute } from '../../audience/file-route.ts';
import { defined } from '../../runtime/defined.ts';
import { STANDING_SCOPES } from '../approval.ts';
import { type Policy, type PolicySet, STRICT_POLICY } from './policy.ts';
import {
  chatId,
  describeExpected,
  duration,
  listOf,
  mapping,
  oneOf,
  patterns,
  people,
  reminder,
  standingTime,
  topicId,
  trueOrFalse,
  typePatterns,
  userId,
} from './policy-fields.ts';

export interface Policies {
  readonly approvals: PolicySet;
  readonly routes: readonly FileRoute[];
}

/** If there is no policy file. */
export const NO_POLICY_FILE: Policies = { approvals: { kind: 'no_file' }, routes: [] };

const approvers = z.preprocess(
  // An empty list means nobody.
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

const CHAT_OR_TOPIC = {
  expected: 'a Telegram chat id, or a mapping with id and topic',
  example: '-1001234567890 or { id: -1001234567890, topic: 7 }',
};

const wholeChat = chatId.transform((id) => addressOf(id, undefined));

const chatOrTopic = mapping(
  { id: chatId, topic: topicId.optional() },
  '{ id: -1001234567890, topic: 7 }',
).transform(({ id, topic }): Address => addressOf(id, topic));

const match = mapping(
  { project: patterns.optional(), scope: patterns.optional(), action: patterns.optional() },
  '{ project: "acme/*", scope: [push, deploy] }',
).transform(defined);

const standing = mapping(
  { for: standingTime, scope: oneOf(STANDING_SCOPES, 'session') },
  '{ for: 1h, scope: session }',
).transform(({ for: forMs, scope }) => ({ forMs, scope }));

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
  escalate_to: listOf(
    z.union([wholeChat, chatOrTopic], { error: describeExpected(CHAT_OR_TOPIC) }),
    {
      expected: 'a list of chat ids',
      example: '[-1001234567890]',
    },
  ).optional(),
  decided_elsewhere: oneOf(['settle', 'ignore'], 'ignore').optional(),
  standing: standing.optional(),
};

const policy = mapping(
  { match: match.optional(), ...termFields },
  '{ match: { scope: push }, required: 2 }',
).transform((from): Policy => termsFrom(from, { match: from.match ?? {} }));

/** Omitted fields are as strict as without a `default`. */
const fallback = mapping(termFields, 'required: 2').transform(
  (from): Policy => termsFrom(from, STRICT_POLICY),
);

type RawTerms = z.output<z.ZodObject<typeof termFields>>;
type Defaults = Pick<Policy, 'match' | 'approvers' | 'expiresAfterMs' | 'onTimeout'>;

function termsFrom(from: RawTerms, defaults: Defaults): Policy {
  return {
    match: defaults.match,
    ...defined({
      approvers: from.approvers ?? defaults.approvers,
      expiresAfterMs: from.expires_after ?? defaults.expiresAfterMs,
      onTimeout: from.on_timeout ?? defaults.onTimeout,
      standing: from.standing,
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
  {
    match: routeMatch.optional(),
    chats: listOf(chat, CHATS).min(1, { error: describeExpected(CHATS) }),
    silent_after: duration.optional(),
  },
  '{ match: { types: "job.failed" }, chats: [{ id: -1001234567890 }] }',
).transform(
  ({ match = {}, chats, silent_after: silentAfterMs }): FileRoute => ({
    match,
    chats,
    ...defined({ silentAfterMs }),
  }),
);

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
  /** Within the policy. */
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** Fields that are valid one by one but can't all hold; invalid fields are ignored. */
export function contradictionsIn(raw: unknown): Contradiction[] {
  const given: Readonly<Record<string, unknown>> = { ...(raw ?? {}) };
  return [...tooManyPeople(given), ...lateReminders(given), ...unreasonedApprovals(given)];
}

type Given = Readonly<Record<string, unknown>>;

function tooManyPeople(given: Given): Contradiction[] {
  const { data } = approvers.safeParse(given.approvers);
  // An empty list is deliberate; one with too few people is a mistake.
  if (data === undefined || data.roles.length > 0 || data.users.length === 0) return [];
  const max = data.users.length;
  return (['required', 'deny_required'] as const)
    .filter((name) => (people.safeParse(given[name]).data ?? 1) > max)
    .map((name) => ({
      path: [name],
      message: describeExpected({
        expected: `at most ${max}, because approvers lists that many different users and no roles`,
        example: `${max}`,
      }),
    }));
}

/** Nobody can know the reason for approving what is asked later. */
function unreasonedApprovals(given: Given): Contradiction[] {
  if (given.standing === undefined || given.reason_required !== 'both') return [];
  const expected = 'none or deny beside standing, because a standing approval has no reason';
  return [{ path: ['reason_required'], message: describeExpected({ expected, example: 'deny' }) }];
}

function lateReminders(given: Given): Contradiction[] {
  const { data: time } = duration.safeParse(given.expires_after);
  if (time === undefined || !Array.isArray(given.remind)) return [];
  return given.remind.flatMap((raw: unknown, at) => {
    const { data } = reminder.safeParse(raw);
    if (data?.kind !== 'before' || data.ms < time) return [];
    const expected = `a time before the end that is shorter than expires_after (${given.expires_after})`;
    return [{ path: ['remind', at], message: describeExpected({ expected, example: '"50%"' }) }];
  });
}

function addressOf(chat: number, topic: number | undefined): Address {
  return { chatId: chat, ...defined({ topicId: topic }) };
}
