// What is kept of the messages of a chat: what each of them tells.
import { beforeEach, describe, expect, it } from 'vitest';
import type { MessageOrigin, MessageOrigins } from '../../src/deliver/origins.ts';
import { jobKey } from '../../src/jobs/job-key.ts';

const CHAT = -42;
const ORIGINS: readonly MessageOrigin[] = [
  { kind: 'events', from: '1-0', to: '7-2' },
  { kind: 'job', job: jobKey('acme/shop', 'job "1" 👍') },
  { kind: 'request', approvalId: 'ask 1.2' },
  { kind: 'asked' },
];

/** `make`: replicas on data that are empty at first. */
export function describeOrigins(
  name: string,
  make: () => Promise<readonly [MessageOrigins, MessageOrigins]>,
): void {
  describe(name, () => {
    let one: MessageOrigins;
    let other: MessageOrigins;
    beforeEach(async () => {
      [one, other] = await make();
    });

    it.each(ORIGINS)('is known on every replica, noted once or twice: $kind', async (origin) => {
      await one.note(CHAT, 7, origin);
      await other.note(CHAT, 7, origin);
      expect(await other.of(CHAT, 7)).toEqual(origin);
    });

    it('is that of one message in one chat', async () => {
      await one.note(CHAT, 7, { kind: 'asked' });
      expect(await one.of(CHAT, 8)).toBeUndefined();
      expect(await one.of(42, 7)).toBeUndefined();
    });
  });
}
