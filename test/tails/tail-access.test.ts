// Whether a tail may go on, as rights and subscriptions stand at a refresh.
import { beforeEach, describe, expect, it } from 'vitest';
import { createTailAccess, type LogsOfTail } from '../../src/tails/tail-access.ts';
import { createMemoryChatBook, type MemoryChatBook } from '../helpers/memory-chat-book.ts';
import { aJob } from '../helpers/memory-job-board.ts';
import { createMemoryMembers, type MemoryMembers } from '../helpers/memory-members.ts';

const OPENER = 7;
const GROUP = -5;
const JOB = aJob({ id: 'j1', projectId: 'lab' });

const OWN = { jobId: 'j1', projectId: 'lab' };
const ALL = [OWN, { jobId: 'j1' }];

let members: MemoryMembers;
let chatBook: MemoryChatBook;
let logsOf: LogsOfTail;

beforeEach(async () => {
  members = createMemoryMembers({ adminUserIds: [1] });
  chatBook = createMemoryChatBook({ members });
  logsOf = createTailAccess({ chatBook, routes: [] });
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
      expect(await logsOf(tailAt(chatId), [JOB])).toEqual(ALL);
      await members.revoke(OPENER, {});
      expect(await logsOf(tailAt(chatId), [JOB])).toBeUndefined();
    },
  );

  it('in a group ends when the group no longer gets the job', async () => {
    expect(await logsOf(tailAt(GROUP, 3), [JOB])).toBeUndefined();
    await chatBook.update(GROUP, (chat) => ({ ...chat, subscriptions: [] }) as never);
    expect(await logsOf(tailAt(GROUP), [JOB])).toBeUndefined();
    expect(await logsOf(tailAt(OPENER), [JOB])).toEqual(ALL);
    expect(await logsOf(tailAt(-6), [JOB])).toBeUndefined();
  });

  it('ends when the job becomes internal, or nobody knows it', async () => {
    const shop = aJob({ id: 'j1', projectId: 'shop' });
    for (const chatId of [OPENER, GROUP]) {
      expect(await logsOf(tailAt(chatId), [{ ...JOB, visibility: 'internal' }])).toBeUndefined();
      expect(await logsOf(tailAt(chatId), [])).toBeUndefined();
      expect(await logsOf(tailAt(chatId), [shop])).toBeUndefined();
      expect(await logsOf({ ...tailAt(chatId), projectId: 'shop' }, [JOB, shop])).toBeUndefined();
    }
  });

  it('shows nothing that is stored by job id alone once another project uses the id', async () => {
    const shop = aJob({ id: 'j1', projectId: 'shop' });
    for (const chatId of [OPENER, GROUP]) {
      expect(await logsOf(tailAt(chatId), [JOB, shop])).toEqual([OWN]);
    }
  });
});
