// What people do in the world of leaks. Everything that is said for it, in whichever chat, is searched.
import { expect } from 'vitest';
import type { Tail } from '../../../src/tails/tail.ts';
import { createTailAccess } from '../../../src/tails/tail-access.ts';
import type { Posted } from '../../helpers/recording-outbox.ts';
import { BOT, CHANNEL } from '../commands/command-kit.ts';
import { PEOPLE, type Person } from '../commands/people/rights-world.ts';
import { type LeakPlace, type LeakWorld, seenBy } from './leak-world.ts';

export interface Walk {
  readonly world: LeakWorld;
  readonly person: Person;
  readonly place: LeakPlace;
}

/** Kinds of buttons that everybody in a place tapped already: most are the same below many answers. */
export type Tapped = Set<string>;

export async function say(walk: Walk, text: string): Promise<Posted[]> {
  const { person, place, world } = walk;
  const { chatId, topicId } = place;
  const isGroup = chatId !== undefined;
  // Without the bot's name some commands might be meant for another bot of the group.
  const written = isGroup ? text.replace(/^(\/\w+)/, `$1@${BOT}`) : text;
  const where = isGroup ? { chatId, ...(topicId === undefined ? {} : { topicId }) } : {};
  return searched(walk, text, async () => {
    await world.kit.hear(chatId === CHANNEL ? undefined : person.userId, written, where);
    return '';
  });
}

/** The buttons of messages in this place, and those of what follows. */
export async function tapAll(walk: Walk, posted: readonly Posted[], tapped: Tapped): Promise<void> {
  const { person, place } = walk;
  const here = posted.filter(({ address }) => address.chatId === (place.chatId ?? person.userId));
  const buttons = here.flatMap((one) =>
    (one.message.buttons ?? []).flat().map(({ action }) => ({ one, action })),
  );
  for (const { one, action } of buttons) {
    const kind = action.replace(/mk[0-9a-f]{16,}/, '…').replace(/number-\d+/, '…');
    if (tapped.has(kind)) continue;
    tapped.add(kind);
    for (const who of place.chatId === undefined ? [person] : PEOPLE) {
      const shown = await tap({ ...walk, person: who }, one, action);
      await tapAll({ ...walk, person: who }, shown, tapped);
    }
  }
}

function tap(walk: Walk, message: Posted, action: string): Promise<Posted[]> {
  return searched(walk, `tap ${action}`, async () => {
    const { text } = await walk.world.kit.tap(walk.person.userId, message, action);
    return text.text;
  });
}

/** A message with these buttons, as one from before may be there still. */
export function withButtons({ place, person }: Walk, actions: readonly string[]): Posted {
  const { topicId } = place;
  const address = { chatId: place.chatId ?? person.userId };
  return {
    address: topicId === undefined ? address : { ...address, topicId },
    message: {
      body: { text: '', spans: [] },
      silent: true,
      buttons: actions.map((action) => [{ label: 'x', action }]),
    },
  };
}

/** Codes of links into the bot. */
export function linksIn(posted: readonly Posted[]): string[] {
  const all = posted.map(textOf).join('\n');
  return [...all.matchAll(/[?&]start(?:group)?=([\w-]{1,64})/g)].map(([, code = '']) => code);
}

export function shownOf({ message: { body, buttons = [] } }: Pick<Posted, 'message'>): string {
  return [body.text, ...buttons.flat().map(({ label, action }) => `${label} ${action}`)].join('\n');
}

/** Also what it hides in itself. */
function textOf({ message }: Posted): string {
  const { body, document } = message;
  const hidden = [JSON.stringify(body.spans), document?.name, document?.text];
  return [shownOf({ message }), ...hidden].join('\n');
}

/** Answers what was posted; `act` answers what only the person was told. */
async function searched(walk: Walk, did: string, act: () => Promise<string>): Promise<Posted[]> {
  const { kit, markers, said } = walk.world;
  const [before, tails] = [kit.outbox.posted.length, kit.tails.length];
  const former = new Map((await kit.members.all()).map((member) => [member.userId, member]));
  const told = await act();
  const posted = kit.outbox.posted.slice(before);
  const texts = posted.map((one) => ({ chatId: one.address.chatId, text: textOf(one) }));
  if (told !== '') texts.push({ chatId: walk.place.chatId ?? walk.person.userId, text: told });
  // The lines of an opened log follow by themselves.
  for (const tail of kit.tails.slice(tails)) {
    const lines = await linesOf(tail, walk);
    texts.push(...lines.map((text) => ({ chatId: tail.address.chatId, text })));
  }
  for (const { chatId, text } of texts) {
    // Who loses a role is told which.
    const reader = await readerOf(walk, chatId);
    const sees = chatId < 0 ? reader.sees : [...reader.sees, ...seenBy(former.get(chatId))];
    const leaks = markers.leaksIn(text, { ...reader, sees });
    expect(leaks, `${walk.person.name} in ${walk.place.name}: ${did}\n${text}`).toEqual([]);
    said.push(text);
  }
  return posted;
}

/** As if each job had written its title into its own log and into that of its id. */
async function linesOf(tail: Tail, { world: { kit } }: Walk): Promise<string[]> {
  const jobs = kit.jobs.filter(({ id }) => id === tail.jobId);
  const logs = await createTailAccess(kit)(tail, jobs);
  return (logs ?? []).flatMap(({ projectId }) =>
    jobs
      .filter((job) => projectId === undefined || job.projectId === projectId)
      .map(({ title }) => title),
  );
}

/** Each person reads their own private chat, whoever caused what is said in it. */
async function readerOf({ world, place }: Walk, chatId: number) {
  if (chatId < 0) return { name: place.name, sees: place.sees };
  return { name: `person ${chatId}`, sees: seenBy(await world.kit.members.get(chatId)) };
}
