// /readyz tells the truth within 15 s, on whichever replica one asks, and is well again by itself.
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Program } from '../helpers/program.ts';
import { publish } from '../helpers/publish.ts';
import { ANA, createWorld, type World } from '../helpers/world.ts';

let world: World;
let replicas: Program[];
beforeAll(async () => {
  world = await createWorld();
  replicas = [await world.start(), await world.start()];
  world.simulator.world.say({ chatId: ANA, personId: ANA, text: '/start' });
  await said(/I post here: everything/);
});
afterAll(() => world.end());

const until = { timeout: 60_000, interval: 200 };

function said(pattern: RegExp) {
  const chat = world.simulator.world;
  return chat.waitFor(() => chat.messages(ANA).find(({ text }) => pattern.test(text)), 60_000);
}

interface Ready {
  readonly status: number;
  /** Parts that do not work. */
  readonly down: readonly string[];
}

async function readiness({ url }: Program): Promise<Ready> {
  const response = await fetch(`${url}/readyz`);
  const { components } = (await response.json()) as { components: Record<string, { ok: boolean }> };
  const down = Object.keys(components).filter((name) => components[name]?.ok !== true);
  return { status: response.status, down };
}

async function everywhere(expected: Ready): Promise<void> {
  for (const replica of replicas)
    await expect.poll(() => readiness(replica), until).toEqual(expected);
}

const FINE: Ready = { status: 200, down: [] };
const news = (session_id: string) =>
  publish(world.client, { event_type: 'job.started', session_id, job_id: session_id });

it('says which parts do not do their work, and is well once they do', async () => {
  const { client } = world;
  const { faults } = world.simulator.world;
  await everywhere(FINE);
  faults.add({
    kind: 'status',
    code: 502,
    description: 'Bad Gateway',
    method: 'sendMessage',
    forMs: 90_000,
  });
  await news('S-sending');
  const isTried = () => client.exists('jobwire:failing');
  await expect.poll(isTried, until).toBe(1);
  await client.set('jobwire:lease:router', 'nobody');
  await client.set('jobwire:lease:router:ends', String(Date.now() + 3_600_000));
  await news('S-routing');
  await client.config('SET', 'maxmemory', '1gb');
  await client.config('SET', 'maxmemory-policy', 'allkeys-lru');
  await everywhere({ status: 503, down: ['routing', 'sending', 'storage'] });

  faults.clear();
  await client.del('jobwire:lease:router', 'jobwire:lease:router:ends');
  await client.config('SET', 'maxmemory-policy', 'noeviction');
  await everywhere(FINE);
  world.simulator.world.say({ chatId: ANA, personId: ANA, text: '/health' });
  await said(/Everything works|Worth a look/);
});
