// The books of a run: what a source answered for, and what people did. Marks are found again in the
// journal, in dead letters and in chats.
import type { AlertKind } from './cast.ts';

export interface Alert {
  readonly mark: string;
  readonly kind: AlertKind;
  readonly project: string;
  /** Of the run's clock. */
  readonly atMs: number;
}

export interface Tap {
  readonly mark: string;
  readonly verdict: 'approved' | 'denied';
  readonly via: 'tap' | 'command' | 'http';
  readonly by: number;
  readonly atMs: number;
  /** What the person was answered; absent: nothing in time. */
  answer?: string;
}

/** A message of a channel, which nobody keeps: it may be lost while something is wrong. */
export interface Lossy {
  readonly lane: string;
  readonly at: number;
  readonly sentAtMs: number;
}

export interface Books {
  readonly alerts: Alert[];
  readonly taps: Tap[];
  readonly lossy: Lossy[];
  /** Odd ones that a stream or a file kept: each is in the journal or a dead letter, once. */
  readonly hostile: string[];
  /** Of `load`. */
  lanes: readonly string[];
  /** `<chat>/<message>` of what Telegram said to be gone, or not to be changed; it stays as it is. */
  readonly gone: Set<string>;
  /** The same of what was sent and never answered: the bot knows nothing of it until somebody taps there. */
  readonly unheard: Set<string>;
}

export const createBooks = (): Books => ({
  alerts: [],
  taps: [],
  lossy: [],
  hostile: [],
  lanes: [],
  gone: new Set(),
  unheard: new Set(),
});

/** Marks are words of their own, whatever stands around them. */
export const ALERT_MARK = /\b(?:ask|fail)-[a-z]*\d+-\d+x\b/g;
