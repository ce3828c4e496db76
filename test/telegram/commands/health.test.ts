import { beforeEach, describe, expect, it } from 'vitest';
import { type Finding, setAside } from '../../../src/runtime/health.ts';
import type { SystemState } from '../../../src/runtime/system-state.ts';
import { LOCALES, translator } from '../../message/speaking.ts';
import { ANA, BEN, CLEO, type CommandKit, createCommandKit, GROUP } from './command-kit.ts';

let kit: CommandKit;
beforeEach(async () => {
  kit = await createCommandKit();
});

const state: SystemState = {
  routing: { routed: '1-0' },
  sending: { chats: 0, lateMs: 0 },
  putAside: { chats: 0, items: {}, messages: 0 },
  deadLetters: 2,
  deadLettersByStage: {},
  openApprovals: 0,
  clockMs: 0,
};
const finding = (code: string, args: Finding['args'] = {}): Finding => ({ code, args, text: code });

describe('/health', () => {
  it('says in one line that all is well', async () => {
    kit.health.report('redis', true);
    kit.health.report('telegram', true, 'another replica polls');
    expect(await kit.told(ANA, '/health')).toBe('✅ Everything works');
  });

  it('says what is wrong, since when, and what to do', async () => {
    kit.health.report('routing', false, finding('routing-still', { seconds: 32 }));
    kit.health.report('events:jobs', false, 'NOPERM no permissions');
    kit.health.report('redis', true);
    expect(await kit.told(ANA, '/health')).toBe(
      [
        '❌ Not everything works\n',
        '❌ Routing',
        'Nothing reaches the chats. The oldest event has waited for 32 s.',
        'For 1 s',
        '→ The log says why. If it lasts 1 min, I exit so that I am restarted.\n',
        '❌ Source events:jobs',
        'NOPERM no permissions',
        'For 1 s',
      ].join('\n'),
    );
  });

  it('shows warnings of healthy parts, and how many dead letters there are', async () => {
    kit.health.report('sending', true, finding('put-aside', { count: 3, chats: 1 }));
    kit.whole.state = state;
    const text = await kit.told(ANA, '/health');
    expect(text).toMatch(/^✅ Everything works\. Worth a look:/);
    expect(text).toContain('Could not be sent yet: 3, in 1 chat');
    expect(text).not.toContain('Messages of sources');
    expect(text).not.toContain('Since');
    expect(text).toContain('2 messages could not be handled. See /dlq');
  });

  it.each([
    ['source-aside', 1, "1 stream or file of this source can't be read; the others go on."],
    ['follower-aside', 12, '12 events could not be written yet; other jobs go on.'],
    ['stored-unreadable', 2, "2 stored values can't be read; all others go on."],
  ] as const)('shows what is set aside in a part that works: %s', async (code, count, text) => {
    kit.health.report('events:televibe', true, setAside(code, count, 'in English'));
    expect(await kit.told(ANA, '/health')).toContain(text);
    kit.health.report('events:televibe', true, setAside(code, 0, ''));
    expect(await kit.told(ANA, '/health')).toBe('✅ Everything works');
  });

  it('speaks German', async () => {
    await kit.members.grant(BEN, { role: 'admin' }, { name: 'Ben' });
    kit.health.report('sending', false, finding('sending-late', { chats: 1, seconds: 12 }));
    const text = await kit.told(BEN, '/health');
    expect(text).toContain('❌ Nicht alles läuft');
    expect(text).toContain('Für 1 Chat liegt etwas bereit, und niemand sendet es: 12 s zu spät.');
  });

  it('lets an admin acknowledge a rollback, once', async () => {
    const since = '2026-03-02T11:30:00.000Z';
    kit.health.report('history', false, finding('history-rolled-back', { since, decisions: 2 }));
    const text = await kit.told(ANA, '/health');
    expect(text).toContain('What came after 11:30 UTC is missing.');
    expect(text).toContain('Decisions that are gone: 2');
    kit.whole.isRolledBack = true;
    expect(await kit.told(ANA, '/health seen')).toContain('Noted');
    expect(await kit.told(ANA, '/health seen')).toContain('Nothing to confirm');
    expect(await kit.told(ANA, '/health other')).toContain('/health [seen]');
  });

  it('is for admins, in private', async () => {
    kit.health.report('routing', false, 'broken');
    expect(await kit.told(CLEO, '/health')).not.toContain('broken');
    expect(await kit.told(ANA, '/health', { chatId: GROUP })).not.toContain('broken');
  });
});

it('has a text and, where it fails, an advice for each finding, in each language', () => {
  const codes = [
    ...['routing-still', 'routing-behind', 'sending-not-taken', 'sending-late', 'put-aside'],
    ...[
      'storage-silent',
      'storage-unknown',
      'storage-unwritable',
      'storage-evicts',
      'storage-full',
    ],
    ...['storage-may-evict', 'storage-nearly-full', 'storage-rewrite-failed', 'storage-not-kept'],
    ...['disk-unwritable', 'disk-low', 'history-rolled-back'],
  ];
  for (const tag of LOCALES.keys()) {
    for (const code of codes) {
      expect(translator.has(`health-${code}`), `${tag} ${code}`).toBe(true);
      expect(translator.has(`health-${code}-advice`), `${tag} ${code}`).toBe(true);
    }
  }
});
