// Taps on the button of a digest that left events out: all of them are posted below it. Only what this chat would get
// is posted, by its settings and by what people may see now.
import { type Address, addressKey, type ChatBook } from '../../audience/chat-book.ts';
import type { FileRoute } from '../../audience/file-route.ts';
import { route } from '../../audience/route.ts';
import { beforeRange, readRange, type WindowRange } from '../../batch/window-range.ts';
import type { Outbox } from '../../deliver/outbox.ts';
import type { TitleEvents } from '../../deliver/titled-events.ts';
import { describe } from '../../event/event-types.ts';
import type { Journal } from '../../journal/journal.ts';
import { comparePositions } from '../../journal/position.ts';
import type { TitledEvent } from '../../message/notice.ts';
import type { Render } from '../../message/render/render.ts';
import { defined } from '../../runtime/defined.ts';
import type { Tap, TapAction, TapAnswer } from '../handling/tap.ts';
import { addressOf } from '../sending/address.ts';
import { tappedButtons } from './tapped-buttons.ts';

interface Deps {
  readonly journal: Pick<Journal, 'query'>;
  readonly chatBook: Pick<ChatBook, 'audience'>;
  readonly routes: readonly FileRoute[];
  readonly titleEvents: TitleEvents;
  readonly render: Render;
  readonly outbox: Outbox;
}

const PAGE = 500;
/** Events that are listed, and that are read to find them. */
const MAX_LISTED = 2_000;
const MAX_READ = 20_000;

export function createDigestTaps(deps: Deps): TapAction {
  async function showAll(tap: Tap, range: WindowRange): Promise<TapAnswer> {
    const { voice, data, query } = tap;
    // An app can send any data with any message.
    if (!tappedButtons(tap).includes(data))
      return { text: voice.speak('tap-unknown'), alert: true };
    const { message } = query;
    const address = { chatId: message.chat.id, ...defined({ topicId: range.topicId }) };
    const { events, isCut } = await eventsOf(range, address, deps);
    if (events.length === 0) return { text: voice.speak('digest-gone'), alert: true };
    const messages = deps.render({ kind: 'listing', events, isCut }, voice.locale);
    for (const one of messages) {
      await deps.outbox.post(addressOf(message), { ...one, replyTo: message.message_id });
    }
    return { text: voice.speak('digest-shown'), alert: false };
  }

  return (tap) => {
    const range = readRange(tap.data);
    return range === undefined ? undefined : showAll(tap, range);
  };
}

/** What the address would get of a range, requests aside, since these have messages of their own. */
async function eventsOf(range: WindowRange, address: Address, deps: Deps) {
  const { journal, chatBook, routes, titleEvents } = deps;
  const [audience, key] = [await chatBook.audience(), addressKey(address)];
  const found: TitledEvent[] = [];
  let [read, after] = [0, beforeRange(range)];
  for (;;) {
    const { entries, next } = await journal.query({ filter: {}, order: 'asc', limit: PAGE, after });
    const inRange = entries.filter(({ position }) => comparePositions(position, range.to) <= 0);
    const titled = await titleEvents(inRange.map(({ event }) => event));
    for (const one of titled) {
      if (describe(one.event).request) continue;
      const places = route(one.event, audience, routes);
      if (places.some((place) => addressKey(place.address) === key)) found.push(one);
    }
    read += entries.length;
    const isOver = next === undefined || inRange.length < entries.length;
    const isCut = found.length > MAX_LISTED || (!isOver && read >= MAX_READ);
    if (isOver || isCut) return { events: found.slice(0, MAX_LISTED), isCut };
    after = next;
  }
}
