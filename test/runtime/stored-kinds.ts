// Every kind of value that jobwire stores as JSON: its decoder, and one with all that it may have.

import {
  decodeAcknowledgement,
  decodeOutcome,
  decodeRequest,
  decodeVotes,
} from '../../src/approvals/approval.ts';
import { decodeAuditEntry } from '../../src/approvals/approval-store.ts';
import { decodeReply } from '../../src/approvals/reply-choices.ts';
import { decodeListed } from '../../src/approvals/selections.ts';
import { decodeStanding } from '../../src/approvals/standing/standing.ts';
import { decodeMember } from '../../src/audience/access.ts';
import { decodeChat } from '../../src/audience/chat-book.ts';
import { decodeToken } from '../../src/audience/tokens.ts';
import { decodeMessage } from '../../src/intake/retry-store.ts';
import { decodeJob } from '../../src/jobs/job-board.ts';
import { decodeState } from '../../src/journal/follower-aside.ts';
import { decodeMark, decodeRollback } from '../../src/journal/rollback.ts';
import { decodeEvent } from '../../src/journal/stored-event.ts';
import { decodeProject } from '../../src/redis/journal/late-projects.ts';
import { decodeCount } from '../../src/redis/monitoring/counts.ts';
import { decodePayload, decodeReason } from '../../src/redis/outbox/outbox-item.ts';
import { decodeUpdate } from '../../src/redis/updates/update-log.ts';
import type { Decoder } from '../../src/runtime/stored/decoder.ts';
import { decodeTail } from '../../src/tails/tail.ts';

const AT = '2026-03-02T09:00:00.000Z';
const BY = { id: '1001', name: 'Ana', via: 'telegram' };
const APPROVERS = { roles: ['admin'], users: ['u-ana'] };
const KNOWN = { approvalId: 'k', projectId: 'shop', status: 'approved', at: AT };
export const JOB = {
  ...{ id: 'j-1', projectId: 'shop', sessionId: 'S1', status: 'running', visibility: 'public' },
  ...{
    source: 'jobs',
    limitedPublisher: true,
    beganInternal: true,
    dialect: 'jobs',
    title: 'Build',
    step: 'test',
  },
  ...{ stage: 'storyboard', progress: 0.5, costUsd: 1, budgetUsd: 2, requestsMade: 3 },
  ...{ maxRequests: 4, links: ['https://a.example/'], startedAt: AT, updatedAt: AT },
};

export const TAIL = {
  ...{ address: { chatId: -100, topicId: 7 }, jobId: 'j-1', projectId: 'shop', by: 1001 },
  ...{ lines: 20, locale: 'en', openedAt: 1_772_442_000_000 },
};

const JOB_OPTIONAL = [
  ...['projectId', 'sessionId', 'source', 'limitedPublisher', 'dialect', 'step', 'stage'],
  ...['beganInternal', 'progress', 'costUsd', 'budgetUsd', 'requestsMade', 'maxRequests', 'links'],
];

export interface StoredKind {
  readonly decode: Decoder<unknown>;
  /** With every field that there may be. */
  readonly value: unknown;
  /** Fields that may be absent, by the way to them; `*` for a place in a list. */
  readonly optional?: readonly string[];
  /** Where anything may be; of the value itself. */
  readonly free?: readonly string[];
}

export const STORED_KINDS: Readonly<Record<string, StoredKind>> = {
  event: {
    decode: decodeEvent,
    value: {
      ...{ id: 'e1', type: 'job.started', time: AT, projectId: 'shop', sessionId: 'S1' },
      source: { component: 'runner', instanceId: 'r1' },
      ...{ jobId: 'j-1', stage: 's', aggregate: 'job:j-1', correlationId: 'c', causationId: 'd' },
      ...{ visibility: 'public', recipients: [1001], data: { a: [1] }, extensions: { b: 2 } },
      ...{ dialect: 'jobs', raw: '{}', own: { writesGate: true } },
      publishedBy: { tokenId: 't1', name: 'ci', userId: '1002', isLimited: true },
    },
    optional: [
      ...['projectId', 'sessionId', 'jobId', 'stage', 'correlationId', 'causationId', 'raw'],
      ...['extensions', 'publishedBy', 'own', 'source.instanceId', 'publishedBy.userId'],
    ],
    free: ['data', 'extensions'],
  },
  job: {
    decode: decodeJob,
    value: { ...JOB, internal: JOB },
    optional: ['internal', ...JOB_OPTIONAL, ...JOB_OPTIONAL.map((name) => `internal.${name}`)],
  },
  member: {
    decode: decodeMember,
    value: {
      ...{ userId: 1001, name: 'Ana', knownAs: ['u-ana'] },
      grants: [{ role: 'viewer', projectId: 'shop' }],
    },
    optional: ['grants.*.projectId'],
  },
  chat: {
    decode: decodeChat,
    value: {
      ...{ id: -100, kind: 'group', title: 'Shop', locale: 'de', level: 'all', sponsors: [1001] },
      subscriptions: [{ kind: 'job', id: 'j-1', projectId: 'shop', topicId: 7, by: 1001 }],
      inactive: 'kicked',
    },
    optional: ['inactive', 'subscriptions.*.projectId', 'subscriptions.*.topicId'],
  },
  token: {
    decode: decodeToken,
    value: {
      ...{ id: 't1', name: 'ci', scopes: ['read'], projects: ['shop'], userId: 'u', createdAt: AT },
    },
    optional: ['projects', 'userId'],
  },
  tail: {
    decode: decodeTail,
    value: { ...TAIL, paused: true },
    optional: ['projectId', 'by', 'address.topicId', 'paused'],
  },
  'request of an approval': {
    decode: decodeRequest,
    value: {
      ...{ key: 'k', id: 'deploy-1', version: 2, changedAt: AT, eventId: 'e1', projectId: 'shop' },
      ...{ sessionId: 'S1', jobId: 'j-1', stage: 's', visibility: 'internal', scope: 'deploy' },
      ...{ action: 'do it', reason: 'so', context: { a: 1 }, requestedBy: { id: '1', name: 'A' } },
      ...{ publishedBy: ['token:t1'], source: 'token:t1', isGate: true, requestedAt: AT },
      ...{ expiresAt: AT, onTimeout: 'deny', problems: ['over_on_arrival'] },
      terms: {
        ...{ approvers: APPROVERS, alsoApprovers: [APPROVERS], required: 1, denyRequired: 1 },
        ...{
          selfApproval: false,
          reasonRequired: 'deny',
          remindAt: [1],
          decidedElsewhere: 'settle',
        },
        escalateTo: [{ chatId: 1001, topicId: 7 }],
        standing: { forMs: 1, scope: 'job', like: 'l', rule: 'r', pattern: 'npm *' },
      },
    },
    optional: [
      ...['changedAt', 'projectId', 'sessionId', 'jobId', 'stage', 'requestedBy', 'publishedBy'],
      ...['source', 'isGate', 'expiresAt', 'problems', 'requestedBy.id', 'requestedBy.name'],
      ...['terms.approvers', 'terms.alsoApprovers', 'terms.escalateTo.*.topicId'],
      ...['terms.standing', 'terms.standing.pattern'],
    ],
    free: ['context'],
  },
  votes: {
    decode: decodeVotes,
    value: [
      {
        ...{ verdict: 'deny', by: BY, ids: ['1001'], tokenId: 't1', reason: 'not yet', at: AT },
        standing: { id: 's', via: 'cli' },
      },
    ],
    optional: ['*.tokenId', '*.reason', '*.standing'],
  },
  'standing approval': {
    decode: decodeStanding,
    value: {
      ...{ id: 's', like: 'l', rule: 'r', scope: 'session', pattern: 'npm *', approvalId: 'k' },
      ...{ projectId: 'shop', sessionId: 'S1', jobId: 'j-1', stage: 'build' },
      ...{ visibility: 'public', requestScope: 'shell', action: 'npm test' },
      ...{ by: BY, ids: ['1001'], tokenId: 't1', givenAt: AT, until: AT },
    },
    optional: ['pattern', 'projectId', 'sessionId', 'jobId', 'stage', 'tokenId'],
  },
  outcome: {
    decode: decodeOutcome,
    value: { status: 'denied', by: BY, reason: 'no', elsewhere: { source: 'engine' }, at: AT },
    optional: ['by', 'reason', 'elsewhere'],
  },
  reception: { decode: decodeAcknowledgement, value: { kind: 'picked_up', at: AT } },
  'audit entry': {
    decode: decodeAuditEntry,
    value: { what: 'vote', at: AT, from: 'chat 1001', by: BY },
    optional: ['from', 'by'],
    free: ['from', 'by'],
  },
  count: {
    decode: decodeCount,
    value: { kind: 'event', type: 'job.failed', projectId: 'shop', seconds: 0.2 },
    optional: ['projectId'],
  },
  'list of requests': { decode: decodeListed, value: [{ key: 'k', version: 1 }] },
  'reply to a request': {
    decode: decodeReply,
    value: {
      ...{ chatId: -100, messageId: 5, userId: 1001, text: 'no', approvalId: 'k', version: 1 },
    },
  },
  mark: {
    decode: decodeMark,
    value: {
      ...{ epoch: 'e', formerEpochs: ['d'], position: '1772442000000-0', digest: 'x' },
      decisions: [KNOWN],
    },
    optional: ['decisions.*.projectId'],
  },
  rollback: {
    decode: decodeRollback,
    value: { since: AT, lost: [KNOWN] },
    optional: ['since', 'lost.*.projectId'],
  },
  'state of what is aside': { decode: decodeState, value: { order: 'job:j-1', tries: 2 } },
  'message to try again': {
    decode: decodeMessage,
    value: {
      ...{ dialect: 'jobs', text: '{}', source: 'jobs:events', entryId: '1-0', arrivedAt: 17 },
      about: { jobId: 'j-1', projectId: 'shop' },
    },
    optional: ['entryId', 'about', 'about.jobId', 'about.projectId'],
  },
  'payload of an item': {
    decode: decodePayload,
    value: {
      message: {
        body: {
          text: 'a log of j-1',
          spans: [
            { type: 'bold', offset: 0, length: 1 },
            { type: 'pre', language: 'sh', offset: 2, length: 1 },
            { type: 'link', url: 'https://a.example/', offset: 3, length: 1 },
            { type: 'time', unixSeconds: 17, offset: 4, length: 1 },
            { type: 'mention', userId: 1001, offset: 5, length: 1 },
          ],
        },
        document: { name: 'log.txt', text: 'x' },
        buttons: [[{ label: 'Approve', action: 'a:t', style: 'success' }]],
        ...{ silent: true, wantsReply: 'Your reason', replyTo: 5 },
      },
      editing: 17,
      asks: { kind: 'question', approvalId: 'k', version: 1, verdict: 'deny', userId: 1001 },
    },
    optional: [
      ...['asks', 'asks.kind', 'asks.version', 'asks.userId'],
      ...['editing', 'message.document', 'message.buttons', 'message.wantsReply'],
      ...['message.replyTo', 'message.buttons.*.*.style', 'message.body.spans.*.language'],
    ],
  },
  'reason of a copy': {
    decode: decodeReason,
    value: { insteadOf: 'Ana' },
    optional: ['insteadOf'],
  },
  update: {
    decode: decodeUpdate,
    value: { update_id: 17, message: { text: 'hi' } },
    optional: ['message'],
    free: ['message'],
  },
  'name of a project': { decode: decodeProject, value: 'shop' },
};
