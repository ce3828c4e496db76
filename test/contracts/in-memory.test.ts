// Each fake keeps the contract of what it stands for: the same suite runs on both.

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { LogName } from '../../src/jobs/log-access.ts';
import { createManualClock } from '../helpers/manual-clock.ts';
import { createMemoryAlerts } from '../helpers/memory-alerts.ts';
import { createMemoryBundles } from '../helpers/memory-bundles.ts';
import { createMemoryChatBook } from '../helpers/memory-chat-book.ts';
import { createMemoryDeadLetters } from '../helpers/memory-dead-letters.ts';
import { createMemoryFollowerAside } from '../helpers/memory-follower-aside.ts';
import { createMemoryInvitations } from '../helpers/memory-invitations.ts';
import { createMemoryJobBoard } from '../helpers/memory-job-board.ts';
import { createMemoryJournal } from '../helpers/memory-journal.ts';
import { createMemoryLease } from '../helpers/memory-lease.ts';
import { createMemoryLogSink } from '../helpers/memory-log-sink.ts';
import { createMemoryMembers } from '../helpers/memory-members.ts';
import { createMemoryOrigins } from '../helpers/memory-origins.ts';
import { createMemoryReplyChoices } from '../helpers/memory-reply-choices.ts';
import { createMemoryRetries } from '../helpers/memory-retries.ts';
import { createMemorySelections } from '../helpers/memory-selections.ts';
import { createMemorySessions } from '../helpers/memory-sessions.ts';
import { createMemoryTailStore } from '../helpers/memory-tail-store.ts';
import { createMemoryTickets } from '../helpers/memory-tickets.ts';
import { createMemoryTokenStore } from '../helpers/memory-token-store.ts';
import { describeAlerts } from './alerts.contract.ts';
import { describeBundles } from './bundles.contract.ts';
import { describeChatBook } from './chat-book.contract.ts';
import { describeDeadLetters } from './dead-letters.contract.ts';
import { describeInvitations } from './invitations.contract.ts';
import { describeJobBoard } from './job-board.contract.ts';
import { describeLease } from './lease.contract.ts';
import { describeLogSink } from './log-sink.contract.ts';
import { describeMembers } from './members.contract.ts';
import { describeOrigins } from './origins.contract.ts';
import { describeReplyChoices } from './reply-choices.contract.ts';
import { describeRetries } from './retries.contract.ts';
import { describeSelections } from './selections.contract.ts';
import { describeSessions } from './sessions.contract.ts';
import { describeTailStore } from './tail-store.contract.ts';
import { describeTickets } from './tickets.contract.ts';
import { describeTokenStore } from './token-store.contract.ts';

/** In memory there is one, whoever looks. */
const twice = <T>(one: T) => [one, one] as const;

describeMembers('people in memory', async (options) => createMemoryMembers(options));

describeChatBook('chats in memory', async () => {
  const members = createMemoryMembers();
  return { members, book: createMemoryChatBook({ members }) };
});

describeInvitations('an invitation in memory', async (options) => {
  const members = createMemoryMembers(options);
  return { members, replicas: twice(createMemoryInvitations({ members })) };
});

describeAlerts('alerts in memory', async () => twice(createMemoryAlerts()));

describeOrigins('what messages tell, in memory,', async () => twice(createMemoryOrigins()));

describeLogSink('a log in memory', async (limits) => {
  const sink = createMemoryLogSink(limits);
  const read = async ({ jobId, projectId }: LogName) => {
    const log = sink.logs.get(projectId === undefined ? jobId : `${projectId}/${jobId}`) ?? [];
    const lines = log.filter((line) => line !== 'end').map((line) => line.replace(/^info /, ''));
    return { lines, ended: log.includes('end') };
  };
  return { replicas: twice(sink), read };
});

describeTokenStore('tokens in memory', async () => twice(createMemoryTokenStore()));

describeSessions('a session in memory', async () => {
  const clock = createManualClock();
  return { replicas: twice(createMemorySessions(clock)), pass: clock.advance };
});

describeTickets('a ticket in memory', async () => {
  const clock = createManualClock();
  return { replicas: twice(createMemoryTickets(clock)), pass: clock.advance };
});

describeSelections('a selection in memory', async () => twice(createMemorySelections()));

describeReplyChoices('a reply choice in memory', async () => twice(createMemoryReplyChoices()));

describeTailStore('tails in memory', async () => twice(createMemoryTailStore()));

describeJobBoard('a board of jobs in memory', async () => {
  const board = createMemoryJobBoard();
  return { board, put: async (...jobs) => board.put(...jobs) };
});

describeLease('a lease in memory', async () => {
  const lease = createMemoryLease();
  return { replica: lease.replica, runOut: async () => lease.expire() };
});

describeDeadLetters('dead letters in memory', async () => {
  const letters = createMemoryDeadLetters();
  const aside = createMemoryFollowerAside(letters);
  const journal = aside.over(createMemoryJournal().journal);
  return { letters, aside, journal, bury: async (letter) => letters.bury(letter).id };
});

describeRetries('a message to try again in memory', async () => {
  const clock = createManualClock();
  const retries = createMemoryRetries(clock.now);
  return {
    stores: twice(retries),
    clock,
    journal: retries.over(createMemoryJournal({ clock }).journal),
  };
});

describe('every fake', async () => {
  const root = join(import.meta.dirname, '..');
  const paths = await readdir(root, { recursive: true });
  const tests = await Promise.all(
    paths
      .filter((path) => path.endsWith('.test.ts') || path.endsWith('-kit.ts'))
      .map(async (path) => ({ path, text: await readFile(join(root, path), 'utf8') })),
  );
  const importing = (file: string) => tests.filter(({ text }) => text.includes(`/${file}.ts'`));
  const fakes = paths.flatMap((path) => /^helpers[\\/](memory-[a-z-]+)\.ts$/.exec(path)?.[1] ?? []);

  it.each(fakes)('%s has a suite that runs on it and on Redis', (fake) => {
    const suites = importing(fake)
      .flatMap(({ text }) => [...text.matchAll(/\/([a-z-]+\.contract)\.ts'/g)])
      .map(([, suite]) => suite ?? '');
    expect(suites).not.toEqual([]);
    for (const suite of suites) {
      expect(
        importing(suite).some(({ path }) => path.startsWith('redis')),
        suite,
      ).toBe(true);
    }
  });
});

describeBundles('a bundle in memory', async () => {
  const bundles = createMemoryBundles();
  return {
    bundles,
    async show() {
      const members = ['a', 'b'].map((key) => ({ key, version: 1, isHere: true }));
      const token = '0123456789abcdef'.repeat(2);
      bundles.show({ token, members, address: { chatId: -42 } });
      return token;
    },
  };
});
