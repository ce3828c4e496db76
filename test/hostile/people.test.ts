// People who may not decide try it in every chat that they are in; nobody reads there what is not theirs.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { attack, RUNS, type Seen, type Turn } from './attack.ts';
import {
  ASKER,
  LAB,
  LAB_GROUP,
  PEOPLE,
  type PersonName,
  personReader,
  SHOP_GROUP,
} from './cast.ts';
import { ATTACKER_IDS, askBeforeOthers, sayByAttacker, tapByAttacker } from './chat-attacks.ts';
import { createHostileWorld, type HostileWorld, saidIn } from './hostile-world.ts';
import { KNOWN, plantSecrets } from './secrets.ts';
import type { Victims } from './victims.ts';

const ACTIONS = 120;
const SAY_PROBABILITY = 0.1;
const WAIT_MS = 60_000;

let world: HostileWorld;
let askedBeforeOthers: readonly number[] = [];
beforeAll(async () => {
  world = await createHostileWorld();
  await plantSecrets(world);
});
afterAll(() => world?.close());

/** All that was ever said in a chat, also what was changed since. */
function saidToAll(chatId: number): string {
  const messages = world.telegram.messages(chatId).filter(({ from }) => from.isBot);
  return JSON.stringify(messages);
}

/** The lists and buttons of those who may, for others to try. */
async function listsOfOthers(): Promise<void> {
  for (const name of ['abe', 'labApprover'] as const) {
    const { id } = PEOPLE[name];
    await saidIn(world, { chatId: id, personId: id, text: '/approvals' });
  }
}

/** A job of lab takes the id of one of shop, whose log lies under that id. */
async function claimLog(): Promise<void> {
  const started = { event_type: 'job.started', project_id: LAB, job_id: KNOWN.shopJob, data: {} };
  const asked = { method: 'POST', path: '/api/v1/events', body: started };
  const { status } = await world.call({ ...asked, secret: world.secrets.labPublisher });
  expect(status).toBe(202);
  await world.settle();
  const { id } = PEOPLE.labApprover;
  await saidIn(world, { chatId: id, personId: id, text: `/tail ${KNOWN.shopJob}` });
}

/** Resolves when the requests stand in the chats, with their buttons. */
async function shown({ known }: Victims): Promise<void> {
  for (const chatId of [ASKER, SHOP_GROUP]) {
    for (const { action } of known) {
      await world.telegram.waitFor(
        ({ messages }) =>
          messages(chatId).find(
            ({ text, keyboard }) => keyboard.length > 0 && text.includes(action),
          ),
        WAIT_MS,
      );
    }
  }
}

it('a tap, a reply or a command decides nothing that is not theirs', async () => {
  await listsOfOthers();
  await claimLog();
  askedBeforeOthers = askBeforeOthers(world);
  let current: Victims | undefined;
  const act = async ({ chance, target, victims }: Turn): Promise<Seen[]> => {
    if (victims !== current) await shown(victims);
    current = victims;
    const isSaid = chance.chance(SAY_PROBABILITY);
    const { by, did, text } = isSaid
      ? sayByAttacker(world, chance, target)
      : await tapByAttacker(world, chance);
    return [{ reader: personReader(by), did, text }];
  };
  const denier = String(ASKER);
  for (let run = 0; run < RUNS; run += 1) {
    const allowed = { refusedAs: ATTACKER_IDS, deniesAs: denier };
    await attack(world, { name: 'people', actions: ACTIONS, act, ...allowed });
  }
  // Some stood in one message, whose buttons were tried too.
  expect(await world.client.hlen('jobwire:bundles')).toBeGreaterThan(0);
});

it('their chats show what they may see', async () => {
  const outsiders = ['labApprover', 'labViewer', 'labAdmin', 'stranger', 'viewer'] as const;
  await Promise.all(
    outsiders.map(async (name: PersonName) => {
      const { id } = PEOPLE[name];
      const said = { chatId: id, personId: id, text: '/whoami' };
      const { messageId } = world.telegram.say(said);
      // It comes last: what was said before is answered before.
      await world.telegram.waitFor(
        ({ messages }) =>
          messages(id).find((one) => one.messageId > messageId && one.text.includes(String(id))),
        WAIT_MS,
      );
      expect(world.markers.leaksIn(saidToAll(id), personReader(name))).toEqual([]);
    }),
  );
  // Answers to commands are among them.
  for (const asked of askedBeforeOthers) {
    await world.telegram.waitFor(
      ({ messages }) => messages(LAB_GROUP).find(({ replyTo }) => replyTo === asked),
      WAIT_MS,
    );
  }
  const everybody = { name: 'the group of lab', sees: ['lab'] } as const;
  expect(world.markers.leaksIn(saidToAll(LAB_GROUP), everybody)).toEqual([]);
  // Those who may see do: the search finds what is there.
  const ofAbe = saidToAll(PEOPLE.abe.id);
  expect(world.markers.leaksIn(ofAbe, { name: 'abe', sees: [] })).not.toEqual([]);
  expect(world.markers.leaksIn(ofAbe, personReader('abe'))).toEqual([]);
});
