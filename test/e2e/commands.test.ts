// What Telegram suggests to people: in their language, and no more than they may use. The built program and the simulator.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHAT_COMMANDS, commandsFor } from '../../src/telegram/commands/registry.ts';
import { ANA, createWorld, type World } from '../helpers/world.ts';
import { LOCALES, voiceIn } from '../message/speaking.ts';

const GROUP = -1_001_000_000_001;
const LANGUAGES = ['en', 'de', 'es', 'ar'] as const;
/** One without and one with a role for a project, of each language; apps send `de-AT` and the like, too. */
const plainId = (language: string) => 3_000 + [...LANGUAGES].map(String).indexOf(language);
const adminId = (language: string) => plainId(language) + 100;

let world: World;
beforeAll(async () => {
  world = await createWorld();
  const { world: telegram } = world.simulator;
  const people = LANGUAGES.flatMap((language) => [
    { id: plainId(language), languageCode: language },
    { id: adminId(language), languageCode: `${language}-XX` },
  ]);
  for (const { id, languageCode } of people) {
    telegram.addPerson({ id, firstName: `P${id}`, languageCode });
    telegram.addPrivateChat(id);
  }
  telegram.addGroup({ id: GROUP, title: 'Team', members: people.map(({ id }) => id) });
  await world.start();
  for (const language of LANGUAGES) {
    const text = `/grant ${adminId(language)} admin lab`;
    telegram.say({ chatId: ANA, personId: ANA, text });
  }
});
afterAll(() => world?.end());

function suggested(chatId: number, personId: number): string[] {
  const found = world.simulator.world.commandsFor(chatId, personId);
  return found.map(({ command, description }) => `/${command}: ${description}`);
}

function wanted(names: readonly { readonly name: string }[], language: string): string[] {
  const { speak } = voiceIn(language);
  return names.map(({ name }) => `/${name}: ${speak(`command-${name}`).text}`);
}

const COMMON = CHAT_COMMANDS.filter(({ access }) => access === 'anyone' || access === 'member');
const OF_A_PROJECT = commandsFor({
  ...{ userId: 1, name: '', knownAs: [] },
  grants: [{ role: 'admin', projectId: 'lab' }],
});

it('there is no language but those that are tried', () => {
  expect([...LOCALES.keys()].sort()).toEqual([...LANGUAGES].sort());
});

describe.each(LANGUAGES)('in %s', (language) => {
  it.each([
    ['in private to anybody', () => plainId(language), COMMON],
    ['in private to an admin of a project', () => adminId(language), OF_A_PROJECT],
    ['in a group, whoever it is', () => GROUP, COMMON],
  ])('are suggested %s', async (_, chat, commands) => {
    const personId = chat() === GROUP ? adminId(language) : chat();
    const expected = wanted(commands, language);
    await world.simulator.world.waitFor(
      () => suggested(chat(), personId).join() === expected.join(),
      60_000,
    );
    expect(suggested(chat(), personId)).toEqual(expected);
  });
});

it('to people of another language in that of the settings', async () => {
  const { world: telegram } = world.simulator;
  telegram.addPerson({ id: 3_900, firstName: 'Bo', languageCode: 'da' });
  telegram.addPrivateChat(3_900);
  expect(suggested(3_900, 3_900)).toEqual(wanted(COMMON, 'en'));
});
