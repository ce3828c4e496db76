import { afterEach, expect, it, vi } from 'vitest';
import { systemClock } from '../../src/runtime/clock.ts';
import { createLifecycle, type Service } from '../../src/runtime/lifecycle.ts';
import { silentLogger } from '../../src/runtime/logger.ts';

const order: string[] = [];
afterEach(() => order.splice(0));

function service(name: string, parts: Partial<Service> = {}): Service {
  return {
    name,
    start: async () => void order.push(`+${name}`),
    stop: async () => void order.push(`-${name}`),
    ...parts,
  };
}

function lifecycle(services: Service[], stopDeadlineMs = 1000): Service {
  return createLifecycle(services, { clock: systemClock, log: silentLogger, stopDeadlineMs });
}

it('starts in order and stops in reverse, once', async () => {
  const all = lifecycle([service('a'), service('b')]);
  await all.start();
  await Promise.all([all.stop(), all.stop()]);
  await all.stop();
  expect(order).toEqual(['+a', '+b', '-b', '-a']);
});

it('undoes what had started when one start fails', async () => {
  const broken = service('b', { start: () => Promise.reject(new Error('no b today')) });
  await expect(lifecycle([service('a'), broken, service('c')]).start()).rejects.toThrow('no b');
  expect(order).toEqual(['+a', '-b', '-a']);
});

it('stops the others when one hangs or fails', async () => {
  const hanging = service('b', { stop: () => new Promise(() => {}) });
  const failing = service('c', { stop: () => Promise.reject(new Error('c will not')) });
  const all = lifecycle([service('a'), hanging, failing], 20);
  await all.start();
  await all.stop();
  expect(order.at(-1)).toBe('-a');
});

it('starts nothing more once it is told to stop', async () => {
  let open = () => {};
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  const slow = service('b', { start: () => gate });
  const all = lifecycle([service('a'), slow, service('c')]);
  const starting = all.start();
  const outcome = expect(starting).rejects.toMatchObject({ code: 'unavailable' });
  await vi.waitUntil(() => order.includes('+a'), 60_000);
  await all.stop();
  open();
  await outcome;
  expect(order).toEqual(['+a', '-b', '-a']);
});

it('is stopped only when all is, though a start fails because of it', async () => {
  let fail: (error: Error) => void = () => {};
  const starting = new Promise<void>((_, reject) => {
    fail = reject;
  });
  const slow = service('a', {
    async stop() {
      await systemClock.sleep(50);
      order.push('-a');
    },
  });
  const waiting = service('b', {
    start: () => starting,
    stop: async () => fail(new Error('stopped')),
  });
  const all = lifecycle([slow, waiting]);
  const outcome = expect(all.start()).rejects.toThrow('stopped');
  await vi.waitUntil(() => order.includes('+a'), 60_000);
  await all.stop();
  expect(order).toEqual(['+a', '-a']);
  await outcome;
});
