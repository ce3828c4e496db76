// A world with a secret in each place: every route, stream, command and button is tried as every kind of
// caller, and all that comes back is searched.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHAT_COMMANDS } from '../../src/telegram/commands/registry.ts';
import {
  NOBODY,
  PEOPLE,
  type PersonName,
  personReader,
  readerOf,
  TOKENS,
  type TokenName,
} from './cast.ts';
import {
  type Asked,
  createHostileWorld,
  type HostileWorld,
  jsonOf,
  saidIn,
} from './hostile-world.ts';
import { type Listener, listen } from './listeners.ts';
import type { Reader } from './markers.ts';
import { ROUTES, routesOfServer } from './routes.ts';
import { KNOWN, plantSecrets } from './secrets.ts';
import { plantVictims, type Victims } from './victims.ts';

let world: HostileWorld;
let victims: Victims;
let ids: readonly string[] = [];
beforeAll(async () => {
  world = await createHostileWorld();
  await plantSecrets(world);
  victims = await plantVictims(world);
  await world.settle();
  const keys = await Promise.all(
    victims.known.map(async (one) => (await victims.standing(one)).key),
  );
  ids = [...Object.values(KNOWN), ...victims.known.flatMap(({ id, job }) => [id, job]), ...keys];
});
afterAll(() => world?.close());

const NEVER = 'there-is-none-0';

/** Without what differs between two answers to the same. */
function withoutNews(text: string): string {
  return text
    .replaceAll(/^(?:date|retry-after): .*$/gm, '')
    .replaceAll(/^content-length: .*$/gm, '')
    .replaceAll(/"ids":\[[^\]]*\]/g, '"ids":[]');
}

/** Everybody who may call, and those who may not. */
function callers(): { readonly reader: Reader; readonly secret?: string }[] {
  const names = (Object.keys(TOKENS) as TokenName[]).filter((name) => name !== 'admin');
  const known = names.map((name) => ({ reader: readerOf(name), secret: world.secrets[name] }));
  return [...known, { reader: NOBODY }, { reader: NOBODY, secret: 'evil' }];
}

it('knows every route that there is', async () => {
  const told = 'every route of the server has a line in ROUTES of test/hostile/routes.ts';
  expect(Object.keys(ROUTES).sort(), told).toEqual(await routesOfServer());
});

/** What is another's is answered as what is nowhere. */
async function walkAs(
  { reader, secret }: ReturnType<typeof callers>[number],
  { method, path, body }: Pick<Asked, 'path' | 'body'> & { readonly method: string },
): Promise<void> {
  const ask = async (id: string) => {
    const about = { method, path: path.replace(':id', encodeURIComponent(id)), body };
    const answer = await world.call({ ...about, ...(secret === undefined ? {} : { secret }) });
    const text = withoutNews(answer.text).replaceAll(id, '<id>');
    expect(world.markers.leaksIn(text, reader), `${reader.name} ${about.path}`).toEqual([]);
    return `${answer.status} ${text}`;
  };
  const isTold = reader.sees.includes('shop') || reader.sees.includes('project');
  if (!path.includes(':id') || isTold) {
    await Promise.all(ids.map(ask));
    return;
  }
  const none = await ask(NEVER);
  for (const id of ids.filter((one) => !one.startsWith('lab-'))) {
    const found = await ask(id);
    // Whoever guesses tokens is answered nothing at all after a while.
    if (found.startsWith('429 ')) continue;
    expect(found, `${reader.name} ${method} ${path} ${id}`).toBe(none);
  }
}

describe('a route', () => {
  const asked = Object.entries(ROUTES).filter(([, { isStream }]) => isStream !== true);

  it.each(asked)(
    '%s tells nobody what is not theirs, nor whether it exists',
    async (route, walk) => {
      const [method = ''] = route.split(' ');
      for (const caller of callers()) {
        for (const path of walk.paths) await walkAs(caller, { method, path, body: walk.body });
      }
    },
  );

  it('tells an admin what is there: the search finds it', async () => {
    const paths = asked.flatMap(([route, { paths }]) => (route.startsWith('GET') ? paths : []));
    const answers = await Promise.all(
      paths.flatMap((path) => ids.map((id) => world.asAdmin(path.replace(':id', id)))),
    );
    const all = answers.map(({ text }) => text).join('\n');
    const places = new Set(world.markers.leaksIn(all, NOBODY));
    for (const place of SHOWN_OVER_HTTP) expect([...places]).toContain(place);
    expect(jsonOf(await world.asAdmin('/api/v1/tokens')).tokens).toHaveLength(
      Object.keys(TOKENS).length - 1,
    );
  });
});

const SHOWN_OVER_HTTP = [
  'instruction of shop (shop)',
  'instruction of vault (vault)',
  'link of shop (shop)',
  'component of shop (shop)',
  'narration of a build (shop)',
  'task (vault)',
  'full name of a repository (shop)',
  'action of a request (shop)',
  'context of a request (shop)',
  'action of a hidden request (vault)',
  'message of a gate of a request (shop)',
  'instruction without a project (nobody)',
  'step of an internal event (internal)',
  'action of an internal request (internal)',
  'name of a project (project)',
];

it('a stream tells nobody what is not theirs, from the beginning and live', async () => {
  const names = (Object.keys(TOKENS) as TokenName[]).filter((name) => name !== 'revoked');
  const listeners: Listener[] = [];
  for (const name of names) listeners.push(...(await listen(world, name)));
  const heardBy = (name: TokenName) =>
    listeners
      .filter(({ reader }) => reader.name === name)
      .map(({ everything }) => everything())
      .join('\n');
  try {
    await plantVictims(world);
    const [last] = await world.settle();
    await expect.poll(() => heardBy('admin'), { timeout: 60_000 }).toContain(last);
    for (const { reader, everything } of listeners) {
      expect(world.markers.leaksIn(everything(), reader), reader.name).toEqual([]);
    }
    expect(world.markers.finds(heardBy('admin'), 'instruction of vault')).toBe(true);
    expect(world.markers.finds(heardBy('abe'), 'narration of a build')).toBe(true);
  } finally {
    for (const listener of listeners) listener.close();
  }
});

/** Each command, by its name, as somebody would write it who looks for what is not theirs. */
const WRITTEN: Readonly<Record<string, readonly string[]>> = {
  approvals: ['/approvals'],
  approve: ['/approve sealed-1'],
  deny: ['/deny web-1 evil'],
  standing: ['/standing'],
  jobs: ['/jobs'],
  job: [`/job ${KNOWN.shopJob}`, '/job shop-', '/job'],
  sessions: ['/sessions'],
  why: ['/why'],
  history: ['/history', '/history 30', '/history shop', `/history ${KNOWN.shopJob}`],
  tail: [`/tail ${KNOWN.shopJob}`, `/tail ${KNOWN.labJob}`],
  stop: [`/stop ${KNOWN.shopJob}`],
  level: ['/level all'],
  cards: ['/cards on'],
  mute: ['/mute', '/mute 2h'],
  unmute: ['/unmute'],
  quiet: ['/quiet', '/quiet off'],
  subscribe: ['/subscribe job shop-'],
  unsubscribe: ['/unsubscribe project shop'],
  subscriptions: ['/subscriptions'],
  language: ['/language en'],
  whoami: ['/whoami'],
  help: ['/help'],
  start: ['/start'],
  invite: ['/invite', '/invite viewer shop', '/invite viewer lab'],
  members: ['/members'],
  grant: [
    ...['/grant', '/grant 2008 viewer shop', '/grant 2002 viewer', '/grant 2006 approver lab'],
    '/grant 2006 viewer lab as u-1',
  ],
  revoke: ['/revoke', '/revoke 2002', '/revoke 2002 approver shop', '/revoke 2006 approver lab'],
  dlq: ['/dlq'],
  health: ['/health', '/health seen'],
};

const LOG_LINES = ['line of a log stream of lab', 'line of a log file of lab'];

describe('in a chat', () => {
  it('there is no command but those that are tried', () => {
    const told = 'every command has a line in WRITTEN of test/hostile/every-place.test.ts';
    const names = CHAT_COMMANDS.map(({ name }) => name);
    expect(Object.keys(WRITTEN).sort(), told).toEqual(names.sort());
  });

  const outsiders = ['labApprover', 'labViewer', 'labAdmin', 'stranger'] as const;
  it('no command and no button tells what is not theirs', async () => {
    await Promise.all(outsiders.map(tryEverything));
  });

  async function tryEverything(name: PersonName): Promise<void> {
    const { id } = PEOPLE[name];
    for (const text of Object.values(WRITTEN).flat()) {
      await saidIn(world, { chatId: id, personId: id, text });
    }
    const all = () => JSON.stringify(world.telegram.messages(id));
    if (name !== 'stranger') {
      // The search finds what is there, before a button stops it.
      const isFound = () => LOG_LINES.some((place) => world.markers.finds(all(), place));
      await world.telegram.waitFor(isFound, 60_000);
    }
    const messages = world.telegram.messages(id).filter(({ from }) => from.isBot);
    for (const { messageId, keyboard } of messages) {
      for (const { callback_data: data } of keyboard.flat()) {
        if (data === undefined) continue;
        const { text } = await world.telegram.tap({ chatId: id, messageId, personId: id, data });
        expect(world.markers.leaksIn(text, personReader(name)), `${name} ${data}`).toEqual([]);
      }
    }
    expect(world.markers.leaksIn(all(), personReader(name)), name).toEqual([]);
  }
});
