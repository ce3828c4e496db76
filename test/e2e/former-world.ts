// The world that jobwire 0.1 left behind: its Redis, and the chats as people see them.
import { readFileSync } from 'node:fs';
import type { SimMessage } from '../../src/simulator/world/model.ts';
import { type DumpedKey, loadKeys } from '../helpers/key-dump.ts';
import type { Program } from '../helpers/program.ts';
import { ADMIN_TOKEN, ANA, createWorld, type World } from '../helpers/world.ts';

export const [BEN, CLEO, DAN] = [1002, 1003, 1004] as const;
const TOPIC = 7;
export const [FORUM, GROUP] = [-1_001_000_000_001, -1_001_000_000_002] as const;
const NAMES = [
  [BEN, 'Ben'],
  [CLEO, 'Cleo'],
  [DAN, 'Dan'],
] as const;
/** A token of then, for the projects shop and tools. */
export const ROBOT = 'jw_HYjQ8tm8gH7etFb0FVSSCzgZeLGsmwbw6vVEdJhrmRQ';
const WAIT_MS = 20_000;

type Kept = Pick<SimMessage, 'chatId' | 'messageId' | 'text'> &
  Partial<Pick<SimMessage, 'topicId' | 'keyboard' | 'forceReply'>>;

function linesOf<T>(file: string): T[] {
  const text = readFileSync(new URL(`../fixtures/data-of-0.1/${file}`, import.meta.url), 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as T);
}

const KEYS = linesOf<DumpedKey>('keys.jsonl');
export const MESSAGES = linesOf<Kept>('messages.jsonl');

/** Names of what a key of then had in it: members of a set, fields of a hash. */
export function formerNames(key: string): string[] {
  const { value } = KEYS.find((one) => one.key === key) ?? {};
  const isList = Array.isArray(value);
  return isList ? value.map(([name]) => String(name)) : Object.keys(value ?? {});
}

export type FormerWorld = Awaited<ReturnType<typeof createFormerWorld>>;

/** Nothing runs yet. */
export async function createFormerWorld() {
  const settings = { EVENT_RETENTION_DAYS: '36500', TAIL_INTERVAL_MS: '200' };
  const world = await createWorld({ limits: 'off', settings });
  const { world: telegram } = world.simulator;
  for (const [id, firstName] of NAMES) {
    telegram.addPerson({ id, firstName, languageCode: 'en' });
    telegram.addPrivateChat(id);
  }
  const topics = [{ id: TOPIC, name: 'Deploys' }];
  telegram.addGroup({ id: FORUM, title: 'Shop forum', members: [ANA, BEN, CLEO], topics });
  telegram.addGroup({ id: GROUP, title: 'Tools', members: [ANA, BEN] });
  for (const message of MESSAGES) await sendAgain(world, message);
  await loadKeys(world.client, KEYS.filter(isKept).map(closed));
  return { ...world, telegram, ...actsIn(world) };
}

/** The simulator counts its updates from the beginning again. */
function isKept({ key }: DumpedKey): boolean {
  return !key.startsWith('jobwire:update:');
}

/** The windows that were open then are over, whatever this machine's clock says. */
function closed(one: DumpedKey): DumpedKey {
  if (one.type !== 'zset' || !/^jobwire:(?:due|out:-?\d+:windows)$/.test(one.key)) return one;
  return { ...one, value: one.value.map(([member]) => [member, '1'] as const) };
}

/** Under the id that it had. What people wrote is only there to have its id. */
async function sendAgain({ simulator }: World, message: Kept): Promise<void> {
  const { chatId, messageId, topicId, text, keyboard = [], forceReply } = message;
  const markup = forceReply ? { force_reply: true } : { inline_keyboard: keyboard };
  const response = await fetch(`${simulator.apiRoot}/bot${simulator.token}/sendMessage`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      ...{ chat_id: chatId, text, reply_markup: markup },
      ...(topicId === undefined ? {} : { message_thread_id: topicId }),
    }),
  });
  const { result } = (await response.json()) as { result?: { message_id: number } };
  if (result?.message_id !== messageId) throw new Error(`message ${messageId} got another id`);
}

interface Place {
  readonly chat: number;
  /** The request, by what its action says: `do <id>`. */
  readonly id: string;
}

function actsIn({ simulator }: World) {
  const { world: telegram } = simulator;
  const until = <T>(look: () => T | undefined) => telegram.waitFor(look, WAIT_MS);
  /** The message that showed a request then; it is edited since. */
  const copyOf = ({ chat, id }: Place) => {
    const found = MESSAGES.find(({ chatId, text, keyboard = [] }) => {
      return chatId === chat && keyboard.length > 0 && text.includes(`do ${id}`);
    });
    if (found === undefined) throw new Error(`0.1 did not show ${id} in ${chat}`);
    return found;
  };
  return {
    until,
    /** A message of the bot in a chat that says so, once it is there. */
    told: (chat: number, says: RegExp) =>
      until(() => telegram.messages(chat).find(({ from, text }) => from.isBot && says.test(text))),
    /** Approves by the button that was sent then. */
    async approve(place: Place, who = place.chat): Promise<string> {
      const { messageId, keyboard = [] } = copyOf(place);
      const data = keyboard[0]?.[0]?.callback_data ?? '';
      const tap = { chatId: place.chat, messageId, personId: who, data, timeoutMs: WAIT_MS };
      return (await telegram.tap(tap)).text;
    },
    settled: (place: Place, says: RegExp) =>
      until(() => {
        const message = telegram.message(place.chat, copyOf(place).messageId);
        return message?.keyboard.length === 0 && says.test(message.text) ? message : undefined;
      }),
  };
}

/** What the side port of a program answers. */
export function sidePortOf({ url }: Program) {
  const headers = (token: string) => ({
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
  });
  return {
    get: async (path: string) =>
      (await fetch(`${url}/api/v1/${path}`, { headers: headers(ADMIN_TOKEN) })).json(),
    approve: (id: string, token: string) =>
      fetch(`${url}/api/v1/approvals/${id}/decision`, {
        method: 'POST',
        headers: headers(token),
        body: JSON.stringify({ decision: 'approve' }),
      }),
  };
}
