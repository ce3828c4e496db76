// Which layout the data have: what is written down, and where nothing is, what the keys say.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readLayout } from '../../../src/redis/migrations/layout.ts';
import { createWorkshop } from '../../../src/redis/migrations/staging.ts';
import { type RedisKit, startRedisKit } from '../../helpers/redis-kit.ts';

let kit: RedisKit;
let prefix: string;
beforeAll(async () => {
  kit = await startRedisKit();
});
afterAll(() => kit.server.stop());
beforeEach(() => {
  ({ prefix } = kit.fresh());
});

const layout = () => readLayout(kit.redis, prefix, 9);

describe('the layout', () => {
  it.each([
    ['2', { kind: 'at', version: 2 }],
    ['12', { kind: 'at', version: 12 }],
    ['1>2 remove', { kind: 'exchange', to: 2, phase: 'remove' }],
    ['1>2 move', { kind: 'exchange', to: 2, phase: 'move' }],
  ])('that is written down as %s is that, whatever else is there', async (text, expected) => {
    await kit.redis.set(`${prefix}:layout`, text);
    await kit.redis.hset(`${prefix}:jobs`, 'j1', '{}');
    expect(await layout()).toEqual(expected);
  });

  it.each(['', 'two', '2 ', '1>2', '1>2 build', '-1'])('is none of ours: %j', async (text) => {
    await kit.redis.set(`${prefix}:layout`, text);
    await expect(layout()).rejects.toMatchObject({ code: 'config_invalid' });
  });

  it.each([
    [[], 9],
    [['jobs'], 1],
    [['approvals:all'], 1],
    [['tails'], 1],
    [['jobs', 'jobs:names'], 2],
    [['approvals:all', 'approvals:current'], 2],
    [['tails', 'jobs:names'], 2],
    [['journal'], 9],
  ] as const)('where nothing is written down and there is %j is %d', async (names, version) => {
    for (const name of names) await kit.redis.hset(`${prefix}:${name}`, 'x', '1');
    expect(await layout()).toEqual({ kind: 'at', version });
  });
});

it('lets what a migration builds live as long as what was there: for ever, or no longer', async () => {
  const commands: (readonly string[])[] = [];
  const put = async (command: readonly string[]) => void commands.push(command);
  const writer = { put, flush: async () => {}, putAtOnce: async () => {} };
  const workshop = createWorkshop({ redis: kit.redis, writer, prefix, to: 2 });
  await kit.redis.set(`${prefix}:ever`, '1');
  await kit.redis.set(`${prefix}:soon`, '1', 'PX', 60_000);
  for (const like of ['ever', 'soon', 'ended']) await workshop.keepExpiry(like, 'new');
  const lives = commands.map(([name, key, ms]) => [name, key, Math.ceil(Number(ms) / 60_000)]);
  expect(lives).toEqual([
    ['PEXPIRE', `${prefix}:staged:new`, 1],
    ['PEXPIRE', `${prefix}:staged:new`, 1],
  ]);
  expect(commands[1]?.[2]).toBe('1');
});
