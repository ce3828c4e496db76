// Every command and every button, by everybody, in every kind of chat: no answer holds anything that
// the chat must not show.
import { describe, expect, it } from 'vitest';
import type { Posted } from '../../../helpers/recording-outbox.ts';
import { type CommandKit, GROUP } from '../command-kit.ts';
import {
  createWorld,
  MARKS,
  marksAllowed,
  marksToAskFor,
  PEOPLE,
  type Person,
  PLACES,
  type Place,
  SAYINGS,
} from '../people/rights-world.ts';

function whereOf({ group }: Place) {
  if (group === undefined) return {};
  return { chatId: GROUP, ...(group.topicId === undefined ? {} : { topicId: group.topicId }) };
}

/** What somebody typed themselves is no secret; callback data of the bot's own buttons counts. */
function withoutTyped(text: string, saying: string): string {
  const typed = saying.split(' ').filter((word) => /lab|shop/.test(word));
  return typed
    .sort((one, other) => other.length - one.length)
    .reduce((rest, word) => rest.replaceAll(new RegExp(`${word}(?![\\w-])`, 'g'), '…'), text);
}

function textOf({ message: { body, buttons = [] } }: Posted): string {
  return [body.text, ...buttons.flat().map(({ label, action }) => `${label} ${action}`)].join('\n');
}

interface Saying {
  readonly person: Person;
  readonly saying: string;
  readonly place: Place;
}

/** All messages in this chat after one command: its answer, and what its buttons bring. */
async function allSaid(kit: CommandKit, { person, saying, place }: Saying) {
  const said: string[] = [];
  const answers = await kit.hear(person.userId, saying, whereOf(place));
  for (const posted of answers) {
    if (place.group !== undefined && posted.address.chatId !== GROUP) continue;
    said.push(textOf(posted));
    for (const { action } of (posted.message.buttons ?? []).flat()) {
      for (const other of place.group === undefined ? [person] : PEOPLE) {
        const before = kit.outbox.posted.length;
        said.push((await kit.tap(other.userId, posted, action)).text.text);
        said.push(...kit.outbox.posted.slice(before).map(textOf));
      }
    }
  }
  return said.join('\n');
}

describe.each(PLACES)('in $name', (place) => {
  it.each(PEOPLE)('nothing outside is shown to $name', async (person) => {
    const allowed = marksAllowed(place, person);
    for (const saying of SAYINGS) {
      const kit = await createWorld(place);
      const said = withoutTyped(await allSaid(kit, { person, saying, place }), saying);
      for (const [mark, pattern] of Object.entries(MARKS)) {
        const found = allowed.has(mark) ? null : pattern.exec(said);
        expect(found && `${saying} tells of ${mark}: ${said}`).toBeNull();
      }
    }
  });

  it.each(PEOPLE)('no log of an outside job opens for $name', async (person) => {
    const allowed = marksAllowed(place, person);
    for (const saying of SAYINGS.filter((one) => one.startsWith('/tail'))) {
      const kit = await createWorld(place);
      await kit.hear(person.userId, saying, whereOf(place));
      for (const { jobId } of kit.tails) {
        const owners = kit.jobs.filter(({ id }) => id === jobId);
        for (const { projectId = '', visibility } of owners) {
          expect([saying, projectId, allowed.has(projectId.slice(2))]).toEqual([
            saying,
            projectId,
            true,
          ]);
          expect(visibility === 'public' || allowed.has('internal')).toBe(true);
        }
      }
    }
  });

  it.each(PEOPLE)(
    'what is outside, or not for them to see, looks nonexistent to $name',
    async (person) => {
      const allowed = marksToAskFor(place, person);
      const hidden = (['lab', 'shop'] as const).filter((project) => !allowed.has(project));
      for (const project of hidden) {
        for (const form of [
          '/approve a-%-1',
          '/approve a-%',
          '/deny a-%-2 no',
          '/deny a-%-internal-secret',
          '/tail j-%-1',
          '/tail job j-%',
          '/tail session s-%',
          '/stop j-%-1',
          '/unsubscribe session s-%',
        ]) {
          const answer = async (name: string) => {
            const kit = await createWorld(place);
            const said = await allSaid(kit, { person, saying: form.replace('%', name), place });
            return said.replaceAll(name, '%');
          };
          expect(await answer(project), form).toBe(await answer('absent'));
        }
      }
    },
  );
});

it('the table reaches what it searches for: in private an admin of everything sees all of it', async () => {
  const [place] = PLACES;
  const admin = PEOPLE.at(-1);
  if (place === undefined || admin === undefined) throw new Error('the table is empty');
  const seen = new Set<string>();
  for (const saying of SAYINGS) {
    const said = withoutTyped(
      await allSaid(await createWorld(place), { person: admin, saying, place }),
      saying,
    );
    for (const [mark, pattern] of Object.entries(MARKS)) if (pattern.test(said)) seen.add(mark);
  }
  expect([...seen].sort()).toEqual(Object.keys(MARKS).sort());
});
