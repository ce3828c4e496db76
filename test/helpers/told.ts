// What the program told of its events: by polling, and in a chat.
import type { Simulator } from '../../src/simulator/simulator.ts';
import { ADMIN_TOKEN } from './world.ts';

export interface ToldEvent {
  readonly event_id: string;
  readonly event_type: string;
  readonly timestamp: string;
}

/** All events that a query finds, page by page. */
export async function everyEvent(url: string, query = ''): Promise<ToldEvent[]> {
  const headers = { authorization: `Bearer ${ADMIN_TOKEN}` };
  const events: ToldEvent[] = [];
  let cursor = '';
  do {
    const response = await fetch(`${url}/api/v1/events?limit=1000${query}${cursor}`, { headers });
    const text = await response.text();
    if (!response.ok) throw new Error(`${response.status} ${text}`);
    const page = JSON.parse(text) as { events: ToldEvent[]; next: string | null };
    events.push(...page.events);
    cursor = page.next === null ? '' : `&cursor=${encodeURIComponent(page.next)}`;
  } while (cursor !== '');
  return events;
}

/** Of an event; not of a session, nor of a list of failures, nor that a failure above has been fixed since. */
const HEADING = /^(?!📂|❌ \d+ failures$|✅ fixed )\p{Extended_Pictographic}/u;
const MORE = /(?:^… and | · \+)([\d,]+) more$/;

/** Has the bot greet an admin's private chat and tell every event there in digests, none on a live card. */
export async function beginDigests({ world }: Simulator, chatId: number): Promise<void> {
  for (const [at, text] of ['/start', '/cards off'].entries()) {
    world.say({ chatId, personId: chatId, text });
    await world.waitFor(() => saidIn(world, chatId)[at], 60_000);
  }
}

/** What the bot said in a chat since `beginDigests`, in order. */
export function textsTold({ world }: Simulator, chatId: number): string[] {
  return saidIn(world, chatId)
    .slice(2)
    .map(({ text }) => text);
}

function saidIn(world: Simulator['world'], chatId: number) {
  return world.messages(chatId).filter(({ from }) => from.isBot);
}

/** How many events messages tell of: those that are shown and those that are only counted. */
export function countTold(texts: readonly string[]): number {
  return texts.reduce((sum, text) => {
    const count = counts.get(text) ?? countIn(text);
    counts.set(text, count);
    return sum + count;
  }, 0);
}

/** Who waits for a count asks again and again, and few messages are new. */
const counts = new Map<string, number>();

function countIn(text: string): number {
  return text.split('\n').reduce((sum, line) => {
    const more = MORE.exec(line)?.[1] ?? '0';
    return sum + (HEADING.test(line) ? 1 : 0) + Number(more.replaceAll(',', ''));
  }, 0);
}
