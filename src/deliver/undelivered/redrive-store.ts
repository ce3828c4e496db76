// Contract: queues the content of a dead letter again and removes the letter, in one step. If the letter is already
// gone, nothing changes. Implemented by redis/dead-letters/redrive-store.
import type { Address } from '../../audience/chat-book.ts';
import type { WindowEntry } from '../../batch/window.ts';

export interface RedrivenWindow {
  readonly address: Address;
  readonly isAlerts: boolean;
  /** In journal order; at least one. */
  readonly entries: readonly WindowEntry[];
  readonly more: Readonly<Record<string, number>>;
  /** How many messages of exactly these entries were sent; they are not sent again. */
  readonly sent: number;
}

export interface RedrivenItem {
  readonly chatId: number;
  /** As the letter has it, which may be of the group that became this chat. */
  readonly name: string;
  readonly payload?: string;
}

export interface RedriveStore {
  toWindow(letterId: string, window: RedrivenWindow): Promise<void>;
  /** `outdated`: something newer is shown in the live message, or queued for it; the letter stays. */
  toQueue(letterId: string, item: RedrivenItem): Promise<'queued' | 'outdated'>;
}
