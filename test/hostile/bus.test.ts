// A producer on the bus says whatever it likes; others read what they may meanwhile, by asking and by
// listening.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { attack, RUNS, type Seen, type Turn } from './attack.ts';
import { attackOnBus } from './bus-attacks.ts';
import { readerOf, type TokenName } from './cast.ts';
import { createHostileWorld, type HostileWorld } from './hostile-world.ts';
import { type Listener, listen } from './listeners.ts';
import { plantSecrets } from './secrets.ts';

const ACTIONS = 120;
const LISTENERS: readonly TokenName[] = ['labReader', 'labDecider', 'labAdmin', 'abe'];

let world: HostileWorld;
const listeners: Listener[] = [];
beforeAll(async () => {
  world = await createHostileWorld();
  await plantSecrets(world);
  for (const name of LISTENERS) {
    listeners.push(...(await listen(world, name)));
  }
});
afterAll(async () => {
  for (const listener of listeners) listener.close();
  await world?.close();
});

it('a producer decides nothing, shows nobody what is not theirs and hides nothing', async () => {
  const act = async ({ chance, target }: Turn): Promise<Seen[]> => {
    const did = await attackOnBus(world.client, chance, target);
    return listeners.map(({ reader, read }) => ({ reader, did, text: read() }));
  };
  for (let run = 0; run < RUNS * 3; run += 1) {
    const allowed = { asProducer: true, elsewhere: true };
    await attack(world, { name: 'producer', actions: ACTIONS, act, ...allowed });
  }
  for (const { reader, everything } of listeners) {
    expect(world.markers.leaksIn(everything(), reader)).toEqual([]);
  }
  // They did listen: who may see shop heard of it, and who may see lab of that.
  for (const name of LISTENERS) {
    const heard = listeners.filter(({ reader }) => reader.name === name);
    const text = heard.map(({ everything }) => everything()).join('\n');
    expect(text).toContain(name === 'abe' ? 'sealed-' : 'fence-');
  }
  expect(readerOf('abe').sees).toEqual(['shop']);
});
