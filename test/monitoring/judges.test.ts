import { fc, it as property } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { judgeDisk } from '../../src/monitoring/judge-disk.ts';
import { createRoutingJudge } from '../../src/monitoring/judge-routing.ts';
import { createSendingJudge } from '../../src/monitoring/judge-sending.ts';
import { judgeStorage } from '../../src/monitoring/judge-storage.ts';
import type { Verdict } from '../../src/monitoring/verdict.ts';
import type { FailingCalls, StorageFacts, SystemState } from '../../src/runtime/system-state.ts';

const LOOK_MS = 2_000;
const said = ({ ok, finding }: Verdict) => `${ok ? 'ok' : 'failing'} ${finding?.code ?? ''}`.trim();

describe('routing', () => {
  const waiting = (routed: string, waitingMs: number) => ({ routed, waitingMs });

  it('is fine while nothing waits, however long', () => {
    const judge = createRoutingJudge();
    for (let look = 0; look < 100; look += 1) {
      expect(said(judge.judge({ routed: '7-0' }, LOOK_MS))).toBe('ok');
    }
  });

  it('fails within 15 s of standing still, and is fine with the first progress', () => {
    const judge = createRoutingJudge();
    judge.judge({ routed: '7-0' }, LOOK_MS);
    let ms = 0;
    while (judge.judge(waiting('7-0', ms), LOOK_MS).ok) ms += LOOK_MS;
    expect(ms).toBeLessThanOrEqual(15_000 - LOOK_MS);
    expect(said(judge.judge(waiting('7-0', ms), LOOK_MS))).toBe('failing routing-still');
    expect(said(judge.judge(waiting('8-0', 3_000), LOOK_MS))).toBe('ok');
  });

  it('is behind, and works, while a backlog shrinks; for five minutes', () => {
    const judge = createRoutingJudge();
    const states: string[] = [];
    for (let look = 0; look < 160; look += 1) {
      states.push(said(judge.judge(waiting(`${look}-0`, 3_600_000), LOOK_MS)));
    }
    expect(states[1]).toBe('ok routing-behind');
    expect(states[140]).toBe('ok routing-behind');
    expect(states[155]).toBe('failing routing-behind');
    expect(said(judge.judge(waiting('999-0', 14_000), LOOK_MS))).toBe('ok');
  });

  it('stands still no longer once nothing waits', () => {
    const judge = createRoutingJudge();
    for (const ms of [0, 1, 2, 3]) judge.judge(waiting('7-0', ms * LOOK_MS), LOOK_MS);
    expect(judge.stillMs).toBe(3 * LOOK_MS);
    judge.judge({ routed: '7-0' }, LOOK_MS);
    expect(judge.stillMs).toBe(0);
  });

  property.prop([fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 0, max: 4_000 })))])(
    'never fails in less than ten seconds of no progress',
    (looks) => {
      const judge = createRoutingJudge();
      let [at, still] = [0, 0];
      for (const [moves, elapsed] of looks) {
        if (moves) at += 1;
        still = moves ? 0 : still + elapsed;
        const { ok } = judge.judge(waiting(`${at}-0`, 5_000), elapsed);
        if (!ok) expect(still).toBeGreaterThanOrEqual(10_000);
      }
    },
  );
});

describe('sending', () => {
  const nobody = { chats: 0, items: {}, messages: 0 };
  type Sending = SystemState['sending'];
  const late = (lateMs: number, isVisited = false, chatId = '-42'): Sending => ({
    chats: 1,
    lateMs,
    latest: { chatId, isVisited },
  });
  const look = (
    judge: ReturnType<typeof createSendingJudge>,
    sending: Sending,
    failing?: FailingCalls,
  ) => said(judge.judge({ sending, putAside: nobody, ...(failing && { failing }) }, LOOK_MS));

  it('fails within 15 s when nobody comes for what is due', () => {
    const judge = createSendingJudge();
    const states = [...Array(8)].map((_, at) => look(judge, late(at * LOOK_MS)));
    expect(states.indexOf('failing sending-late')).toBeLessThanOrEqual(7);
    expect(states.slice(0, 4)).toEqual(['ok', 'ok', 'ok', 'ok']);
  });

  it('bears a backlog after a start: the latest chat is another one each time', () => {
    const judge = createSendingJudge();
    for (let at = 0; at < 60; at += 1) {
      expect(look(judge, late(3_600_000, false, `-${at}`))).toBe('ok');
    }
  });

  it('bears a backlog of one chat that gets shorter', () => {
    const judge = createSendingJudge();
    for (let at = 0; at < 60; at += 1) {
      expect(look(judge, late(3_600_000 - at * 1_000))).toBe('ok');
    }
  });

  it('bears that Telegram holds one call for half a minute, and no longer than a minute', () => {
    const judge = createSendingJudge();
    const states = [...Array(40)].map((_, at) => look(judge, late(at * LOOK_MS, true)));
    expect(new Set(states.slice(0, 25))).toEqual(new Set(['ok']));
    expect(states.at(-1)).toBe('failing sending-late');
  });

  it.each<[string, FailingCalls, string]>([
    ['one failure', { calls: 1, chats: 1, sinceMs: 0 }, 'ok'],
    ['two in two chats', { calls: 2, chats: 2, sinceMs: 900 }, 'ok'],
    ['three in two chats', { calls: 3, chats: 2, sinceMs: 900 }, 'failing sending-not-taken'],
    ['three in one chat', { calls: 3, chats: 1, sinceMs: 9_000 }, 'ok'],
    ['four in one chat', { calls: 4, chats: 1, sinceMs: 7_000 }, 'failing sending-not-taken'],
  ])('judges calls that failed in a row: %s', (_, failing, state) => {
    expect(look(createSendingJudge(), { chats: 0, lateMs: 0 }, failing)).toBe(state);
  });

  it('works and says so when something was put aside', () => {
    const putAside = { chats: 2, items: { approval: 1, window: 2 }, messages: 4 };
    const sending = { chats: 2, lateMs: 0 };
    const verdict = createSendingJudge().judge({ sending, putAside }, LOOK_MS);
    expect(said(verdict)).toBe('ok put-aside');
    expect(verdict.finding?.args).toEqual({ count: 3, chats: 2, messages: 4 });
  });
});

describe('storage', () => {
  const good: StorageFacts = {
    failedWrites: [],
    hasAppendOnlyFile: true,
    evictionPolicy: 'noeviction',
    maxMemoryBytes: 0,
    usedMemoryBytes: 1,
  };
  const limited = { maxMemoryBytes: 100, usedMemoryBytes: 10 };
  const failed = (...failedWrites: string[]) => ({ failedWrites });

  it.each<[string, Partial<StorageFacts>]>([
    ['ok', {}],
    ['ok', limited],
    ['ok', { evictionPolicy: 'allkeys-lru' }],
    ['ok', failed('rdb_last_bgsave_status')],
    ['failing storage-unwritable', failed('aof_last_write_status')],
    [
      'failing storage-unwritable',
      { hasAppendOnlyFile: false, ...failed('rdb_last_bgsave_status') },
    ],
    ['ok storage-rewrite-failed', failed('aof_last_bgrewrite_status')],
    ['failing storage-evicts', { ...limited, evictionPolicy: 'allkeys-lfu' }],
    ['ok storage-may-evict', { ...limited, evictionPolicy: 'volatile-lru' }],
    ['ok storage-nearly-full', { ...limited, usedMemoryBytes: 91 }],
    ['failing storage-full', { ...limited, usedMemoryBytes: 100 }],
    ['ok storage-not-kept', { hasAppendOnlyFile: false }],
  ])('is %s with %o', (state, facts) => {
    expect(said(judgeStorage({ ...good, ...facts }))).toBe(state);
  });

  it('is not known where INFO is not allowed', () => {
    expect(said(judgeStorage(undefined))).toBe('ok storage-unknown');
  });
});

describe('disk', () => {
  it.each([
    ['ok', { freeBytes: 2 ** 40 }],
    ['ok', { freeBytes: Number.POSITIVE_INFINITY }],
    ['ok disk-low', { freeBytes: 90 * 1_048_576 }],
    ['failing disk-unwritable', { freeBytes: 2 ** 40, refusal: 'ENOSPC' }],
  ])('is %s with %o', (state, facts) => {
    expect(said(judgeDisk([{ name: 'DATA_DIR', ...facts }]))).toBe(state);
  });
});
