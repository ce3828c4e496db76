// What a failed Bot API call means. Descriptions are those of the Bot API server's source; Telegram
// has no error codes finer than HTTP's.
import { GrammyError, HttpError } from 'grammy';
import type { SendOutcome } from '../../deliver/channel.ts';
import { messageOf } from '../../runtime/errors.ts';
import { NetworkFailure } from './client.ts';

type Failure = Exclude<SendOutcome, { kind: 'sent' }>;

/** Why a chat can't be reached, in the order in which descriptions are looked at. */
const UNREACHABLE: readonly (readonly [RegExp, string])[] = [
  [/blocked by the user/, 'blocked'],
  [/deactivated/, 'deactivated'],
  [/kicked/, 'kicked'],
  [/not a member|user_not_participant/, 'not-a-member'],
  [/can't initiate conversation|bot_blocked/, 'not-started'],
  [/chat was deleted|channel was deleted/, 'deleted'],
  [/chat not found|peer_id_invalid|chat_id_invalid|user not found/, 'not-found'],
];

/** The chat is there, and may let the bot write again at any moment. */
const NOT_ALLOWED =
  /not enough rights|have no rights|need administrator rights|chat_write_forbidden|chat_send_\w+_forbidden|chat_restricted|chat_admin_required/;

const NO_TOPIC = /message thread not found|topic_(closed|deleted|id_invalid)|topic closed/;
const GONE =
  /message to edit not found|message can't be edited|message_id_invalid|message_edit_time_expired/;
const NOT_MODIFIED = /message is not modified|message_not_modified/;

/** An edit that changes nothing: the message looks as it should. */
export function isNotModified(error: unknown): boolean {
  return error instanceof GrammyError && NOT_MODIFIED.test(error.description.toLowerCase());
}

/** No mistake of the server's mutes a chat for longer. */
const MAX_WAIT_SECONDS = 3_600;

/** Everything that a call can throw, as one of the outcomes of a channel. */
export function failureOf(error: unknown): Failure {
  if (error instanceof GrammyError) return refusalOf(error);
  if (error instanceof HttpError) return networkOf(error.error);
  return { kind: 'unknown', reason: messageOf(error) };
}

function refusalOf(error: GrammyError): Failure {
  const { error_code: code, parameters } = error;
  const description = error.description.toLowerCase();
  if (parameters.migrate_to_chat_id !== undefined) {
    return { kind: 'migrated', to: parameters.migrate_to_chat_id };
  }
  if (code === 429) return { kind: 'flood', retryAfterMs: retryAfterMs(error) };
  if (isTokenRefused(error)) return { kind: 'unauthorized' };
  // The gateway gave up on a server that may well have done it.
  if (code === 504) return { kind: 'unknown', reason: error.description };
  if (code >= 500) return { kind: 'unavailable', reason: error.description };
  if (NO_TOPIC.test(description)) return { kind: 'no-topic' };
  if (GONE.test(description)) return { kind: 'gone' };
  const reason = UNREACHABLE.find(([pattern]) => pattern.test(description))?.[1];
  if (reason !== undefined) return { kind: 'unreachable', reason };
  if (NOT_ALLOWED.test(description)) return { kind: 'not-allowed', reason: error.description };
  if (code === 403) return { kind: 'unreachable', reason: 'forbidden' };
  return { kind: 'refused', reason: error.description };
}

/** 404 is the answer to a token that no bot ever had. */
export function isTokenRefused(error: unknown): boolean {
  return error instanceof GrammyError && (error.error_code === 401 || error.error_code === 404);
}

/** How long a 429 asks to wait: a second at least, and an hour at most; then it is asked again. */
export function retryAfterMs(error: GrammyError): number {
  const said = error.parameters.retry_after ?? /retry after (\d+)/.exec(error.description)?.[1];
  const seconds = Number(said ?? 1);
  return Math.min(MAX_WAIT_SECONDS, Math.max(1, Number.isNaN(seconds) ? 1 : seconds)) * 1000;
}

/** Failures before the connection stood: nothing can have reached Telegram. */
const NEVER_CONNECTED: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENETDOWN',
  'ENOENT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

function networkOf(cause: unknown): Failure {
  const code = cause instanceof NetworkFailure ? cause.code : '';
  const reason = messageOf(cause);
  const neverConnected = NEVER_CONNECTED.has(code) || /reason: connect E/.test(reason);
  return neverConnected ? { kind: 'unavailable', reason } : { kind: 'unknown', reason };
}
