// What a failed Bot API call means. The descriptions are from the Bot API server's source; Telegram has
// no error codes beyond HTTP's.
import { GrammyError, HttpError } from 'grammy';
import type { SendOutcome } from '../../deliver/channel.ts';
import { messageOf } from '../../runtime/errors.ts';
import { NetworkFailure } from './client.ts';

type Failure = Exclude<SendOutcome, { kind: 'sent' }>;

/** Why a chat can't be reached; the first match counts. */
const UNREACHABLE: readonly (readonly [RegExp, string])[] = [
  [/blocked by the user/, 'blocked'],
  [/deactivated/, 'deactivated'],
  [/kicked/, 'kicked'],
  [/not a member|user_not_participant/, 'not-a-member'],
  [/can't initiate conversation|bot_blocked/, 'not-started'],
  [/chat was deleted|channel was deleted/, 'deleted'],
  [/chat not found|peer_id_invalid|chat_id_invalid|user not found/, 'not-found'],
];

/** The chat exists, and may allow the bot to write at any moment. */
const NOT_ALLOWED =
  /not enough rights|have no rights|need administrator rights|chat_write_forbidden|chat_send_\w+_forbidden|chat_restricted|chat_admin_required/;

const NO_TOPIC = /message thread not found|topic_(closed|deleted|id_invalid)|topic closed/;
const GONE =
  /message to edit not found|message can't be edited|message_id_invalid|message_edit_time_expired/;
const NOT_MODIFIED = /message is not modified|message_not_modified/;

/** An edit that changes nothing: the message is as it should be. */
export function isNotModified(error: unknown): boolean {
  return error instanceof GrammyError && NOT_MODIFIED.test(error.description.toLowerCase());
}

const BUTTON_REFUSED = /button|web ?app/;

/** Of a refused message: that it is for one of its buttons. */
export function isButtonRefused(reason: string): boolean {
  return BUTTON_REFUSED.test(reason.toLowerCase());
}

/** Limits how long a mistake of the server mutes a chat. */
const MAX_WAIT_SECONDS = 3_600;

/** Maps everything that a call can throw to an outcome of a channel. */
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
  // The gateway gave up, but the server may have carried out the call.
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

/** 404 is the answer to a token that never existed. */
export function isTokenRefused(error: unknown): boolean {
  return error instanceof GrammyError && (error.error_code === 401 || error.error_code === 404);
}

/** The wait that a 429 asks for, of a second to an hour. */
export function retryAfterMs(error: GrammyError): number {
  const asked = error.parameters.retry_after ?? /retry after (\d+)/.exec(error.description)?.[1];
  const seconds = Number(asked ?? 1);
  return Math.min(MAX_WAIT_SECONDS, Math.max(1, Number.isNaN(seconds) ? 1 : seconds)) * 1000;
}

/** Failures before the connection was established: nothing can have reached Telegram. */
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
