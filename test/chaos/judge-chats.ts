// What the chats were shown: every failure and request, every outcome, and no older state after a newer.
import type { SimMessage } from '../../src/simulator/world/model.ts';
import type { World } from '../../src/simulator/world/world.ts';
import type { Alert, Books } from './accepted.ts';
import { CHATS, type ChaosChat, isShownIn } from './cast.ts';
import { type Finding, finding, several } from './findings.ts';
import { isBundle, isOpen, isOpenFor } from './people.ts';

/** A chat and, where it has moved, what became of it. */
export function saidIn(world: World, chatId: number): SimMessage[] {
  const movedTo = world.chat(chatId)?.movedTo;
  const later = movedTo === undefined ? [] : saidIn(world, movedTo);
  return [...world.messages(chatId).filter(({ from }) => from.isBot), ...later];
}

const wasShown = (said: readonly SimMessage[], mark: string) =>
  said.some(({ text, history }) => [text, ...history.map((one) => one.text)].join().includes(mark));

/** `<mark> in <chat>` of each alert that a chat should have been shown and was not. */
export function unshown(world: World, alerts: readonly Alert[]): string[] {
  return CHATS.flatMap((chat) => {
    const said = saidIn(world, chat.id);
    return alerts
      .filter(({ kind, project }) => isShownIn(chat, kind, projectOf(project)))
      .filter(({ mark }) => !wasShown(said, mark))
      .map(({ mark }) => `${mark} in ${chat.id} (${chat.kind} ${chat.level})`);
  });
}

const projectOf = (project: string) => project.replace(/^film-\d+$/, 'film');

/** Whether it is, or once was, a request of this mark with buttons that decide. */
const isCopy = (message: SimMessage, mark: string) =>
  message.text.includes(mark) &&
  [message, ...message.history].some(({ keyboard }) => isOpen({ keyboard }));

/** Copies of decided requests that still have buttons. */
export function openCopies(world: World, decided: ReadonlySet<string>, books: Books) {
  const { gone, unheard } = books;
  const place = ({ chatId, messageId }: SimMessage) => `${chatId}/${messageId}`;
  const open = CHATS.filter(({ isVictim }) => !isVictim).flatMap(({ id }) => {
    const said = saidIn(world, id);
    // Where a group has moved to; what stayed behind can't be changed any more.
    const within = said.filter(({ chatId }) => world.chat(chatId)?.movedTo === undefined);
    return [...decided].flatMap((mark) =>
      within
        .filter((message) => isOpenFor(message, mark) && isCopy(message, mark))
        .filter((message) => !gone.has(place(message)))
        .map((message) => ({ mark, message, isRepeat: isRepeated(message, mark, said) })),
    );
  });
  const isKnown = ({ message, isRepeat }: (typeof open)[number]) =>
    !isRepeat && !unheard.has(place(message));
  return { alone: open.filter(isKnown), repeats: open.filter((one) => !isKnown(one)) };
}

/**
 * Whether another message shows the same request and has no buttons: the bot never heard of this one. The last line of
 * a request says its job and its id, whatever has become of it.
 */
function isRepeated(message: SimMessage, mark: string, said: readonly SimMessage[]): boolean {
  if (isBundle(message)) {
    return said.some((other) => other.text.includes(mark) && !isOpenFor(other, mark));
  }
  const ids = message.text.split('\n').at(-1) ?? '';
  return said.some(
    (other) =>
      (!isOpen(other) && other.text.split('\n').includes(ids)) ||
      (wasBundle(other) && other.text.includes(mark) && !isOpenFor(other, mark)),
  );
}

/** A list of several requests, which says of decided ones no more than what they are for. */
const wasBundle = (message: SimMessage) => [message, ...message.history].some(isBundle);

const NEWS = /#(\w+-\d+)-(\d+)#/g;

/** Of each lane that a message tells of, the newest. */
function newestIn(text: string): Map<string, number> {
  const newest = new Map<string, number>();
  for (const [, lane = '', at] of text.matchAll(NEWS)) {
    newest.set(lane, Math.max(newest.get(lane) ?? -1, Number(at)));
  }
  return newest;
}

/** News of a lane goes on in every chat; a message that says the same as an earlier one is a repeat. */
export function judgeNews(world: World): Finding[] {
  const cases = CHATS.filter(({ isVictim }) => !isVictim).flatMap((chat) => stepsBack(world, chat));
  return several('chats', 'older news after newer', cases);
}

function stepsBack(world: World, { id }: ChaosChat): string[] {
  const newest = new Map<string, number>();
  const texts = new Set<string>();
  const cases: string[] = [];
  for (const { text, messageId, editedAt } of saidIn(world, id)) {
    // A message that changes in place tells the newest at its old place.
    if (texts.has(text) || editedAt !== undefined) continue;
    texts.add(text);
    for (const [lane, at] of newestIn(text)) {
      const before = newest.get(lane) ?? -1;
      if (at < before) cases.push(`#${lane}-${at}# after ${before} in ${id}/${messageId}`);
      newest.set(lane, Math.max(before, at));
    }
  }
  return cases;
}

/** How often an alert came to a chat beyond once. */
export function repeatedAlerts(world: World, { alerts }: Books): string[] {
  return CHATS.flatMap((chat) => {
    const said = saidIn(world, chat.id);
    return alerts.flatMap(({ mark, kind }) => {
      const copies = said.filter((message) =>
        kind === 'request' ? isCopy(message, mark) : message.text.includes(`it broke: ${mark}`),
      );
      return Array.from({ length: Math.max(0, copies.length - 1) }, () => `${mark} in ${chat.id}`);
    });
  });
}

export function judgeRepeats(
  world: World,
  books: Books,
  { disturbances }: { readonly disturbances: number },
): Finding[] {
  const repeated = repeatedAlerts(world, books);
  if (repeated.length <= disturbances) return [];
  const [found] = several('chats', 'alert shown again', repeated);
  return [finding('chats', `${found?.what}; ${disturbances} could be explained`)];
}
