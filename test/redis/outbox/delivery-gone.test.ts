// A batch of which a part is out when the journal drops some of its events: nothing of the rest is skipped.
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Effect } from '../../../src/routing/route-store.ts';
import { type RedisKit, startRedisKit } from '../../helpers/redis-kit.ts';
import { AWAY, CHAT, createDelivery } from './delivery-kit.ts';
import { text } from './say.ts';

let kit: RedisKit;
beforeAll(async () => {
  kit = await startRedisKit();
});
afterAll(() => kit.server.stop());

const SESSIONS = ['S1', 'S2', 'S3', 'S4'];

it.each([0, 1, 2, 3])('%i parts are out: each session that is kept is shown', async (parts) => {
  const delivery = createDelivery(kit, {
    render: (notice) => {
      if (notice.kind !== 'digest') return [text(notice.kind)];
      return notice.groups.map(({ events }) => {
        return text(`${events[0]?.event.sessionId}: ${events.length}`);
      });
    },
  });
  const effects: Effect[] = [];
  for (const session of SESSIONS) effects.push(...(await delivery.append(2, session)));
  await delivery.commit(...effects);
  delivery.said.answer = (call) => (call.includes(SESSIONS[parts] ?? '') ? AWAY : undefined);
  for (let at = 0; at <= parts; at += 1) await delivery.later();
  const [first, second] = await kit.redis.xrange(delivery.keys.journal, '-', '+', 'COUNT', 2);
  await kit.redis.xdel(delivery.keys.journal, first?.[0] ?? '', second?.[0] ?? '');
  delivery.calls.length = 0;
  delivery.said.answer = () => undefined;
  for (let at = 0; at < 5; at += 1) await delivery.later();
  const kept = SESSIONS.slice(1).map((session) => `send ${CHAT} ${session}: 2`);
  expect(delivery.calls).toEqual(kept);
  expect(await kit.redis.exists(delivery.keys.sending(String(CHAT)))).toBe(0);
});
