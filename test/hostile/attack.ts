// One attack from its beginning to its end: what the attacker does is drawn from a seed, what must not
// happen is looked for all along.
import { expect } from 'vitest';
import { systemClock } from '../../src/runtime/clock.ts';
import { createSeeded, type Seeded } from '../helpers/seeded.ts';
import { SHOP } from './cast.ts';
import type { HostileWorld } from './hostile-world.ts';
import { jsonOf } from './hostile-world.ts';
import type { Target } from './http-attacks.ts';
import type { Reader } from './markers.ts';
import { type Allowed, plantVictims, type Victims } from './victims.ts';

export interface Role extends Allowed {
  readonly name: string;
  readonly actions: number;
  /** Does one thing; answers what was seen of it, by whom. */
  readonly act: (turn: Turn) => Promise<readonly Seen[]>;
}

export interface Turn {
  readonly chance: Seeded;
  readonly target: Target;
  readonly victims: Victims;
}

export interface Seen {
  readonly reader: Reader;
  /** What was done. */
  readonly did: string;
  readonly text: string;
}

/** More for a longer search: HOSTILE_RUNS=50. */
export const RUNS = Number(process.env.HOSTILE_RUNS ?? 1);
const SEED = process.env.HOSTILE_SEED;
const VOTE_PROBABILITY = 0.12;
const LAST_SHOWN = 12;
const SHOWN_CHARACTERS = 600;

/** Attacks with this seed, or one that comes by chance: the failure names it. */
export async function attack(world: HostileWorld, role: Role): Promise<void> {
  const seed = SEED === undefined ? Math.floor(systemClock.random() * 2 ** 31) : Number(SEED);
  const done: string[] = [];
  try {
    await run(world, role, { chance: createSeeded(seed), done });
  } catch (error) {
    const story = done
      .slice(-LAST_SHOWN)
      .map((did) => did.slice(0, SHOWN_CHARACTERS))
      .join('\n  ');
    throw new Error(
      `${role.name}, HOSTILE_SEED=${seed}, after ${done.length} actions, of which the last:\n  ${story}\n${error}`,
      { cause: error },
    );
  }
}

interface Course {
  readonly chance: Seeded;
  readonly done: string[];
}

async function run(world: HostileWorld, role: Role, { chance, done }: Course): Promise<void> {
  const victims = await plantVictims(world);
  const targets = await targetsOf(world, victims);
  const before = await rightsIn(world);
  for (let action = 0; action < role.actions; action += 1) {
    if (chance.chance(VOTE_PROBABILITY)) await victims.voteByChance(chance);
    const target = targets[chance.below(targets.length)];
    if (target === undefined) throw new Error('there is no target');
    for (const { reader, did, text } of await role.act({ chance, target, victims })) {
      if (done.at(-1) !== did) done.push(did);
      expect(world.markers.leaksIn(text, reader), `${reader.name} was told:\n${text}`).toEqual([]);
    }
  }
  await world.settle();
  await victims.settleShort();
  expect(await rightsIn(world)).toEqual(before);
  await victims.check(role);
  await victims.decideAll(role);
  await victims.check(role);
}

/** What attackers know of each request that they know of. */
async function targetsOf(world: HostileWorld, victims: Victims): Promise<Target[]> {
  const newest = jsonOf(await world.asAdmin('/api/v1/events?limit=1')).next;
  return Promise.all(
    victims.known.map(async (victim) => {
      const found = await world.asAdmin(`/api/v1/approvals/${victim.id}?project_id=${SHOP}`);
      const { key, event_id: eventId } = jsonOf(found);
      const gate = victim.gate === undefined ? {} : { gate: victim.gate };
      return { request: victim.id, key, eventId, job: victim.job, cursor: newest, ...gate };
    }),
  );
}

/** Tokens and roles, as they lie in Redis. */
async function rightsIn({ client }: HostileWorld) {
  return {
    tokens: await client.hgetall('jobwire:tokens'),
    members: await client.hgetall('jobwire:members'),
  };
}
