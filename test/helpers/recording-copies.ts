// Remembers which requests were to be opened where; where they are shown is what the test says.
import { addressKey } from '../../src/audience/chat-book.ts';
import type { Copies, CopyState } from '../../src/deliver/copies.ts';

export interface RecordingCopies extends Copies {
  /** As `<approval id> <address>`. */
  readonly opened: readonly string[];
  /** The whole of a request is shown in a chat, in its first version unless told otherwise. */
  seen(approvalId: string, chatId: number, how?: { version?: number; isWhole?: boolean }): void;
}

export function createRecordingCopies(): RecordingCopies {
  const states = new Map<string, CopyState[]>();
  const opened: string[] = [];
  return {
    opened,
    seen(approvalId, chatId, { version = 1, isWhole = true } = {}) {
      const shown = { version, digest: '', sent: 0, isWhole, acceptsFiles: true };
      states.set(approvalId, [{ address: { chatId }, messageId: 1, shown, failedTries: 0 }]);
    },
    of: async (approvalId) => states.get(approvalId) ?? [],
    open: async (approvalId, address) => void opened.push(`${approvalId} ${addressKey(address)}`),
    showElsewhere: async () => {},
  };
}
