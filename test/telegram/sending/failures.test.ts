import { GrammyError, HttpError } from 'grammy';
import { describe, expect, it } from 'vitest';
import { NetworkFailure } from '../../../src/telegram/sending/client.ts';
import { failureOf, isNotModified } from '../../../src/telegram/sending/failures.ts';

interface Parameters {
  readonly retry_after?: number;
  readonly migrate_to_chat_id?: number;
}

function refusal(code: number, description: string, parameters?: Parameters): GrammyError {
  const said = { ok: false as const, error_code: code, description };
  const error = parameters === undefined ? said : { ...said, parameters };
  return new GrammyError('Call failed!', error, 'sendMessage', {});
}

function network(code: string, reason = code): HttpError {
  return new HttpError('Network request failed', new NetworkFailure(reason, code));
}

const unreachable = (reason: string) => ({ kind: 'unreachable', reason });
const notAllowed = (reason: string) => ({ kind: 'not-allowed', reason });

/** Descriptions as the Bot API server words them. */
const ANSWERS: readonly (readonly [number, string, object, Parameters?])[] = [
  [400, 'Bad Request: message to edit not found', { kind: 'gone' }],
  [400, "Bad Request: message can't be edited", { kind: 'gone' }],
  [400, 'Bad Request: MESSAGE_ID_INVALID', { kind: 'gone' }],
  [400, 'Bad Request: chat not found', unreachable('not-found')],
  [400, 'Bad Request: PEER_ID_INVALID', unreachable('not-found')],
  [403, 'Forbidden: bot was blocked by the user', unreachable('blocked')],
  [403, 'Forbidden: user is deactivated', unreachable('deactivated')],
  [403, 'Forbidden: bot was kicked from the group chat', unreachable('kicked')],
  [403, 'Forbidden: bot was kicked from the supergroup chat', unreachable('kicked')],
  [403, 'Forbidden: bot is not a member of the supergroup chat', unreachable('not-a-member')],
  [403, "Forbidden: bot can't initiate conversation with a user", unreachable('not-started')],
  [403, 'Forbidden: the group chat was deleted', unreachable('deleted')],
  [403, 'Forbidden: something new', unreachable('forbidden')],
  [
    400,
    'Bad Request: not enough rights to send text messages to the chat',
    notAllowed('Bad Request: not enough rights to send text messages to the chat'),
  ],
  [400, 'Bad Request: CHAT_WRITE_FORBIDDEN', notAllowed('Bad Request: CHAT_WRITE_FORBIDDEN')],
  [400, 'Bad Request: CHAT_RESTRICTED', notAllowed('Bad Request: CHAT_RESTRICTED')],
  [
    400,
    'Bad Request: group chat was upgraded to a supergroup chat',
    { kind: 'migrated', to: -1005 },
    { migrate_to_chat_id: -1005 },
  ],
  [400, 'Bad Request: message thread not found', { kind: 'no-topic' }],
  [400, 'Bad Request: TOPIC_CLOSED', { kind: 'no-topic' }],
  [400, 'Bad Request: TOPIC_DELETED', { kind: 'no-topic' }],
  [
    429,
    'Too Many Requests: retry after 35',
    { kind: 'flood', retryAfterMs: 35_000 },
    { retry_after: 35 },
  ],
  [429, 'Too Many Requests: retry after 7', { kind: 'flood', retryAfterMs: 7_000 }],
  // Whatever the answer, it is retried after an hour.
  [429, 'Flood', { kind: 'flood', retryAfterMs: 3_600_000 }, { retry_after: 86_400_000 }],
  [429, 'Too Many Requests', { kind: 'flood', retryAfterMs: 1_000 }],
  [401, 'Unauthorized', { kind: 'unauthorized' }],
  [404, 'Not Found', { kind: 'unauthorized' }],
  [500, 'Internal Server Error', { kind: 'unavailable', reason: 'Internal Server Error' }],
  [502, 'Bad Gateway', { kind: 'unavailable', reason: 'Bad Gateway' }],
  [504, 'Gateway Timeout', { kind: 'unknown', reason: 'Gateway Timeout' }],
  ...[
    "Bad Request: can't parse entities: Can't find end of the entity",
    'Bad Request: message is too long',
    'Bad Request: message text is empty',
    'Bad Request: BUTTON_DATA_INVALID',
  ].map((text) => [400, text, { kind: 'refused', reason: text }] as const),
];

describe('a failed call', () => {
  const rows = ANSWERS.map(([code, description, outcome, parameters]) => {
    return { code, description, outcome, parameters };
  });

  it.each(rows)('answered with $code $description means $outcome', (row) => {
    const error = refusal(row.code, row.description, row.parameters);
    expect(failureOf(error)).toEqual(row.outcome);
  });

  it.each([
    ['ECONNREFUSED', 'unavailable'],
    ['ENOTFOUND', 'unavailable'],
    ['EAI_AGAIN', 'unavailable'],
    ['ECONNRESET', 'unknown'],
    ['ETIMEDOUT', 'unknown'],
    ['invalid-json', 'unknown'],
    ['', 'unknown'],
  ])('without a network (%s) is %s', (code, kind) => {
    expect(failureOf(network(code)).kind).toBe(kind);
  });

  it('that never connected sent nothing', () => {
    const reason = 'request to the Bot API server failed, reason: connect ETIMEDOUT 10.0.0.1:443';
    expect(failureOf(network('ETIMEDOUT', reason)).kind).toBe('unavailable');
  });

  it('may be our own bug, about which nothing is known', () => {
    expect(failureOf(new Error('odd'))).toEqual({ kind: 'unknown', reason: 'odd' });
  });

  it('is none if the message already looks like that', () => {
    const description = 'Bad Request: message is not modified: specified new message content …';
    expect(isNotModified(refusal(400, description))).toBe(true);
    expect(isNotModified(refusal(400, 'Bad Request: chat not found'))).toBe(false);
  });
});
