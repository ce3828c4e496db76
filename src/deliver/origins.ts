// Contract: what the newest messages of each chat tell, so that somebody can ask what brought one there. Kept in small
// and for days only; implemented by redis/outbox/origins.
import type { JobKey } from '../jobs/job-key.ts';
import type { Position } from '../journal/journal.ts';
import type { Composed } from './compose.ts';
import type { OutboxItem } from './outbox-store.ts';

export type MessageOrigin =
  /** Events that were gathered, from the first to the last; others lie between them. */
  | { readonly kind: 'events'; readonly from: Position; readonly to: Position }
  | { readonly kind: 'job'; readonly job: JobKey }
  | { readonly kind: 'request'; readonly approvalId: string }
  /** Somebody asked for it here: an answer, a log. */
  | { readonly kind: 'asked' };

export interface MessageOrigins {
  /** Repeated with the same values it changes nothing. */
  note(chatId: number, messageId: number, origin: MessageOrigin): Promise<void>;
  /** `undefined` for what is no longer kept. */
  of(chatId: number, messageId: number): Promise<MessageOrigin | undefined>;
}

/** Of the message of an item that was sent last. */
export function messageOrigin(
  item: OutboxItem,
  { reported, sent }: Composed,
): MessageOrigin | undefined {
  switch (item.kind) {
    case 'window': {
      const { entries } = item.window;
      const [first, last] = [entries[0]?.position, entries.at(-1)?.position];
      const [from = first, to = last] = [reported?.[sent], reported?.[sent]];
      return from === undefined || to === undefined ? undefined : { kind: 'events', from, to };
    }
    case 'alert':
      return { kind: 'events', from: item.position, to: item.position };
    case 'card':
      return { kind: 'job', job: item.job };
    case 'approval':
    case 'reminder':
      return { kind: 'request', approvalId: item.approvalId };
    case 'bundle': {
      // All of them came the same way: they were asked at once, and the first one stands for them.
      const [first] = item.bundle.members;
      return first && { kind: 'request', approvalId: first.key };
    }
    case 'reply':
    case 'log':
    case 'live':
    case 'list':
      return { kind: 'asked' };
  }
}
