// Everything that people can do in chats who have no right to decide: taps that an app made up, buttons taken
// from other chats, replies, commands.
import { parseChoice } from '../../src/telegram/commands/command/choices.ts';
import { readRoleAction } from '../../src/telegram/commands/people/role-buttons.ts';
import type { Seeded } from '../helpers/seeded.ts';
import { LAB, LAB_GROUP, PEOPLE, type PersonName, SHOP, SHOP_GROUP } from './cast.ts';
import type { HostileWorld } from './hostile-world.ts';
import type { Target } from './http-attacks.ts';
import { ODD_IDS, pick } from './odd.ts';
import { KNOWN } from './secrets.ts';

/** Who attacks, and in which chats they are. */
const ATTACKERS = {
  viewer: [PEOPLE.viewer.id, SHOP_GROUP],
  asker: [PEOPLE.asker.id],
  labApprover: [PEOPLE.labApprover.id, LAB_GROUP, SHOP_GROUP],
  labViewer: [PEOPLE.labViewer.id, LAB_GROUP],
  labAdmin: [PEOPLE.labAdmin.id],
  stranger: [PEOPLE.stranger.id, LAB_GROUP, SHOP_GROUP],
} as const satisfies Partial<Record<PersonName, readonly number[]>>;

type Attacker = keyof typeof ATTACKERS;
const NAMES = Object.keys(ATTACKERS) as Attacker[];
export const ATTACKER_IDS = NAMES.map((name) => String(PEOPLE[name].id));

interface Done {
  readonly by: PersonName;
  readonly did: string;
  /** What only they were told. */
  readonly text: string;
}

/** Data of buttons below several requests: as they stand in any chat, or made of a token that was found. */
async function bundleData(world: HostileWorld, chance: Seeded): Promise<string> {
  const chats = [SHOP_GROUP, LAB_GROUP, ...Object.values(PEOPLE).map(({ id }) => id)];
  const seen = chats
    .flatMap((id) => world.telegram.messages(id))
    .flatMap(({ keyboard }) => keyboard.flat())
    .flatMap(({ callback_data: data = '' }) => (data.startsWith('b:') ? [data] : []));
  const tokens = await world.client.hkeys('jobwire:bundles');
  const letter = pick(chance, ['a', 'a', 'd', 'o']);
  const digest = pick(chance, ['A'.repeat(16), ...seen.map((data) => data.slice(-16))]);
  return pick(chance, [
    `b:${pick(chance, ['f'.repeat(32), ...tokens, ...tokens])}:${letter}${digest}`,
    ...seen,
    ...seen,
  ]);
}

/** Data of every button that anybody has, whoever it was made for. */
async function stolenData(world: HostileWorld, chance: Seeded): Promise<string> {
  if (chance.chance(0.25)) return bundleData(world, chance);
  const tokens = await world.client.hkeys('jobwire:taps');
  const selections = (await world.client.keys('jobwire:selection:*')).map((key) => key.slice(18));
  const token = pick(chance, tokens);
  const wants = pick(chance, ['a', 'a', 'a', 'a1', 'a2', 'a999999', 'r']);
  return pick(chance, [
    `v:${token}:${wants}`,
    `v:${token}:${wants}`,
    `v:${token.toLowerCase()}:a`,
    `v:${'A'.repeat(22)}:a`,
    `m:${pick(chance, [...selections, token])}:255a`,
    `m:${pick(chance, [...selections, token])}:0o`,
    `m:${pick(chance, [...selections, token])}:1+`,
    pick(chance, ODD_IDS).slice(0, 30),
  ]);
}

/** An admin of lab may give and take roles of lab by the buttons that ask which project was meant. */
const isOfRoles = (data: string) =>
  readRoleAction(data) !== undefined || parseChoice(data, [])?.setting === 'grant';

/** One tap, on any message of any chat that they are in. */
export async function tapByAttacker(world: HostileWorld, chance: Seeded): Promise<Done> {
  const name = pick(chance, NAMES);
  const chatId = pick(chance, ATTACKERS[name]);
  const messages = world.telegram.messages(chatId).filter(({ from }) => from.isBot);
  const message = pick(chance, messages);
  const own = message.keyboard
    .flat()
    .flatMap((button) => button.callback_data ?? [])
    .filter((data) => !isOfRoles(data));
  const isOwn = own.length > 0 && chance.chance(0.4);
  const data = isOwn ? pick(chance, own) : await stolenData(world, chance);
  const tap = { chatId, messageId: message.messageId, personId: PEOPLE[name].id, data };
  const { text } = await world.telegram.tap(tap);
  return { by: name, did: `${name} taps ${data} in ${chatId} -> ${text}`, text };
}

const COMMANDS: readonly ((target: Target) => string)[] = [
  ({ request }) => `/approve ${request} evil`,
  ({ key }) => `/approve ${key}`,
  ({ request }) => `/approve ${request.slice(0, 3)}`,
  ({ request }) => `/deny ${request} evil`,
  ({ job }) => `/tail ${job}`,
  () => `/tail ${KNOWN.shopJob}`,
  () => `/subscribe project ${SHOP}`,
  () => `/subscribe session ${KNOWN.shopSession}`,
  () => `/grant ${PEOPLE.labApprover.id} admin`,
  () => `/grant ${PEOPLE.labApprover.id} admin ${LAB} as ${PEOPLE.abe.id}`,
  () => `/revoke ${PEOPLE.abe.id}`,
  () => '/dlq',
  () => '/approvals',
];

/** What Abe might ask where others read along who may not know. */
const CARELESS = ['/approvals', `/tail ${KNOWN.shopJob}`, '/subscriptions', '/approve sealed-1'];

/** Answers the ids of what was asked. */
export function askBeforeOthers({ telegram }: HostileWorld): number[] {
  return CARELESS.map((text) => {
    return telegram.say({ chatId: LAB_GROUP, personId: PEOPLE.abe.id, text }).messageId;
  });
}

/** Says something: a command, or a reply to whatever the bot said last. Whoever hears it sees the answer. */
export function sayByAttacker(world: HostileWorld, chance: Seeded, target: Target): Done {
  const name = pick(chance, NAMES);
  const chatId = pick(chance, ATTACKERS[name]);
  const replied = world.telegram.messages(chatId).findLast(({ from }) => from.isBot);
  const isReply = chance.chance(0.3);
  const isDecision = name === 'asker' || isReply;
  const text = isDecision ? `/approve ${target.request} evil` : pick(chance, COMMANDS)(target);
  world.telegram.say({
    ...{ chatId, personId: PEOPLE[name].id, text: isReply ? 'yes, approve it' : text },
    ...(isReply && replied !== undefined ? { replyTo: replied.messageId } : {}),
  });
  return { by: name, did: `${name} says ${text} in ${chatId}`, text: '' };
}
