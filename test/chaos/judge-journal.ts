// Everything that was accepted is in the journal once and in order, or a dead letter; and the stream
// that was read all the while says the same as polling does.
import type { Redis } from 'ioredis';
import type { EventReader } from '../helpers/event-reader.ts';
import { lanesIn } from '../helpers/load.ts';
import { everyEvent, type ToldEvent } from '../helpers/told.ts';
import type { Books } from './accepted.ts';
import { type Finding, finding, several } from './findings.ts';

export interface Kept {
  readonly events: readonly ToldEvent[];
  /** Each event as text. */
  readonly texts: readonly string[];
  readonly letters: readonly string[];
}

export async function readKept(url: string, client: Redis): Promise<Kept> {
  const events = await everyEvent(url);
  const letters = await client.xrange('jobwire:dlq', '-', '+');
  return {
    events,
    texts: events.map((event) => JSON.stringify(event)),
    letters: letters.map(([, fields]) => JSON.stringify(fields)),
  };
}

const MARKED = /#\w+-\d+-\d+#/;
const ON_CHANNELS = /^(?:jobs|build)-/;
const HOSTILE = /hostile-\d+z/g;

/** Accepted and neither kept nor dead yet. */
export function missing({ texts, letters }: Kept, books: Books, eventsPerLane: number): string[] {
  const lanes = lanesIn(texts);
  const known = new Set(texts.flatMap((text) => text.match(HOSTILE) ?? []));
  const dead = new Set(letters.flatMap((text) => text.match(HOSTILE) ?? []));
  const ofAlerts = books.alerts.filter(
    ({ mark }) => !texts.some((text) => text.includes(mark) && !text.includes('"jobwire"')),
  );
  return [
    ...books.lanes.flatMap((lane) => {
      const places = new Set(lanes.get(lane));
      const all = Array.from({ length: eventsPerLane }, (_, at) => at);
      return all.filter((at) => !places.has(at)).map((at) => `${lane}-${at}`);
    }),
    ...books.hostile.filter((mark) => !known.has(mark) && !dead.has(mark)),
    ...ofAlerts.map(({ mark }) => mark),
  ];
}

export function judgeJournal(kept: Kept, books: Books, reader: EventReader): Finding[] {
  const lanes = lanesIn(kept.texts.filter((text) => MARKED.test(text)));
  const kepts = [...lanes].filter(([lane]) => !ON_CHANNELS.test(lane));
  const heard = [...lanes].filter(([lane]) => ON_CHANNELS.test(lane));
  const ids = kept.events.map(({ event_id }) => event_id);
  const told = reader.told.map((text) => (JSON.parse(text) as ToldEvent).event_id);
  const alertIds = books.alerts.map(({ mark }) => mark);
  const foreign = kept.texts.filter((text) => !text.includes('"jobwire"'));
  const timesKept = (mark: string) =>
    foreign.filter((text) => text.includes(`event-of-${mark}"`)).length;
  return [
    ...several('journal', 'lane out of order', kepts.filter(isOutOfOrder).map(showLane)),
    ...several('journal', 'lane with repeats', kepts.filter(hasRepeats).map(showLane)),
    ...several('channels', 'lane out of order', heard.filter(isOutOfOrder).map(showLane)),
    ...several('channels', 'lane with repeats', heard.filter(hasRepeats).map(showLane)),
    ...several(
      'journal',
      'alert kept twice',
      alertIds.filter((mark) => timesKept(mark) > 1),
    ),
    ...several('journal', 'odd event kept twice', twice(kept, books)),
    ...(reader.gaps > 0 ? [finding('stream', `it told of ${reader.gaps} gaps`)] : []),
    ...differences(ids, told),
  ];
}

function twice({ texts, letters }: Kept, { hostile }: Books): string[] {
  const counts = new Map<string, number>();
  for (const text of [...texts, ...letters]) {
    for (const mark of new Set(text.match(HOSTILE))) counts.set(mark, (counts.get(mark) ?? 0) + 1);
  }
  return hostile.filter((mark) => (counts.get(mark) ?? 0) > 1);
}

type Lane = readonly [name: string, places: readonly number[]];

const isOutOfOrder = ([, places]: Lane) =>
  places.some((place, at) => at > 0 && place < (places[at - 1] ?? 0));
const hasRepeats = ([, places]: Lane) => new Set(places).size < places.length;

function showLane([name, places]: Lane): string {
  const at = places.findIndex((place, index) => index > 0 && place <= (places[index - 1] ?? 0));
  return `${name} (… ${places.slice(Math.max(0, at - 2), at + 3).join(' ')} …)`;
}

function differences(polled: readonly string[], told: readonly string[]): Finding[] {
  const known = new Set(told);
  const lost = polled.filter((id) => !known.has(id));
  const inOrder = polled.filter((id) => known.has(id));
  const repeats = told.length - known.size;
  const first = inOrder.findIndex((id, at) => id !== told[at]);
  return [
    ...several('stream', 'event that polling has and the stream never told', lost),
    ...(repeats > 0 ? [finding('stream', `it told ${repeats} events again`)] : []),
    ...(repeats === 0 && first >= 0
      ? [finding('stream', `another order than polling from ${inOrder[first]} on`)]
      : []),
  ];
}

/** What a channel said while nothing was wrong is kept too. `isTroubled`: of the run's clock. */
export function judgeLossy(
  kept: Kept,
  { lossy }: Books,
  isTroubled: (atMs: number) => boolean,
): Finding[] {
  const lanes = lanesIn(kept.texts);
  const lost = lossy.filter(({ lane, at }) => !lanes.get(lane)?.includes(at));
  const cases = lost
    .filter(({ sentAtMs }) => !isTroubled(sentAtMs))
    .map(({ lane, at, sentAtMs }) => `${lane}-${at} at ${(sentAtMs / 1_000).toFixed(1)} s`);
  return several('channels', 'message lost while nothing was wrong', cases);
}
