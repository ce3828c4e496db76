// What is kept of replies whose writers are asked what they mean.
import { beforeEach, describe, expect, it } from 'vitest';
import type { ReplyChoices } from '../../src/approvals/reply-choices.ts';

/** `make`: replicas on data that are empty at first. */
export function describeReplyChoices(
  name: string,
  make: () => Promise<readonly [ReplyChoices, ReplyChoices]>,
): void {
  describe(name, () => {
    let one: ReplyChoices;
    let other: ReplyChoices;
    beforeEach(async () => {
      [one, other] = await make();
    });

    const REPLY = {
      chatId: -42,
      messageId: 9,
      userId: 1001,
      text: 'not before\nthe "release" 👍',
      approvalId: 'ap-1.2',
      version: 3,
    };

    it('is the same on every replica, under a token of its own', async () => {
      const token = await one.create(REPLY);
      expect(await other.get(token)).toEqual(REPLY);
      expect(await other.create(REPLY)).not.toBe(token);
    });

    it('means what was chosen first, on whichever replica', async () => {
      const token = await one.create(REPLY);
      const both = await Promise.all([one.choose(token, 'deny'), other.choose(token, 'comment')]);
      expect(new Set(both).size).toBe(1);
      expect(await other.choose(token, both[0] === 'deny' ? 'comment' : 'deny')).toBe(both[0]);
      expect(await other.get(token)).toEqual(REPLY);
    });

    it('that nobody wrote means nothing, and none is made by a choice', async () => {
      expect(await one.choose('nothing', 'deny')).toBeUndefined();
      expect(await one.get('nothing')).toBeUndefined();
    });
  });
}
