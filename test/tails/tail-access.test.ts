// Whether a tail may go on, as rights and subscriptions stand at a refresh.
import { beforeEach, describe, expect, it } from 'vitest';
import { createTailAccess, type MayShowTail } from '../../src/tails/tail-access.ts';
import { createMemoryChatBook, type MemoryChatBook } from '../helpers/memory-chat-book.ts';
import { aJob } from '../helpers/memory-job-board.ts';
import { createMemoryMembers, type MemoryMembers } from '../helpers/memory-members.ts';

const OPENER = 7;
const GROUP = -5;
const JOB = aJob({ id: 'j1', projectId: 'lab' });

let members: MemoryMembers;
let chatBook: MemoryChatBook;
let mayShow: MayShowTail;

beforeEach(async () => {
  members = createMemoryMembers({ adminUserIds: [1] });
  chatBook = createMemoryChatBook({ members });
  mayShow = createTailAccess({ chatBook, routes: [] });
  await members.grant(OPENER, { role: 'viewer', projectId: 'lab' });
  await chatBook.update(GROUP, () => ({
    id: GROUP,
    kind: 'group',
    title: '',
    locale: 'en',
    level: 'all',
    subscriptions: [{ kind: 'project', id: 'lab', by: 1 }],
    sponsors: [],
  }));
});

const tailAt = (chatId: number, topicId?: number) => ({
  address: topicId === undefined ? { chatId } : { chatId, topicId },
  jobId: 'j1',
  by: OPENER,
  lines: 20,
  locale: 'en',
  openedAt: 1,
});

describe('a tail', () => {
  it.each([OPENER, GROUP])(
    'in chat %i goes on until its opener may not see the job',
    async (chatId) => {
      expect(await mayShow(tailAt(chatId), [JOB])).toBe(true);
      await members.revoke(OPENER, {});
      expect(await mayShow(tailAt(chatId), [JOB])).toBe(false);
    },
  );

  it('in a group ends when the group no longer gets the job', async () => {
    expect(await mayShow(tailAt(GROUP, 3), [JOB])).toBe(false);
    await chatBook.update(GROUP, (chat) => ({ ...chat, subscriptions: [] }) as never);
    expect(await mayShow(tailAt(GROUP), [JOB])).toBe(false);
    expect(await mayShow(tailAt(OPENER), [JOB])).toBe(true);
    expect(await mayShow(tailAt(-6), [JOB])).toBe(false);
  });

  it('ends when the job becomes internal, another project names its id, or nobody knows it', async () => {
    const shop = aJob({ id: 'j1', projectId: 'shop' });
    for (const chatId of [OPENER, GROUP]) {
      expect(await mayShow(tailAt(chatId), [{ ...JOB, visibility: 'internal' }])).toBe(false);
      expect(await mayShow(tailAt(chatId), [JOB, shop])).toBe(false);
      expect(await mayShow(tailAt(chatId), [])).toBe(false);
    }
  });
});
