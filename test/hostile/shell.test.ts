// Whoever has a shell on the host is one person, whomever they say to be.
import { once } from 'node:events';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemClock } from '../../src/runtime/clock.ts';
import { joinedHere, spawnProgram } from '../helpers/program.ts';
import { createSeeded } from '../helpers/seeded.ts';
import { ASKER, ASKER_ID, PEOPLE } from './cast.ts';
import { createHostileWorld, type HostileWorld } from './hostile-world.ts';
import { plantVictims } from './victims.ts';

let world: HostileWorld;
beforeAll(async () => {
  world = await createHostileWorld();
});
afterAll(() => world?.close());

const NAMES = [
  undefined,
  String(PEOPLE.abe.id),
  String(PEOPLE.bea.id),
  ASKER_ID,
  ASKER_ID.toUpperCase(),
  String(ASKER),
  String(PEOPLE.viewer.id),
  String(PEOPLE.labApprover.id),
  'evil',
  'timeout',
] as const;

async function approveAs(name: string | undefined, id: string): Promise<string> {
  const named = name === undefined ? [] : ['--as', name];
  const child = spawnProgram(world.settings, ['approve', id, ...named], joinedHere());
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (piece) => {
      said += String(piece);
    });
  }
  await once(child, 'close');
  return said;
}

it('a shell has one vote, and none as whoever asked, as nobody or as who may not', async () => {
  const victims = await plantVictims(world);
  const [sealed] = victims.all;
  if (sealed === undefined) throw new Error('there is no request');
  const seed = Math.floor(systemClock.random() * 2 ** 31);
  const chance = createSeeded(Number(process.env.HOSTILE_SEED ?? seed));
  const order = NAMES.map((name) => ({ name, at: chance.next() })).sort((a, b) => a.at - b.at);
  const done: string[] = [];
  for (const { name } of order) {
    done.push(`${name}: ${await approveAs(name, sealed.id)}`);
    const { status, votes, audit } = await victims.standing(sealed);
    const about = `HOSTILE_SEED=${seed}\n${done.join('\n')}`;
    expect([status, votes.length <= 1], about).toEqual(['pending', true]);
    const forbidden = [ASKER, PEOPLE.viewer.id, PEOPLE.labApprover.id].map(String);
    expect(
      votes.filter(({ by }) => forbidden.includes(by.id)),
      about,
    ).toEqual([]);
    for (const entry of audit.filter(({ what }) => what === 'refused')) {
      expect(forbidden, about).toContain(entry.id);
    }
  }
  expect((await victims.standing(sealed)).votes).toHaveLength(1);
});
