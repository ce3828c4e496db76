import { beforeEach, describe, expect, it } from 'vitest';
import { START } from '../../../src/journal/journal.ts';
import {
  ANA,
  BEN,
  CLEO,
  type CommandKit,
  createCommandKit,
  DAN,
  GROUP,
  NOW,
} from './command-kit.ts';

const READABLE = JSON.stringify({ event_id: 'e-1', event_type: 'job.started', job_id: 'j1' });
const USAGE = 'Example: /dlq retry 1772442000000-0';

let kit: CommandKit;
beforeEach(async () => {
  kit = await createCommandKit();
});

const kept = async () => (await kit.deadLetters.list(1_000)).map(({ id }) => id);
const journalled = async () => (await kit.journal.read(START, 100)).map(({ event }) => event.id);

describe('/dlq', () => {
  it('lists the newest five with source, reason and when, and counts the others', async () => {
    const letters = Array.from({ length: 7 }, (_, at) =>
      kit.deadLetters.bury({ reason: `R${at}.` }),
    );
    const text = await kit.told(ANA, '/dlq');
    expect(text).toContain('7 messages could not be processed');
    for (const { id, reason } of letters.slice(2)) {
      expect(text).toContain(`${id} · 09:00 UTC · televibe:stream:acme/web`);
      expect(text).toContain(reason);
    }
    for (const { id } of letters.slice(0, 2)) expect(text).not.toContain(id);
    expect(text.indexOf('R6.')).toBeLessThan(text.indexOf('R2.'));
    expect(text).toContain('… and 2 more');
  });

  it('says how long ago a recent one was', async () => {
    kit.deadLetters.bury({ failedAt: new Date(NOW - 12 * 60_000).toISOString() });
    expect(await kit.told(ANA, '/dlq')).toContain(' · 12 min ago · ');
  });

  it('says that there are none', async () => {
    expect(await kit.told(ANA, '/dlq')).toContain('No dead letters');
    expect(await kit.told(ANA, '/dlq retry all')).toContain('No dead letters');
  });

  it('speaks the language of the chat', async () => {
    await kit.members.grant(BEN, { role: 'admin' }, { name: 'Ben' });
    kit.deadLetters.bury();
    expect(await kit.told(BEN, '/dlq')).toContain('1 Nachricht ließ sich nicht verarbeiten');
  });

  it('works in a private chat only', async () => {
    kit.deadLetters.bury({ raw: 'password=hunter2' });
    expect(await kit.told(ANA, '/dlq')).toContain('hunter2');
    for (const text of ['/dlq', '/dlq drop all']) {
      expect(await kit.told(ANA, text, { chatId: GROUP })).toBe(
        'I answer that in our private chat: https://t.me/jobwire_bot',
      );
    }
    expect(await kit.deadLetters.count()).toBe(1);
  });

  it('shows the content of a letter as inert text, shortened, on one line', async () => {
    kit.deadLetters.bury({
      source: 'job:@mallory /dlq:events',
      reason: 'see https://evil.example/x and @mallory',
      raw: `/dlq drop all\n@mallory ${'x'.repeat(5_000)}\u202e`,
    });
    const { text, spans } = (await kit.ask(ANA, '/dlq')).message.body;
    const code = spans.filter(({ type }) => type === 'code');
    const covered = (part: string) => {
      const at = text.indexOf(part);
      return code.some(({ offset, length }) => offset <= at && at + part.length <= offset + length);
    };
    for (const part of ['job:@mallory', 'https://evil.example/x', '/dlq drop all @mallory']) {
      expect(covered(part), part).toBe(true);
    }
    expect(spans.some(({ type }) => type === 'link')).toBe(false);
    expect(text).not.toContain('\u202e');
    expect(text.length).toBeLessThan(1_000);
  });

  it('fits into one message, whatever the letters contain', async () => {
    const long = 'word@host.example '.repeat(500);
    for (let at = 0; at < 5; at += 1)
      kit.deadLetters.bury({ source: long, reason: long, raw: long });
    const { text, spans } = (await kit.ask(ANA, '/dlq')).message.body;
    expect(text.length).toBeLessThanOrEqual(4_096);
    expect(spans.length).toBeLessThanOrEqual(100);
    expect(text).toContain('/dlq drop');
  });
});

describe('/dlq retry', () => {
  it('makes an event of one that is decodable now, found by a prefix of its id', async () => {
    kit.deadLetters.bury({ id: '1772442000111-0' });
    kit.deadLetters.bury({ id: '1772442000222-0', raw: READABLE });
    expect(await kit.told(ANA, '/dlq retry 17724420002')).toContain(
      '1772442000222-0 worked this time',
    );
    expect(await journalled()).toEqual(['e-1']);
    expect(await kept()).toEqual(['1772442000111-0']);
  });

  it('says why one is still undecodable, and keeps it', async () => {
    const { id } = kit.deadLetters.bury({ raw: 'nonsense' });
    expect(await kit.told(ANA, `/dlq retry ${id}`)).toMatch(/still fails: .*not JSON/);
    expect(await kept()).toEqual([id]);
  });

  it('queues an undelivered message for its chat again', async () => {
    const { id } = kit.deadLetters.bury({ source: 'outbox', stage: 'delivering' });
    expect(await kit.told(ANA, `/dlq retry ${id}`)).toBe(`✅ ${id} waits for its chat again.`);
    expect(await kept()).toEqual([]);
  });

  it('tries all, the oldest first', async () => {
    const message = (id: string) =>
      JSON.stringify({ event_id: id, event_type: 'job.started', job_id: 'j1' });
    kit.deadLetters.bury({ raw: message('first') });
    const dead = kit.deadLetters.bury();
    kit.deadLetters.bury({ raw: message('second') });
    const text = await kit.told(ANA, '/dlq retry all');
    expect(text).toBe('✅ 2 messages worked this time.\nStill not processed: 1');
    expect(await journalled()).toEqual(['first', 'second']);
    expect(await kept()).toEqual([dead.id]);
  });
});

describe('/dlq drop', () => {
  it('drops one, or all', async () => {
    const [first] = [kit.deadLetters.bury(), kit.deadLetters.bury(), kit.deadLetters.bury()];
    expect(await kit.told(ANA, `/dlq drop ${first.id}`)).toBe(`🗑️ ${first.id} deleted.`);
    expect(await kept()).toHaveLength(2);
    expect(await kit.told(ANA, '/dlq drop all')).toBe('🗑️ 2 messages deleted.');
    expect(await kept()).toEqual([]);
  });
});

describe('what /dlq refuses', () => {
  it.each(['/dlq fly', '/dlq retry', '/dlq drop', '/dlq retry 1-0 2-0', '/dlq drop all now'])(
    'explains itself after %s and changes nothing',
    async (text) => {
      kit.deadLetters.bury({ raw: READABLE });
      expect(await kit.told(ANA, text)).toContain(USAGE);
      expect(await kept()).toHaveLength(1);
    },
  );

  it('says that an id is unknown, or fits several', async () => {
    kit.deadLetters.bury({ id: '1772442000111-0' });
    kit.deadLetters.bury({ id: '1772442000222-0' });
    expect(await kit.told(ANA, '/dlq drop 99')).toContain('There is no dead letter 99');
    const several = await kit.told(ANA, '/dlq drop 1772');
    expect(several).toContain('1772442000111-0');
    expect(several).toContain('1772442000222-0');
    expect(await kept()).toHaveLength(2);
  });

  it('does not exist for those who are not admins of all projects', async () => {
    kit.deadLetters.bury();
    await kit.members.grant(BEN, { role: 'admin', projectId: 'acme/web' }, { name: 'Ben' });
    for (const userId of [BEN, CLEO, DAN]) {
      const same = await kit.told(userId, '/nosuch');
      for (const text of ['/dlq', '/dlq drop all']) expect(await kit.told(userId, text)).toBe(same);
      expect(await kit.hear(userId, '/dlq', { chatId: GROUP })).toEqual([]);
    }
    expect(await kept()).toHaveLength(1);
  });
});
