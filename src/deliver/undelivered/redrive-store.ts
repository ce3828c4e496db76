// Contract: puts what a dead letter holds back where it waits to be sent, in one step with the end of the
// letter. Where the letter is gone already, nothing changes. Kept by redis/dead-letters/redrive-store.
import type { Address } from '../../audience/chat-book.ts';
import type { WindowEntry } from '../../batch/window.ts';

export interface RedrivenWindow {
  readonly address: Address;
  /** In the order of the journal; at least one. */
  readonly entries: readonly WindowEntry[];
  readonly more: Readonly<Record<string, number>>;
  /** Messages of exactly these entries that are out; they are not sent again. */
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
  /** `outdated`: the live message shows something, or something newer waits for it; the letter stays. */
  toQueue(letterId: string, item: RedrivenItem): Promise<'queued' | 'outdated'>;
}
