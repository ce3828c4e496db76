// Callback data of the buttons below lists of jobs and sessions, a job, and a history. All that such a page needs is in
// it, so nothing is kept for a page; who may see it is looked up at each tap.
import { stableName } from '../../../event/event-id.ts';
import type { Job } from '../../../jobs/job-board.ts';
import type { JobKey } from '../../../jobs/job-key.ts';
import type { Position } from '../../../journal/journal.ts';

/** A page of all jobs, or of the jobs of a session (by `sessionName`). */
export interface ListRef {
  readonly session?: string;
  /** From 0 on. */
  readonly page: number;
}

/** What a history is of. */
export type HistoryOf =
  | { readonly kind: 'everything' }
  | { readonly kind: 'job'; readonly key: JobKey }
  | { readonly kind: 'project'; readonly id: string };

export interface HistoryRef {
  readonly of: HistoryOf;
  /** Events on a page. */
  readonly count: number;
  /** The page before or behind this position; absent: the newest. */
  readonly at?: { readonly side: 'older' | 'newer'; readonly position: Position };
}

export type LookAction =
  | { readonly show: 'jobs'; readonly list: ListRef }
  | { readonly show: 'sessions'; readonly page: number }
  | {
      readonly show: 'job';
      readonly job: JobKey;
      /** The list it was opened from. */
      readonly from?: ListRef;
      /** Ends the live logs of the job first. */
      readonly stops?: true;
    }
  | { readonly show: 'history'; readonly history: HistoryRef };

/** Telegram's limit for callback data. */
const MAX_BYTES = 64;
const LIST = /^(?:s([\w-]{22}))?\.([0-9a-z]{1,4})$/;
const HISTORY = /^([=<>])([0-9a-z]{1,12})?(?:-([0-9a-z]{1,8}))?:([0-9a-z]{1,2}):([*jp])(.*)$/s;
const SIDES = { '<': 'older', '>': 'newer' } as const;
const KEY = /^[\w-]{16,40}$/;

/** A session by its project and id. */
export function sessionName({ projectId, sessionId }: Pick<Job, 'projectId' | 'sessionId'>) {
  return stableName('session', projectId, sessionId);
}

/** `undefined` if it does not fit a button. */
export function writeLook(action: LookAction): string | undefined {
  const data = `l:${bodyOf(action)}`;
  return Buffer.byteLength(data) > MAX_BYTES ? undefined : data;
}

function bodyOf(action: LookAction): string {
  switch (action.show) {
    case 'jobs':
      return `l:${writeList(action.list)}`;
    case 'sessions':
      return `n:${action.page.toString(36)}`;
    case 'job': {
      const { job, from, stops } = action;
      return `${stops ? 'x' : 'o'}:${job}:${from === undefined ? '' : writeList(from)}`;
    }
    case 'history':
      return `h:${writeHistory(action.history)}`;
  }
}

function writeList({ session, page }: ListRef): string {
  return `${session === undefined ? '' : `s${session}`}.${page.toString(36)}`;
}

function writeHistory({ of, count, at }: HistoryRef): string {
  const [ms = '', sequence = ''] = (at?.position ?? '').split('-');
  const place =
    at === undefined ? '=' : `${at.side === 'older' ? '<' : '>'}${short(ms)}-${short(sequence)}`;
  return `${place}:${count.toString(36)}:${writeTarget(of)}`;
}

function writeTarget(of: HistoryOf): string {
  switch (of.kind) {
    case 'everything':
      return '*';
    case 'job':
      return `j${of.key}`;
    case 'project':
      return `p${of.id}`;
  }
}

function short(digits: string): string {
  return BigInt(digits).toString(36);
}

/** `undefined` for the data of other buttons. */
export function readLook(data: string): LookAction | undefined {
  const [, kind, rest = ''] = /^l:([lnoxh]):(.*)$/s.exec(data) ?? [];
  switch (kind) {
    case 'l': {
      const list = readList(rest);
      return list && { show: 'jobs', list };
    }
    case 'n':
      return /^[0-9a-z]{1,4}$/.test(rest)
        ? { show: 'sessions', page: Number.parseInt(rest, 36) }
        : undefined;
    case 'o':
    case 'x':
      return readJob(rest, kind === 'x');
    case 'h': {
      const history = readHistory(rest);
      return history && { show: 'history', history };
    }
    default:
      return undefined;
  }
}

function readList(text: string): ListRef | undefined {
  const [, session, page] = LIST.exec(text) ?? [];
  if (page === undefined) return undefined;
  return { ...(session === undefined ? {} : { session }), page: Number.parseInt(page, 36) };
}

function readJob(text: string, stops: boolean): LookAction | undefined {
  const [job = '', list = ''] = text.split(':');
  const from = readList(list);
  if (!KEY.test(job) || (list !== '' && from === undefined)) return undefined;
  return { show: 'job', job, ...(from && { from }), ...(stops && { stops }) };
}

function readHistory(text: string): HistoryRef | undefined {
  const [, side = '', ms, sequence, count = '', target, name = ''] = HISTORY.exec(text) ?? [];
  const of = readTarget(target, name);
  const isPlaced = ms !== undefined && sequence !== undefined;
  if (of === undefined || isPlaced === (side === '=')) return undefined;
  const ref = { of, count: Number.parseInt(count, 36) };
  if (side !== '<' && side !== '>') return ref;
  return { ...ref, at: { side: SIDES[side], position: `${long(ms)}-${long(sequence)}` } };
}

function readTarget(target: string | undefined, name: string): HistoryOf | undefined {
  if (target === '*') return { kind: 'everything' };
  if (target === 'j') return KEY.test(name) ? { kind: 'job', key: name } : undefined;
  return target === 'p' && name !== '' ? { kind: 'project', id: name } : undefined;
}

function long(base36 = ''): string {
  return [...base36]
    .reduce((sum, digit) => sum * 36n + BigInt(Number.parseInt(digit, 36)), 0n)
    .toString();
}
