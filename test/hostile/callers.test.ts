// Whoever holds a token, or none, tries everything that HTTP lets them send.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attack, type Role, RUNS, type Seen, type Turn } from './attack.ts';
import { ASKER, NOBODY, PEOPLE, readerOf, type TokenName } from './cast.ts';
import { createHostileWorld, type HostileWorld, jsonOf } from './hostile-world.ts';
import { askAtGate, decideAtGate, httpAttack } from './http-attacks.ts';
import { plantSecrets } from './secrets.ts';
import { type Allowed, plantVictims } from './victims.ts';

let world: HostileWorld;
beforeAll(async () => {
  world = await createHostileWorld();
  await plantSecrets(world);
});
afterAll(() => world?.close());

const ACTIONS = 90;

/** What each may bring about in shop beyond votes that were counted. */
const CALLERS: Readonly<Partial<Record<TokenName, Allowed>>> = {
  labPublisher: {},
  labDecider: {},
  labReader: {},
  labAdmin: {},
  metrics: {},
  revoked: {},
  publisher: { asProducer: true },
  viewerDecider: { asProducer: true, refusedAs: [String(PEOPLE.viewer.id)] },
  askerDecider: {
    asProducer: true,
    withdraws: true,
    deniesAs: String(ASKER),
    refusedAs: [String(ASKER)],
  },
};

async function actWith(
  name: TokenName,
  { chance, target }: Turn,
  attackOf = httpAttack,
): Promise<Seen[]> {
  const asked = attackOf(chance, target);
  const { status, text } = await world.call({ ...asked, secret: world.secrets[name] });
  if (status >= 500) throw new Error(`${JSON.stringify(asked)} was answered ${status}: ${text}`);
  const did = `${asked.method ?? 'GET'} ${asked.path} ${JSON.stringify(asked.body)} -> ${status}`;
  return [{ reader: readerOf(name), did, text }];
}

describe('a token', () => {
  it.each(Object.entries(CALLERS) as [TokenName, Allowed][])(
    '%s gets no further',
    async (name, allowed) => {
      const act = (turn: Turn) => actWith(name, turn);
      const role: Role = { name, actions: ACTIONS, act, ...allowed };
      for (let run = 0; run < RUNS; run += 1) await attack(world, role);
    },
  );
});

it('two of lab together decide nothing in shop, not even at its gates', async () => {
  // One asks, the other decides: nobody approves what they asked for.
  const act = async (turn: Turn): Promise<Seen[]> => {
    const { chance, victims, target } = turn;
    const isAsking = chance.chance(0.5);
    const name = isAsking ? 'labPublisher' : 'labDecider';
    if (chance.chance(0.4)) return actWith(name, turn);
    const gate = victims.known.find((victim) => victim.gate !== undefined);
    const atGate = { ...target, ...gate, request: gate?.id ?? '' };
    return actWith(name, { ...turn, target: atGate }, isAsking ? askAtGate : decideAtGate);
  };
  for (let run = 0; run < RUNS; run += 1) {
    await attack(world, { name: 'two of lab', actions: ACTIONS, act });
  }
});

it('a vote ends with the token that it was given with', async () => {
  const victims = await plantVictims(world);
  const [sealed] = victims.all;
  if (sealed === undefined) throw new Error('there is no request');
  const tokens = { path: '/api/v1/tokens', method: 'POST' };
  const body = { name: 'short-lived', scopes: ['decide', 'read'], user_id: String(PEOPLE.abe.id) };
  const { id, token: secret } = jsonOf(await world.asAdmin(tokens.path, { ...tokens, body }));
  const path = `/api/v1/approvals/${sealed.id}/decision`;
  const vote = { path, method: 'POST', secret, body: { decision: 'approve' } };
  expect((await world.call(vote)).status).toBe(202);
  await world.asAdmin(`${tokens.path}/${id}`, { method: 'DELETE' });
  expect((await victims.vote(sealed, 'bea', 'approve')).status).toBe(202);
  expect((await victims.standing(sealed)).status).toBe('pending');
  await victims.check({});
});

/** Words in the place of a token: none, wrong ones, some of the wrong kind. */
const WORDS = ['', 'Bearer', 'Bearer evil', 'Basic YWRtaW46YWRtaW4=', 'Bearer admin', 'bearer  x'];

it('nobody gets anywhere', async () => {
  const act = async ({ chance, target }: Turn): Promise<Seen[]> => {
    const asked = httpAttack(chance, target);
    const authorization = WORDS[chance.below(WORDS.length)] ?? '';
    const headers = { ...asked.headers, ...(authorization === '' ? {} : { authorization }) };
    const { status, text } = await world.call({ ...asked, headers });
    const did = `${asked.method ?? 'GET'} ${asked.path} -> ${status}`;
    return [{ reader: NOBODY, did, text }];
  };
  for (let run = 0; run < RUNS; run += 1) {
    await attack(world, { name: 'nobody', actions: ACTIONS, act });
  }
});
