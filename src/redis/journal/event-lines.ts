// An event as the scripts take it in: three lines, see redis/journal/events.lua.
import { hash } from 'node:crypto';
import type { Candidate } from '../../journal/journal.ts';
import { busKeyOf } from '../../journal/repeat-key.ts';

const MINUTE_MS = 60_000;

/** The same moment in ms by several clocks. */
export interface Moment {
  /** Since the epoch. */
  readonly now: number;
  /** Of this process. */
  readonly monotonic?: number;
  /** The steady one of Redis, as far as this replica knows it. */
  readonly steady?: number | undefined;
}

/** What an event is found by; a tab behind each. Names hold no tab and no line break of their own. */
export function eventLines(
  candidate: Candidate,
  moment: Moment,
): [head: string, references: string, json: string] {
  const { event, belongsTo, links = [] } = candidate;
  const identity = candidate.isAnew ? 'again' : candidate.identity;
  const minute = Math.floor(Date.parse(event.time) / MINUTE_MS);
  // The script puts the project before the other fields where only links tell it.
  const isLinked = event.projectId === undefined && belongsTo !== undefined;
  const references = [
    event.projectId ?? '',
    event.sessionId ?? '',
    event.jobId ?? '',
    event.type,
    isLinked ? belongsTo : '',
    ...links.flatMap(({ of, to }) => [of, to]),
  ];
  return [
    [identity, arrivalOf(candidate, moment), minute, ...digestsOf(candidate)].join(' '),
    references.map((name) => `${indexName(name)}\t`).join(''),
    JSON.stringify(event),
  ];
}

/** Where only the clock of this replica knows: `=<ms by the steady clock>`; how long ago, `-250`, until that is known. */
function arrivalOf(
  { arrivedAt, arrivedHere, heardAt }: Candidate,
  { now, monotonic, steady }: Moment,
): string {
  if (!arrivedHere) return String(arrivedAt);
  const isNoted = heardAt !== undefined && monotonic !== undefined;
  const ago = Math.round(Math.max(0, isNoted ? monotonic - heardAt : now - arrivedAt));
  return steady === undefined ? `-${ago}` : `=${steady - ago}`;
}

/** A name as a part of a key or of JSON text: on one line, whatever it holds. */
export function indexName(name: string): string {
  return JSON.stringify(name).slice(1, -1);
}

/**
 * What it is known by from now on; what it is known by when it is replayed onto the bus, `- -` where
 * that is the same; then what it may have been known by before.
 */
function digestsOf(candidate: Candidate): string[] {
  const { event, identity, repeatKey, producerKey, replayOf } = candidate;
  const busKey = busKeyOf(event);
  const before = [identity === 'id' ? producerKey : undefined, replayOf];
  return [
    digestOf(repeatKey),
    busKey === repeatKey ? '- -' : digestOf(busKey),
    ...before.flatMap((key) => (key === undefined ? [] : [digestOf(key)])),
  ];
}

/** Bucket (one of 65,536) and digest (96 bits) under which an id is remembered. */
function digestOf(repeatKey: string): string {
  const digest = hash('sha1', repeatKey, 'buffer');
  return `${digest.toString('hex', 0, 2)} ${digest.toString('base64', 2, 14)}`;
}
