// Updates that can't be handled at once: they hold back no others, and outlive the program.
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../src/runtime/clock.ts';
import { aRequest } from '../decisions/a-request.ts';
import { ANA, BEN, show, until } from '../edge.ts';
import { useReplicas } from '../polling/replicas.ts';

const { at, running, say, answers, answered } = useReplicas();

describe('updates that can’t be handled yet', () => {
  it('do not block what comes after a hundred of them', async () => {
    await running();
    at.simulator.world.faults.add({
      kind: 'delay',
      ms: 60_000,
      method: 'sendMessage',
      chatId: ANA,
    });
    for (let count = 0; count < 130; count += 1) say('/whoami');
    say('/whoami', BEN);
    await answered(1, BEN);
    expect(answers()).toHaveLength(0);
    expect(at.stores.updateLog.kept.size).toBeGreaterThanOrEqual(100);
  });

  it('of a killed replica are handled once and in order', async () => {
    const text = (at: number) => (at % 2 === 0 ? '/level errors' : '/level all');
    const chat = { id: ANA, type: 'private', first_name: 'Ana' } as const;
    const from = { id: ANA, is_bot: false, first_name: 'Ana' };
    const parked = [1, 2, 3].map((at) => ({
      update_id: 50_000 + at,
      message: {
        message_id: 900 + at,
        date: systemClock.now() / 1_000,
        chat,
        from,
        text: text(at),
      },
    }));
    await at.stores.updateLog.process().park(parked as never);
    say('/level');
    await running();
    const said = (await answered(4)).map(
      (message) => /: (everything|failures)/.exec(message.text)?.[1],
    );
    expect(said).toEqual(['everything', 'failures', 'everything', 'everything']);
    await until(() => at.stores.updateLog.kept.size === 0);
  });

  it('of a restart are handled: a /deny written right before it counts', async () => {
    const killed = await running();
    await show(aRequest(), { edge: killed, stores: at.stores, address: { chatId: ANA } });
    at.stores.redis.begin();
    say('/deny ap-1 not today');
    await until(() => at.stores.redis.refused > 2);
    await killed.service.stop();
    at.stores.redis.end();
    at.stores.leases.expire();
    await running();
    await until(() => at.stores.approvals.announced.length > 0);
    expect((await at.stores.approvals.get('ap-1'))?.outcome).toMatchObject({ status: 'denied' });
    await answered(2);
  });
});
