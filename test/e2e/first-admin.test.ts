// An empty installation: whoever opens the link on the console first becomes its admin.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Program } from '../helpers/program.ts';
import { waitUntil } from '../helpers/wait.ts';
import { ADMIN_TOKEN, createWorld, type World } from '../helpers/world.ts';

const [BEN, DAN] = [1002, 1004];
const LINK = /https:\/\/t\.me\/(\w+)\?start=(jwi_[\w-]+)$/;

let world: World;
beforeEach(async () => {
  world = await createWorld({ limits: 'off', settings: { ADMIN_USER_IDS: '' } });
  const { world: telegram } = world.simulator;
  for (const [id, firstName] of [
    [BEN, 'Ben'],
    [DAN, 'Dan'],
  ] as const) {
    telegram.addPerson({ id, firstName, languageCode: 'en' });
    telegram.addPrivateChat(id);
  }
});
afterEach(() => world.end());

/** The code of the link that it printed. */
async function codeOf(program: Program): Promise<string> {
  const line = () => program.console.find((one) => LINK.test(one));
  await waitUntil(() => line() !== undefined, { saw: () => program.console });
  return LINK.exec(line() ?? '')?.[2] ?? '';
}

function say(personId: number, text: string) {
  return world.simulator.world.say({ chatId: personId, personId, text });
}

async function answered(personId: number, pattern: RegExp): Promise<string> {
  const { world: telegram } = world.simulator;
  const find = () =>
    telegram.messages(personId).find(({ from, text }) => from.isBot && pattern.test(text));
  return (await telegram.waitFor(find, 60_000)).text;
}

async function admins(): Promise<string[]> {
  const kept = await world.client.hgetall('jobwire:members');
  return Object.keys(kept).filter((id) => kept[id]?.includes('"role":"admin"'));
}

describe('while nobody is an admin', () => {
  it('each start prints a link of its own, of which one makes one admin, and then no more', async () => {
    const programs = [await world.start(), await world.start()];
    const codes = await Promise.all(programs.map(codeOf));
    expect(new Set(codes).size).toBe(2);
    say(BEN, `/start ${codes[0]}`);
    say(DAN, `/start ${codes[1]}`);
    const told = await Promise.all([
      answered(BEN, /first admin|not valid/),
      answered(DAN, /first admin|not valid/),
    ]);
    expect(told.filter((text) => text.includes('You are the first admin'))).toHaveLength(1);
    expect(await admins()).toHaveLength(1);
    const later = await world.start();
    await later.logged('ready');
    // The end of what it has to say.
    await later.stop();
    expect(later.console.filter((line) => LINK.test(line))).toEqual([]);
  });

  it('shows its code in no log line and nowhere over HTTP', async () => {
    const program = await world.start();
    const code = await codeOf(program);
    const headers = { authorization: `Bearer ${ADMIN_TOKEN}` };
    const paths = ['/metrics', '/readyz', '/healthz', '/api/v1/health', '/api/v1/tokens'];
    for (const path of [...paths, '/api/v1/events', '/openapi.json']) {
      const answer = await fetch(`${program.url}${path}`, { headers });
      expect(await answer.text(), path).not.toContain(code.slice(16));
    }
    expect(JSON.stringify(program.log)).not.toContain(code.slice(16));
    expect(program.console.filter((line) => line.includes(code))).toHaveLength(1);
  });

  it('tells whoever writes where the link is; the link of the start before still counts', async () => {
    const first = await world.start();
    const code = await codeOf(first);
    say(DAN, '/start');
    expect(await answered(DAN, /./)).toContain('Nobody is an admin here yet.');
    await first.stop();
    await world.start();
    say(BEN, `/start ${code}`);
    expect(await answered(BEN, /./)).toContain('You are the first admin');
    // Their app suggests what admins may use, without another start.
    const { world: telegram } = world.simulator;
    await telegram.waitFor(
      () => telegram.commandsFor(BEN, BEN).some(({ command }) => command === 'grant'),
      60_000,
    );
  });

  it('answers an admin who was made just before it was killed', async () => {
    const first = await world.start();
    const code = await codeOf(first);
    say(BEN, `/start ${code}`);
    await first.logged('invitation_accepted');
    await first.kill9();
    expect(await admins()).toEqual([String(BEN)]);
    await world.start();
    expect(await answered(BEN, /./)).toContain('You are the first admin');
  });
});
