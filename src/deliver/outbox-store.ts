// Contract of the queue behind the outbox: one visit to a chat at a time, across replicas; an item stays queued
// until it is recorded as done. Implemented by redis/outbox/outbox-store.
import type { MessageSubject } from '../approvals/approval-store.ts';
import type { Bundle } from '../approvals/bundles.ts';
import type { Listed, ShownList } from '../approvals/selections.ts';
import type { Address } from '../audience/chat-book.ts';
import type { Window } from '../batch/window.ts';
import type { JobKey } from '../jobs/job-key.ts';
import type { WholeLogWish } from '../jobs/whole-log.ts';
import type { Position } from '../journal/journal.ts';
import type { Message } from '../message/message.ts';
import type { Urgency } from './pace.ts';
import type { Shown } from './shown.ts';

export type OutboxItem =
  /** The events collected for an address, or its alerts; `partsSent` of its messages have been sent. */
  | {
      readonly kind: 'window';
      readonly address: Address;
      readonly isAlerts: boolean;
      /** It has what came while the address was left alone: failures and results; the rest is counted. */
      readonly isSummary?: true;
      readonly window: Window;
      readonly partsSent: number;
    }
  /** A copy of a request, to show the request in its current state. */
  | {
      readonly kind: 'approval';
      readonly name: string;
      readonly address: Address;
      readonly approvalId: string;
      /** The message to edit; absent: not sent yet. */
      readonly messageId?: number;
      /** The message shows a former version of the request; the current one has a message of its own. */
      readonly isSuperseded?: true;
      readonly shown?: Shown;
      /** The version of the request that the copy shows; absent if unknown. */
      readonly version?: number;
      /** An unrecorded duplicate of the copy, which shows the same parts. */
      readonly isStray: boolean;
      /** Title of the chat that could not show it. */
      readonly insteadOf?: string;
      /** Consecutive failures to send or edit it. */
      readonly failedTries: number;
    }
  /** Requests that one message shows, in their current state. */
  | {
      readonly kind: 'bundle';
      readonly name: string;
      readonly address: Address;
      readonly bundle: Bundle;
      /** The message to edit; absent: not sent yet. */
      readonly messageId?: number;
      /** Consecutive failures to send or edit it. */
      readonly failedTries: number;
    }
  /** A reminder of a waiting request, as a reply to the message that shows it. */
  | {
      readonly kind: 'reminder';
      readonly name: string;
      readonly address: Address;
      readonly approvalId: string;
      readonly replyTo?: number;
      /** What that message shows. */
      readonly shown?: Shown;
      readonly version?: number;
      readonly messageId?: undefined;
    }
  /** The live card of a job, to show the job as it is now. */
  | {
      readonly kind: 'card';
      readonly name: string;
      readonly address: Address;
      readonly job: JobKey;
      /** The message to edit; absent: not begun yet. */
      readonly messageId?: number;
    }
  /** The message of a failure, to say what became of it. */
  | {
      readonly kind: 'alert';
      readonly name: string;
      readonly address: Address;
      readonly position: Position;
      /** Absent: its message is no longer known. */
      readonly messageId?: number;
    }
  /** A list of requests that somebody asked for, to show how these stand now. */
  | {
      readonly kind: 'list';
      readonly name: string;
      readonly address: Address;
      /** See approvals/selections.ts. */
      readonly token: string;
      /** The message to edit; absent: not sent yet, or no longer known. */
      readonly messageId?: number;
    }
  /** The whole log of a job, as a file. */
  | {
      readonly kind: 'log';
      readonly name: string;
      /** As queued. */
      readonly payload: string;
      readonly address: Address;
      readonly wish: WholeLogWish;
    }
  /** One message; with `messageId`, an edit of that one. */
  | {
      readonly kind: 'reply' | 'live';
      readonly name: string;
      /** As queued. */
      readonly payload: string;
      readonly address: Address;
      readonly message: Message;
      readonly messageId?: number;
      /** The question, if a reply to it decides something. */
      readonly asks?: MessageSubject;
      /** The list that it shows. */
      readonly list?: ShownList;
    };

export type Next =
  /** The pace has granted and counted one call for it. */
  | { readonly kind: 'item'; readonly item: OutboxItem }
  /** Nothing may be sent now and the visit is over; something of `urgency` may be in `nextMs`. */
  | { readonly kind: 'idle'; readonly nextMs: number | undefined; readonly urgency: Urgency }
  /** The item can't be read, because of a bug or because a newer version queued it. */
  | {
      readonly kind: 'unreadable';
      readonly name: string;
      /** As queued; may be empty. */
      readonly payload: string;
      readonly reason: string;
    }
  /** The visit has expired or was taken over. */
  | { readonly kind: 'lost' };

/** Keys of requests that an unsent bundle can't show. */
export interface Leaving {
  /** Each gets a message of its own. */
  readonly alone: readonly string[];
  /** They go after the bundle, together if they can. */
  readonly later: readonly string[];
  /** The granted call was not made. */
  readonly isUnused: boolean;
}

export interface UnshownCopy {
  readonly approvalId: string;
  readonly address: Address;
}

/** The failure that a message reports, and the message. */
export interface ReportedFailure {
  readonly position: Position;
  readonly messageId: number;
}

/** For how many milliseconds more an address (by its key) is left alone; '' for the chat and topics that it lacks. */
export type Held = Readonly<Record<string, number>>;

/** An open visit; a step with an outdated `fence` is refused. */
export type Visit = { readonly chatId: number; readonly fence: string };

export type Begin =
  | { readonly kind: 'open'; readonly visit: Visit }
  /** Another visit is open; unless renewed, it ends in `forMs`. */
  | { readonly kind: 'taken'; readonly forMs: number };

/** A visit lasts more than three times as long, so it survives a pause of a second. */
export const RENEW_EVERY_MS = 500;

/** Chats that wait for a visit, and the time of the store's clock (epoch milliseconds). */
export interface Overdue {
  readonly chats: readonly number[];
  readonly clockMs: number;
}

type LentItem = Extract<OutboxItem, { kind: 'log' }>;

export interface OutboxStore {
  /** Opens a visit, if none is open. A visit that is not renewed ends by itself. */
  begin(chatId: number): Promise<Begin>;
  /**
   * Returns the first item, if the pace allows a call for it; else ends the visit. An active chat also gets the
   * copies that it missed while it could not be reached. What is for an address that is `held` waits for a summary,
   * but for requests, answers and tails.
   */
  next(visit: Visit, chat?: { readonly isActive: boolean; readonly held?: Held }): Promise<Next>;
  /** Keeps the visit open while Telegram takes its time; to be called every RENEW_EVERY_MS. */
  renew(visit: Visit): Promise<void>;
  /** The item was sent (as `messageId`) or given up. Returns false if the visit is no longer ours. */
  done(
    visit: Visit,
    item: OutboxItem,
    result?: {
      readonly messageId?: number;
      readonly shown?: Shown;
      /** The card or list is not kept up to date any more. */
      readonly ends?: boolean;
      readonly reported?: ReportedFailure;
      /** The requests that a bundle shows whole. */
      readonly listed?: readonly Listed[];
      /** The list that the message shows: it changes when a request on it does. */
      readonly list?: ShownList;
    },
  ): Promise<boolean>;
  /**
   * Takes requests out of a bundle in flight that was not sent; it stays in flight while two are left in it. Returns
   * false if the visit is no longer ours.
   */
  leaveBundle(
    visit: Visit,
    item: Extract<OutboxItem, { kind: 'bundle' }>,
    leaving: Leaving,
  ): Promise<boolean>;
  /**
   * There was nothing to send, so the granted call was not made. A card or list is not kept up to date any more; with
   * `stillMs` a card is looked at again after that, or by `retry` of the outbox. Returns false if the visit is no longer ours.
   */
  unused(
    visit: Visit,
    item: OutboxItem,
    how?: { readonly stillMs?: number | undefined },
  ): Promise<boolean>;
  /**
   * The events at these positions are no longer kept: the window only counts them, and the window is sent from its first
   * message. The granted call was not made. Returns false if the visit is no longer ours.
   */
  onlyCount(
    visit: Visit,
    item: Extract<OutboxItem, { kind: 'window' }>,
    gone: readonly Position[],
  ): Promise<boolean>;
  /** Removes an item that can't be read. Returns false if the visit is no longer ours. */
  discard(visit: Visit, name: string): Promise<boolean>;
  /**
   * Part of the item was sent: the number of messages of a window so far, with the failure that the last of them reports,
   * or what is shown of a request.
   */
  partDone(
    visit: Visit,
    item: OutboxItem,
    part: number | Shown | { readonly sent: number; readonly reported: ReportedFailure },
  ): Promise<boolean>;
  /**
   * The item could not be sent: it is retried after a pause that grows with each failure, up to `maxMs`, and
   * nothing waits for it. Returns its consecutive failures and the pause; `undefined` if the visit is no longer
   * ours.
   */
  putAside(
    visit: Visit,
    item: OutboxItem,
    pause: { readonly maxMs: number; readonly share: number },
  ): Promise<{ readonly tries: number; readonly ms: number } | undefined>;
  /**
   * The item is sent beside the visit: nothing waits for it, and after `ms` it comes back. `by`: a name that nobody else
   * has, under which it is claimed for as long; absent if it only waits. Returns how often it was tried; `elsewhere` if
   * somebody else has claimed it, and sends it; `undefined` if the visit is no longer ours.
   */
  lend(
    visit: Visit,
    item: LentItem,
    how: { readonly ms: number; readonly by?: string },
  ): Promise<number | 'elsewhere' | undefined>;
  /** Keeps the claim for `ms` from now. Returns false if it is lost: somebody else may send the item. */
  keepLent(item: LentItem, how: { readonly ms: number; readonly by: string }): Promise<boolean>;
  /** What was lent is done, or with `againInMs` is tried again. Returns false if the claim is lost: nothing changes. */
  takeBack(
    item: LentItem,
    how: { readonly by: string; readonly againInMs?: number | undefined },
  ): Promise<boolean>;
  /** Ends the visit; the chat is due again in `ms`. */
  pause(visit: Visit, ms: number): Promise<void>;
  /** Holds back the chat's news for `ms`; urgent items still go out. */
  rest(chatId: number, ms: number): Promise<void>;
  /**
   * Drops everything queued for a chat except copies of requests, which it gets once it is active again. Returns
   * those that it has no message of.
   */
  clear(chatId: number): Promise<UnshownCopy[]>;
  /** Pending requests that are shown at an address, those asked first first; without reading any other. */
  open(address: Address): Promise<string[]>;
  /** Queued requests that the chat has no message of; the first hundred. */
  unshown(chatId: number): Promise<UnshownCopy[]>;
  /** Chats whose visit is more than `lateMs` late because a wake-up was lost. */
  overdue(lateMs: number, limit: number): Promise<Overdue>;
}

/**
 * Contract: schedules a visit to a chat after `delayMs`, by this or another replica. May be lost. Urgent visits (by
 * default those without delay) go first.
 */
export interface Waker {
  wake(chatId: number, delayMs: number, urgency?: Urgency): void;
}
