// Every command there is, bare and with every kind of argument, every button below its answers, and every link into the bot
// that it gives out; by everybody, in every kind of chat. What is said in a chat is searched for what may not be shown there.
import { describe, expect, it } from 'vitest';
import { CHAT_COMMANDS } from '../../../src/telegram/commands/registry.ts';
import { PEOPLE, type Person } from '../commands/people/rights-world.ts';
import { KNOWN_PERSON, known } from './known.ts';
import { createLeakWorld, type LeakPlace, PLACES, resetChats, seenBy } from './leak-world.ts';
import { linksIn, say, shownOf, type Tapped, tapAll, type Walk, withButtons } from './walk.ts';

/** With `%` for the name of a project. */
const NAMES = ['j-%', 'a-%', 's-%', 'p-%'] as const;
const FORMS = [...NAMES, 'project p-%', 'session s-%', 'job j-%'] as const;
/** What begins what nobody may guess, and words that some command understands. */
const OTHERS = [
  ...['', 'mk', 'project mk', 'session mk', 'job mk', 'j-', 'a-', 'p-', 'twin', 'a-twin', 'k-lab'],
  ...['5', 'all', 'everything', 'off', 'on', 'seen', 'de', '2h', String(KNOWN_PERSON)],
  ...[`${KNOWN_PERSON} viewer p-lab`, 'viewer', 'dlq'],
];
const ARGUMENTS = [
  ...OTHERS,
  ...['lab', 'shop'].flatMap((project) => FORMS.map((form) => form.replace('%', project))),
];

const isEverything = ({ place, person }: Pick<Walk, 'place' | 'person'>) =>
  person.name === 'admin of all' && place.chatId === undefined;

/** `found`: what was told to the one who may see everything. */
async function walkAs(place: LeakPlace, person: Person) {
  const tapped: Tapped = new Set();
  const found = new Set<string>();
  for (const { name } of CHAT_COMMANDS) {
    const world = await createLeakWorld();
    const walk = { world, person, place };
    for (const argument of ARGUMENTS) {
      const posted = await say(walk, `/${name} ${argument}`.trim());
      await tapAll(walk, posted, tapped);
      for (const code of linksIn(posted)) {
        for (const other of PEOPLE) await say({ ...walk, person: other }, `/start ${code}`);
      }
      await resetChats(world);
    }
    expect(world.kit.log.lines.filter(({ name: line }) => line === 'command_failed')).toEqual([]);
    if (!isEverything({ place, person })) continue;
    for (const one of world.markers.leaksIn(world.said.join('\n'), { name: '', sees: [] })) {
      found.add(one);
    }
  }
  return { found, tapped };
}

/** What an admin of everything is shown in private, so that the search would find it. */
const SHOWN = [
  ...['title of a job of lab (lab)', 'title of a twin of vault (vault)', 'job of shop (shop)'],
  ...['action of lab (lab)', 'reason of shop (shop)', 'request of shop (shop)'],
  ...['session of shop (shop)', 'name of a project (project)', 'action of nobody (nobody)'],
  ...['name of a person (people)', 'name of somebody of vault (admin)'],
  ...['internal action (internal)', 'internal job (internal)', 'text of a dead letter (admin)'],
];

describe.each(PLACES)('in $name', (place) => {
  // Whoever writes in a channel, it is the channel that writes.
  const people = place.name === 'a channel' ? PEOPLE.slice(0, 1) : PEOPLE;

  it.each(people)('nothing is shown to $name that may not be', async (person) => {
    const { found, tapped } = await walkAs(place, person);
    if (!isEverything({ place, person })) return;
    expect(SHOWN.filter((one) => !found.has(one))).toEqual([]);
    expect(tapped.size).toBeGreaterThan(30);
  });

  it('the buttons of messages from before show nothing either, whoever taps', async () => {
    const world = await createLeakWorld();
    for (const person of PEOPLE) {
      const walk = { world, person, place };
      await tapAll(walk, [withButtons(walk, world.buttons)], new Set());
      await resetChats(world);
    }
  });

  it.each(people)('what is another’s is for $name what does not exist', async (person) => {
    const there = { world: await createLeakWorld(), person, place };
    const absent = { world: await createLeakWorld(), person, place };
    for (const { name } of CHAT_COMMANDS) {
      for (const project of ['lab', 'shop'] as const) {
        if (mayAskFor(project, name, { place, person })) continue;
        for (const form of FORMS) {
          const saying = `/${name} ${form}`;
          const answer = async (walk: Walk, name: string) =>
            withoutNames(await answerTo(walk, saying.replace('%', name)), [project, 'void']);
          expect(await answer(there, project), saying).toBe(await answer(absent, 'void'));
        }
      }
    }
  });
});

/**
 * A group shows only what it gets. But people may have it follow what they may see themselves; and what it follows may be
 * named by everybody there, as /subscriptions says it.
 */
function mayAskFor(
  project: 'lab' | 'shop',
  command: string,
  { place, person }: Pick<Walk, 'place' | 'person'>,
): boolean {
  const isTheirs = seenBy({ ...person, name: '', knownAs: [] }).includes(project);
  if (place.chatId === undefined) return isTheirs;
  const isHere = place.sees.includes(project);
  if (command === 'unsubscribe') return isHere;
  return isTheirs && (isHere || command === 'subscribe');
}

async function answerTo(walk: Walk, saying: string): Promise<string> {
  const posted = await say(walk, saying);
  await resetChats(walk.world);
  return walk.world.markers.named(posted.map(shownOf).join('\n'));
}

function withoutNames(text: string, projects: readonly string[]): string {
  const names = projects.flatMap((project) => NAMES.map((form) => form.replace('%', project)));
  return names.reduce((rest, name) => rest.replaceAll(name, `${name.slice(0, 2)}%`), text);
}

it('people type the names that the world has', () => {
  const typed = NAMES.map((form) => form.replace('%', 'lab'));
  expect(typed.sort()).toEqual(Object.values(known('lab')).sort());
});
