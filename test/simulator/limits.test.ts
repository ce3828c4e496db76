import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ANA, BEN, type Bench, FORUM, SUPERGROUP, startBench } from './bench.ts';
import { createHandClock, type HandClock } from './hand-clock.ts';

let clock: HandClock;
let bench: Bench;
beforeEach(async () => {
  clock = createHandClock();
  bench = await startBench({ clock, limits: {} });
});
afterEach(() => bench.stop());

const trySend = (chatId: number) => bench.call('sendMessage', { chat_id: chatId, text: 'x' });

async function sendUntilRefused(chatId: number): Promise<{ sent: number; retryAfter: number }> {
  for (let sent = 0; ; sent += 1) {
    const { status, parameters } = await trySend(chatId);
    if (status === 429) return { sent, retryAfter: parameters?.retry_after ?? 0 };
  }
}

describe('flood limits', () => {
  it('allow a private chat a burst of 5, then one a second', async () => {
    expect(await sendUntilRefused(ANA)).toEqual({ sent: 5, retryAfter: 1 });
    clock.advance(999);
    expect((await trySend(ANA)).status).toBe(429);
    clock.advance(1);
    expect((await trySend(ANA)).status).toBe(200);
  });

  it('allow a group 20 in any 60 seconds', async () => {
    expect(await sendUntilRefused(FORUM)).toEqual({ sent: 20, retryAfter: 60 });
    clock.advance(60_000);
    expect((await trySend(FORUM)).status).toBe(200);
  });

  it('count edits like messages', async () => {
    const { message_id } = await bench.send({});
    for (const text of ['1', '2', '3', '4']) {
      expect((await bench.call('editMessageText', { chat_id: ANA, message_id, text })).ok).toBe(
        true,
      );
    }
    const edit = { chat_id: ANA, message_id, text: '5' };
    expect(await bench.refusal('editMessageText', edit)).toBe(
      '429 Too Many Requests: retry after 1',
    );
  });

  it('allow the bot 30 a second over all chats', async () => {
    expect((await sendUntilRefused(FORUM)).sent).toBe(20);
    expect((await sendUntilRefused(ANA)).sent).toBe(5);
    const { sent } = await sendUntilRefused(SUPERGROUP);
    expect(sent).toBe(5);
    expect((await trySend(BEN)).status).toBe(429);
    clock.advance(1_000);
    expect((await trySend(BEN)).status).toBe(200);
  });

  it('block one chat, not another, and never answers to taps', async () => {
    await sendUntilRefused(ANA);
    expect((await trySend(BEN)).status).toBe(200);
    expect(await bench.refusal('answerCallbackQuery', { callback_query_id: '1' })).toContain('400');
  });

  it('do not count a malformed call', async () => {
    for (let round = 0; round < 10; round += 1) {
      await bench.refusal('sendMessage', { chat_id: ANA, text: '' });
    }
    expect((await sendUntilRefused(ANA)).sent).toBe(5);
  });
});

describe('faults', () => {
  const texts = () => bench.world.messages(ANA).map(({ text }) => text);

  it('flood answers 429 as often as it should', async () => {
    bench.world.faults.add({ kind: 'flood', retryAfter: 7, times: 2, chatId: ANA });
    expect((await trySend(BEN)).status).toBe(200);
    for (let round = 0; round < 2; round += 1) {
      expect(await trySend(ANA)).toMatchObject({ status: 429, parameters: { retry_after: 7 } });
    }
    expect((await trySend(ANA)).status).toBe(200);
  });

  it('with a duration end by themselves, and flood reports the time left', async () => {
    bench.world.faults.add({ kind: 'flood', forMs: 10_000 });
    clock.advance(3_000);
    expect((await trySend(ANA)).parameters?.retry_after).toBe(7);
    clock.advance(7_000);
    expect((await trySend(ANA)).status).toBe(200);
    expect(bench.world.faults.list()).toEqual([]);
  });

  it('drop-answer executes the call and cuts the connection', async () => {
    bench.world.faults.add({ kind: 'drop-answer', method: 'sendMessage' });
    await expect(trySend(ANA)).rejects.toThrow();
    expect(texts()).toEqual(['x']);
    expect(bench.world.calls.at(-1)).toMatchObject({
      fault: 'drop-answer',
      answer: { status: 200 },
    });
  });

  it('refuse cuts the connection before anything happens', async () => {
    bench.world.faults.add({ kind: 'refuse' });
    await expect(trySend(ANA)).rejects.toThrow();
    expect(texts()).toEqual([]);
  });

  it('status answers any error', async () => {
    bench.world.faults.add({ kind: 'status', code: 502 });
    expect(await trySend(ANA)).toMatchObject({ status: 502, description: 'Bad Gateway' });
    expect(texts()).toEqual([]);
  });

  it('delay keeps the call waiting', async () => {
    bench.world.faults.add({ kind: 'delay', ms: 4_000 });
    const sending = trySend(ANA);
    await bench.world.waitFor((world) => world.calls.length === 1);
    expect(texts()).toEqual([]);
    clock.advance(4_000);
    expect((await sending).status).toBe(200);
  });

  it('leave getUpdates alone unless they name it', async () => {
    bench.world.faults.add({ kind: 'status' });
    expect((await bench.call('getUpdates')).status).toBe(200);
    bench.world.faults.add({ kind: 'status', method: '*' });
    expect((await bench.call('getUpdates')).status).toBe(500);
    bench.world.faults.clear();
    expect((await trySend(ANA)).status).toBe(200);
  });
});
