// The world that a former jobwire left behind: its Redis, and the chats as people see them.
import { systemClock } from '../../src/runtime/clock.ts';
import type { SimMessage } from '../../src/simulator/world/model.ts';
import { type DumpedKey, loadKeys } from '../helpers/key-dump.ts';
import type { Program } from '../helpers/program.ts';
import { tapUntilTold } from '../helpers/slow-taps.ts';
import { ADMIN_TOKEN, ANA, createWorld, type World } from '../helpers/world.ts';
import { type FormerVersion, linesOf } from '../redis/migrations/migration-kit.ts';

export const [BEN, CLEO, DAN, EVE] = [1002, 1003, 1004, 1005] as const;
const TOPIC = 7;
export const [FORUM, GROUP] = [-1_001_000_000_001, -1_001_000_000_002] as const;
const NAMES = [
  [BEN, 'Ben'],
  [CLEO, 'Cleo'],
  [DAN, 'Dan'],
  [EVE, 'Eve'],
] as const;
/** A token of then, for the projects shop and tools. */
export const ROBOT = 'jw_HYjQ8tm8gH7etFb0FVSSCzgZeLGsmwbw6vVEdJhrmRQ';
const WAIT_MS = 60_000;

type Kept = Pick<SimMessage, 'chatId' | 'messageId' | 'text'> &
  Partial<Pick<SimMessage, 'topicId' | 'keyboard' | 'forceReply'>>;

export function messagesOf(version: FormerVersion): Kept[] {
  return linesOf<Kept>(version, 'messages.jsonl');
}

/** Names of what a key of then had in it: members of a set, fields of a hash. */
export function formerNames(key: string, version: FormerVersion = '0.1'): string[] {
  const { value } = linesOf<DumpedKey>(version, 'keys.jsonl').find((one) => one.key === key) ?? {};
  const isList = Array.isArray(value);
  return isList ? value.map(([name]) => String(name)) : Object.keys(value ?? {});
}

/** Their ids, sorted. */
export function formerJobs(version: FormerVersion): string[] {
  const { value } = linesOf<DumpedKey>(version, 'keys.jsonl').find(isJobs) ?? {};
  const texts = Object.values(value ?? {}).map(String);
  return texts.map((text) => String(JSON.parse(text).id)).sort();
}

const isJobs = ({ key }: DumpedKey) => key === 'jobwire:jobs';

export type FormerWorld = Awaited<ReturnType<typeof createFormerWorld>>;

/** Nothing runs yet. */
export async function createFormerWorld(version: FormerVersion = '0.1') {
  const messages = messagesOf(version);
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
  for (const message of messages) await sendAgain(world, message);
  const keys = linesOf<DumpedKey>(version, 'keys.jsonl');
  await loadKeys(world.client, openedNow(keys.filter(isKept).map(closed)));
  return { ...world, telegram, messages, ...actsIn(world, messages) };
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

/** A live log lasts twelve hours. Those of then were opened just now, wherever that is written. */
function openedNow(keys: readonly DumpedKey[]): readonly DumpedKey[] {
  const tails = keys.find(({ key }) => key === 'jobwire:tails')?.value ?? {};
  let text = JSON.stringify(keys);
  for (const name of Object.keys(tails)) {
    const [openedAt, now] = [Number(name.split(' ')[1]), systemClock.now()];
    for (const radix of [10, 36]) {
      text = text.replaceAll(openedAt.toString(radix), now.toString(radix));
    }
  }
  return JSON.parse(text);
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

function actsIn({ simulator }: World, messages: readonly Kept[]) {
  const { world: telegram } = simulator;
  const until = <T>(look: () => T | undefined) => telegram.waitFor(look, WAIT_MS);
  /** The message that showed a request then; it is edited since. */
  const copyOf = ({ chat, id }: Place) => {
    const found = messages.find(({ chatId, text, keyboard = [] }) => {
      return chatId === chat && keyboard.length > 0 && text.includes(`do ${id}`);
    });
    if (found === undefined) throw new Error(`${id} was not shown in ${chat} then`);
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
      return (await tapUntilTold(telegram, tap)).text;
    },
    settled: (place: Place, says: RegExp) =>
      until(() => {
        const message = telegram.message(place.chat, copyOf(place).messageId);
        return message?.keyboard.length === 0 && says.test(message.text) ? message : undefined;
      }),
  };
}

/** What a tap is told that settled a request. */
export const HAS_APPROVED = /^(?:✅ Approved$|You approved this )/;

/** What the HTTP API of a program answers. */
export function httpApiOf({ url }: Program) {
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
