// Invitations by the command line, beside a jobwire that runs: whoever opens the link gets the role.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { jobwireHere } from '../../helpers/command-line.ts';
import { createWorld, type World } from '../../helpers/world.ts';

const BEN = 1002;
const LINK = /^https:\/\/t\.me\/\w+\?start=(jwi_[\w-]{55})\n$/;

let world: World;
const telegram = () => world.simulator.world;
const cli = (...args: string[]) => jobwireHere(world.settings, ...args);

beforeAll(async () => {
  world = await createWorld();
  telegram().addPerson({ id: BEN, firstName: 'Ben', languageCode: 'de' });
  telegram().addPrivateChat(BEN);
  await world.start();
});
afterAll(() => world.end());

async function answer(text: string): Promise<string> {
  const { messageId } = telegram().say({ chatId: BEN, personId: BEN, text });
  const find = () =>
    telegram()
      .messages(BEN)
      .find(({ from, messageId: id }) => from.isBot && id > messageId);
  return (await telegram().waitFor(find, 60_000)).text;
}

it('prints a link on standard output, which gives the role once', async () => {
  const { code, out, err } = await cli('invite', 'approver', '--project', 'shop');
  expect(code).toBe(0);
  expect(err).toMatch(/^[0-9a-f]{12} {2}approver {2}shop {2}by .+ \(cli\) {2}until /);
  const [, secret = ''] = LINK.exec(out) ?? [];
  expect(await answer(`/start ${secret}`)).toContain(
    'Du bist jetzt: Freigeber (approver) für shop',
  );
  expect(await answer(`/start ${secret}`)).toContain('Das hast du schon');
});

it('is the same as JSON, without the secret in the list', async () => {
  const made = JSON.parse((await cli('invite', 'viewer', '--json')).out);
  expect(made).toMatchObject({ role: 'viewer', by: { via: 'cli' }, link: expect.any(String) });
  expect(made.link).toBe(`${made.link.split('=')[0]}=${made.code}`);
  const listed = await cli('invite', 'list', '--json');
  expect(JSON.parse(listed.out).invitations).toMatchObject([{ id: made.id, role: 'viewer' }]);
  const shown = `${listed.out}${(await cli('invite', 'list')).out}`;
  expect(shown).not.toContain(made.code.slice(16));
});

it('is revoked, once, and worth nothing then', async () => {
  const made = JSON.parse((await cli('invite', 'admin', '--json')).out);
  expect(await cli('invite', 'revoke', made.id)).toMatchObject({ code: 0, out: '' });
  expect((await cli('invite', 'revoke', made.id)).code).toBe(1);
  const guessed = await cli('invite', 'revoke', made.code);
  expect([guessed.code, guessed.out + guessed.err]).toEqual([
    1,
    expect.not.stringContaining(made.code),
  ]);
  expect(await answer(`/start ${made.code}`)).toContain(
    'Diese Einladung gilt nicht oder nicht mehr.',
  );
});

it('prints the code alone while nobody knows the name of the bot', async () => {
  const settings = { ...world.settings, BOT_TOKEN: '' };
  const { code, out, err } = await jobwireHere(settings, 'invite', 'viewer');
  expect([code, out]).toEqual([0, expect.stringMatching(/^jwi_[\w-]{55}\n$/)]);
  expect(err).toContain('/start');
});
