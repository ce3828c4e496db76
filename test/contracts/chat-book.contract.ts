// What is kept of the chats, and the audience that they and the people with a role make up.
import { beforeEach, describe, expect, it } from 'vitest';
import type { Chat, ChatBook } from '../../src/audience/chat-book.ts';
import type { Members } from '../../src/audience/members.ts';

export interface ChatBookUnderTest {
  /** Empty at first. */
  readonly book: ChatBook;
  readonly members: Members;
}

export function describeChatBook(name: string, make: () => Promise<ChatBookUnderTest>): void {
  describe(name, () => {
    let book: ChatBook;
    let members: Members;
    beforeEach(async () => {
      ({ book, members } = await make());
    });

    const chat = (id: number, fields: Partial<Chat> = {}): Chat => ({
      ...{ id, kind: 'private', title: '', locale: 'en', level: 'all' },
      ...{ subscriptions: [], sponsors: [1], ...fields },
    });

    it('hands what is stored to whoever changes it, and answers what it is then', async () => {
      const seen: (Chat | undefined)[] = [];
      const change = (to: Chat) => (stored: Chat | undefined) => {
        seen.push(stored);
        return to;
      };
      expect(await book.get(7)).toBeUndefined();
      expect(await book.update(7, change(chat(7)))).toEqual(chat(7));
      expect(await book.update(7, change(chat(7, { level: 'off' })))).toMatchObject({
        level: 'off',
      });
      expect(seen).toEqual([undefined, chat(7)]);
      expect(await book.get(7)).toEqual(chat(7, { level: 'off' }));
    });

    it('loses none of many changes at the same time', async () => {
      const people = Array.from({ length: 20 }, (_, at) => at + 10);
      const sponsor = (by: number) =>
        book.update(7, (stored = chat(7, { sponsors: [] })) => ({
          ...stored,
          sponsors: [...stored.sponsors, by],
        }));
      await Promise.all(people.map(sponsor));
      expect([...((await book.get(7))?.sponsors ?? [])].sort()).toEqual(people);
    });

    it('notes why a chat gets nothing any more; an unknown one stays unknown', async () => {
      await book.update(7, () => chat(7));
      await book.deactivate(7, 'blocked');
      await book.deactivate(8, 'kicked');
      expect(await book.get(7)).toEqual(chat(7, { inactive: 'blocked' }));
      expect(await book.get(8)).toBeUndefined();
    });

    it('has an audience that is a new one after each change, and only then', async () => {
      await members.grant(1, { role: 'admin' });
      await book.update(7, () => chat(7));
      const before = await book.audience();
      expect(before.chats).toEqual([chat(7)]);
      expect([...before.members.keys()]).toEqual([1]);

      await book.update(7, (stored = chat(7)) => stored);
      await book.update(7, () => chat(7));
      await book.deactivate(8, 'kicked');
      expect(await book.audience()).toBe(before);

      for (const change of [
        () => book.update(8, () => chat(8)),
        () => book.deactivate(7, 'blocked'),
        () => members.grant(2, { role: 'viewer' }),
        () => members.revoke(2, {}),
      ]) {
        const { revision } = await book.audience();
        await change();
        expect((await book.audience()).revision).toBeGreaterThan(revision);
      }
      const after = await book.audience();
      expect(after.chats.map(({ id, inactive }) => [id, inactive]).sort()).toEqual([
        [7, 'blocked'],
        [8, undefined],
      ]);
      expect(after.members.get(2)?.grants).toEqual([]);
    });
  });
}
