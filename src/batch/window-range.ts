// The stretch of the journal that a digest is about, as the callback data of its button: events stay in the journal, so
// a button works after a restart too.
import type { Position } from '../journal/journal.ts';
import { defined } from '../runtime/defined.ts';

export interface WindowRange {
  /** Positions of the first and the last event. */
  readonly from: Position;
  readonly to: Position;
  /** Topic that the events were for; the message may be elsewhere, if the topic was closed. */
  readonly topicId?: number;
}

const FORM =
  /^w:([0-9a-z]{1,13})\.([0-9a-z]{1,8})-([0-9a-z]{1,13})\.([0-9a-z]{1,8})(?::([0-9a-z]{1,13}))?$/;

/** At most 64 bytes for any position of this century. */
export function writeRange({ from, to, topicId }: WindowRange): string {
  const topic = topicId === undefined ? '' : `:${topicId.toString(36)}`;
  return `w:${short(from)}-${short(to)}${topic}`;
}

/** `undefined` for the data of another button. */
export function readRange(data: string): WindowRange | undefined {
  const [, fromMs, fromAt, toMs, toAt, topic] = FORM.exec(data) ?? [];
  if (fromMs === undefined || fromAt === undefined || toMs === undefined || toAt === undefined)
    return undefined;
  const topicId = topic === undefined ? undefined : whole(topic);
  return {
    from: `${whole(fromMs)}-${whole(fromAt)}`,
    to: `${whole(toMs)}-${whole(toAt)}`,
    ...defined({ topicId }),
  };
}

/** The position before the first, after which reading starts. */
export function beforeRange({ from }: WindowRange): Position {
  const [ms = 0, at = 0] = from.split('-').map(Number);
  return at > 0 ? `${ms}-${at - 1}` : `${ms - 1}-${Number.MAX_SAFE_INTEGER}`;
}

function short(position: Position): string {
  return position
    .split('-')
    .map((part) => Number(part).toString(36))
    .join('.');
}

function whole(digits: string): number {
  return Number.parseInt(digits, 36);
}
