// People who decide what they are asked: by a tap, two taps at once, a command, or over HTTP; and some
// requests that nobody decides.

import { systemClock } from '../../src/runtime/clock.ts';
import type { Change } from '../../src/simulator/world/changes.ts';
import type { SimMessage } from '../../src/simulator/world/model.ts';
import type { World } from '../../src/simulator/world/world.ts';
import { createSeeded, type Seeded } from '../helpers/seeded.ts';
import { ADMIN_TOKEN } from '../helpers/world.ts';
import { ALERT_MARK, type Books, type Tap } from './accepted.ts';
import { CHATS, type ChaosChat, pickDecider } from './cast.ts';

interface Deps {
  readonly world: World;
  readonly books: Books;
  readonly urls: readonly string[];
  readonly seed: number;
  readonly nowMs: () => number;
}

export interface People {
  /** Nobody begins anything new; resolves when what was begun has ended. */
  stop(): Promise<void>;
}

const TAP_WAIT_MS = 25_000;
const RETRY_MS = 200;
const steady = new Map(
  CHATS.filter(({ isVictim, isSmall }) => !isVictim && !isSmall).map((chat) => [chat.id, chat]),
);

const GATE = /^ask-f/;

type Way = 'nobody' | 'tap' | 'two taps' | 'command' | 'http';

function drawWay(random: Seeded): Way {
  const lot = random.next();
  if (lot < 0.15) return 'nobody';
  if (lot < 0.6) return 'tap';
  if (lot < 0.75) return 'two taps';
  return lot < 0.9 ? 'command' : 'http';
}

export function startPeople(deps: Deps): People {
  const { world, books } = deps;
  const known = new Set<string>();
  const acts = new Set<Promise<void>>();
  const stopping = new AbortController();

  async function decide(mark: string, message: SimMessage, chat: ChaosChat): Promise<void> {
    const random = createSeeded(deps.seed ^ hashOf(mark));
    // A gate is named by its job and stage: one taps, or does nothing.
    const way = GATE.test(mark) ? 'tap' : drawWay(random);
    await systemClock.sleep(200 + random.below(2_500), stopping.signal);
    if (stopping.signal.aborted) return;
    const first = random.below(2);
    const at = { mark, message, chat, random };
    switch (way) {
      case 'nobody':
        return;
      case 'tap':
        await tap(deps, at, first);
        return;
      case 'two taps':
        await Promise.all([tap(deps, at, first), tap(deps, at, 1 - first)]);
        return;
      case 'command':
        // Nobody approves what they have not seen, and the bot does not know of that copy.
        if (books.unheard.has(`${message.chatId}/${message.messageId}`)) await tap(deps, at, first);
        else say(deps, at, first);
        return;
      case 'http':
        await decideOverHttp(deps, mark, first);
    }
  }

  const unfollow = world.follow((change: Change) => {
    if (change.kind !== 'message' || !change.message.from.isBot) return;
    const { message } = change;
    const chat = steady.get(message.chatId);
    if (chat === undefined || chat.deciders.length === 0 || !isOpen(message)) return;
    for (const mark of marksIn(message)) {
      if (known.has(mark)) continue;
      known.add(mark);
      const act = decide(mark, message, chat).catch(() => {});
      acts.add(act);
      void act.finally(() => acts.delete(act));
    }
  });

  return {
    async stop() {
      unfollow();
      stopping.abort();
      await Promise.all(acts);
    },
  };
}

const VERDICTS = ['approved', 'denied'] as const;

export const isOpen = ({ keyboard }: Pick<SimMessage, 'keyboard'>) =>
  (keyboard[0]?.filter(({ callback_data }) => callback_data !== undefined).length ?? 0) >= 2;

/** It shows several requests, and its buttons decide all of them that are pending. */
export const isBundle = ({ keyboard }: Pick<SimMessage, 'keyboard'>) =>
  keyboard[0]?.[0]?.callback_data?.startsWith('b:') === true;

/** Of several requests in one message those that are decided come before the first blank line. */
function marksIn(message: SimMessage): string[] {
  const { text } = message;
  const pending = isBundle(message) ? text.slice(text.indexOf('\n\n')) : text;
  const marks = new Set(pending.match(ALERT_MARK)?.filter((mark) => mark.startsWith('ask')));
  return isBundle(message) ? [...marks] : [...marks].slice(0, 1);
}

/** Whether a message has buttons that decide this request. */
export const isOpenFor = (message: SimMessage, mark: string) =>
  isOpen(message) && (!isBundle(message) || marksIn(message).includes(mark));

interface At {
  readonly mark: string;
  readonly message: SimMessage;
  readonly chat: ChaosChat;
  readonly random: Seeded;
}

async function tap(deps: Deps, at: At, column: number): Promise<void> {
  const { message, chat, random, mark } = at;
  if (isBundle(message)) return tapAll(deps, at, column);
  const by = pickDecider(chat, random) ?? 0;
  const data = message.keyboard[0]?.[column]?.callback_data ?? '';
  const verdict = VERDICTS[column] ?? 'denied';
  const noted: Tap = { mark, verdict, via: 'tap', by, atMs: deps.nowMs() };
  deps.books.taps.push(noted);
  const { chatId, messageId } = message;
  const tapping = { chatId, messageId, personId: by, data, timeoutMs: TAP_WAIT_MS };
  const answer = await deps.world.tap(tapping).catch(() => undefined);
  if (answer !== undefined) noted.answer = answer.text;
}

/**
 * Taps as often as it takes, wherever the request stands in the chat now: what changed since it was listed decides
 * nothing.
 */
async function tapAll(deps: Deps, { message, chat, random, mark }: At, column: number) {
  const { world, books, nowMs } = deps;
  const by = pickDecider(chat, random) ?? 0;
  const verdict = VERDICTS[column] ?? 'denied';
  const { chatId, messageId } = message;
  const isMeant = (one: SimMessage) => one.from.isBot && isOpen(one) && marksIn(one).includes(mark);
  const here = () => [world.message(chatId, messageId)].find((one) => one && isMeant(one));
  const elsewhere = () => world.messages(chatId).findLast(isMeant);
  for (let turn = 0; turn < 10; turn += 1) {
    const now = here() ?? elsewhere();
    if (now === undefined) return;
    if (!isBundle(now)) return tap(deps, { message: now, chat, random, mark }, column);
    const data = now.keyboard[0]?.[column]?.callback_data ?? '';
    for (const one of marksIn(now)) {
      books.taps.push({ mark: one, verdict, via: 'tap', by, atMs: nowMs() });
    }
    const at = { chatId, messageId: now.messageId };
    const tapping = { ...at, personId: by, data, timeoutMs: TAP_WAIT_MS };
    await world.tap(tapping).catch(() => undefined);
    await systemClock.sleep(2_000);
  }
}

/** In the chat that shows it. */
function say({ world, books, nowMs }: Deps, { mark, chat, random }: At, column: number): void {
  const by = pickDecider(chat, random) ?? 0;
  const verdict = VERDICTS[column] ?? 'denied';
  books.taps.push({ mark, verdict, via: 'command', by, atMs: nowMs() });
  const command = column === 0 ? 'approve' : 'deny';
  const topic = chat.topicId === undefined ? {} : { topicId: chat.topicId };
  world.say({ chatId: chat.id, personId: by, text: `/${command} ${mark}`, ...topic });
}

/** Until it is answered that this, or another one, is the decision. */
async function decideOverHttp(deps: Deps, mark: string, column: number): Promise<void> {
  const verdict = VERDICTS[column] ?? 'denied';
  const decision = column === 0 ? 'approve' : 'deny';
  const headers = { authorization: `Bearer ${ADMIN_TOKEN}`, 'content-type': 'application/json' };
  const body = JSON.stringify({ decision });
  for (let turn = 0; turn < 100; turn += 1) {
    const url = `${deps.urls[turn % deps.urls.length]}/api/v1/approvals/${mark}/decision`;
    const signal = AbortSignal.timeout(5_000);
    const response = await fetch(url, { method: 'POST', headers, body, signal }).catch(() => null);
    if (response?.status === 200 || response?.status === 409) {
      deps.books.taps.push({ mark, verdict, via: 'http', by: 0, atMs: deps.nowMs() });
      return;
    }
    await systemClock.sleep(RETRY_MS);
  }
}

function hashOf(text: string): number {
  let hash = 7;
  for (const character of text) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) >>> 0;
  return hash;
}
