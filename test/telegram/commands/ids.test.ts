// Every command that takes an id: a full id stands for itself; a prefix is looked up and must be unique, and
// never stands for another id where something is set for the future.
import { beforeEach, describe, expect, it } from 'vitest';
import { aRequest } from '../decisions/a-request.ts';
import { ANA, aJob, type CommandKit, createCommandKit, DAN } from './command-kit.ts';

const WHOLE = '1772442000111-0';
const LONGER = '1772442000111-01';
const OTHER = '1772442000111-02';
const BEGINNING = '1772442000111';

let kit: CommandKit;
beforeEach(async () => {
  kit = await createCommandKit();
});

interface Row {
  readonly text: (id: string) => string;
  /** Something with this id is there. */
  readonly has: (id: string) => unknown;
  /** What the command worked on. */
  readonly took: () => unknown;
}

const tailed = () => kit.tails.map(({ jobId }) => jobId);
const tail = (id: string) => {
  kit.tails.push({
    ...{ address: { chatId: ANA }, jobId: id, projectId: 'p', by: ANA, lines: 1, locale: 'en' },
    openedAt: 1,
  });
};
const subscribed = async (kind: string) =>
  (await kit.chatBook.get(ANA))?.subscriptions
    .filter((one) => one.kind === kind)
    .map(({ id }) => id) ?? [];
/** What was there and is no more. */
const gone = (all: readonly string[], left: readonly string[]) =>
  all.filter((id) => !left.includes(id));
const request = (id: string) => {
  kit.approvals.open(aRequest({ id, key: id, projectId: 'acme/web' }));
  kit.copies.seen(id, ANA);
};
const decided = async () =>
  (await kit.approvals.recent(10))
    .filter(({ outcome }) => outcome !== undefined)
    .map(({ request: { id } }) => id);

let buried: string[];
let were: string[];
beforeEach(() => {
  buried = [];
  were = [];
});
const bury = (id: string) => {
  kit.deadLetters.bury({ id, source: 'outbox', stage: 'delivering' });
  buried.push(id);
};
const retried = async () =>
  gone(
    buried,
    (await kit.deadLetters.list(10)).map(({ id }) => id),
  );

const LOOKED_UP: Readonly<Record<string, Row>> = {
  '/unsubscribe project': {
    text: (id) => `/unsubscribe project ${id}`,
    async has(id) {
      were.push(id);
      await kit.told(ANA, `/subscribe project ${id}`);
    },
    took: async () => gone(were, await subscribed('project')),
  },
  '/tail job': {
    text: (id) => `/tail job ${id}`,
    has: (id) => kit.jobs.push(aJob({ id })),
    took: tailed,
  },
  '/tail': { text: (id) => `/tail ${id}`, has: (id) => kit.jobs.push(aJob({ id })), took: tailed },
  '/tail session': {
    text: (id) => `/tail session ${id}`,
    has: (id) => kit.jobs.push(aJob({ id: `of ${id}`, sessionId: id })),
    took: () => tailed().map((id) => id.replace('of ', '')),
  },
  '/tail of a session': {
    text: (id) => `/tail ${id}`,
    has: (id) => kit.jobs.push(aJob({ id: `of ${id}`, sessionId: id })),
    took: () => tailed().map((id) => id.replace('of ', '')),
  },
  '/stop': {
    text: (id) => `/stop ${id}`,
    has(id) {
      were.push(id);
      tail(id);
    },
    took: () => gone(were, tailed()),
  },
  '/approve': { text: (id) => `/approve ${id}`, has: request, took: decided },
  '/deny': { text: (id) => `/deny ${id} no`, has: request, took: decided },
  '/dlq retry': { text: (id) => `/dlq retry ${id}`, has: bury, took: retried },
  '/dlq drop': { text: (id) => `/dlq drop ${id}`, has: bury, took: retried },
};

describe.each(Object.entries(LOOKED_UP))('%s', (_, { text, has, took }) => {
  it('takes a full id, although it is a prefix of others', async () => {
    for (const id of [LONGER, WHOLE, OTHER]) await has(id);
    await kit.hear(ANA, text(WHOLE));
    expect(await took()).toEqual([WHOLE]);
  });

  it('takes a prefix that fits only one', async () => {
    await has(LONGER);
    await kit.hear(ANA, text(BEGINNING));
    expect(await took()).toEqual([LONGER]);
  });

  it('names the matches of an ambiguous prefix, and does nothing', async () => {
    for (const id of [LONGER, OTHER]) await has(id);
    const said = await kit.told(ANA, text(BEGINNING));
    for (const id of [LONGER, OTHER]) expect(said).toContain(id);
    expect(await took()).toEqual([]);
  });

  it('does nothing where none fits', async () => {
    await has(LONGER);
    await kit.told(ANA, text('zz'));
    expect(await took()).toEqual([]);
  });
});

const inProject = (projectId: string) => kit.jobs.push(aJob({ id: `in ${projectId}`, projectId }));

const SET_FOR_THE_FUTURE: Readonly<Record<string, Row>> = {
  '/subscribe project': {
    text: (id) => `/subscribe project ${id}`,
    has: inProject,
    took: () => subscribed('project'),
  },
  '/subscribe session': {
    text: (id) => `/subscribe session ${id}`,
    has: (id) => kit.jobs.push(aJob({ id: `of ${id}`, sessionId: id })),
    took: () => subscribed('session'),
  },
  '/subscribe job': {
    text: (id) => `/subscribe job ${id}`,
    has: (id) => kit.jobs.push(aJob({ id })),
    took: () => subscribed('job'),
  },
  '/grant': {
    text: (id) => `/grant ${DAN} viewer ${id}`,
    has: inProject,
    took: granted,
  },
  '/grant as': {
    text: (id) => `/grant ${DAN} viewer ${id} as u:1`,
    has: inProject,
    took: granted,
  },
};

async function granted(): Promise<unknown[]> {
  return (await kit.members.get(DAN))?.grants.map(({ projectId }) => projectId) ?? [];
}

describe.each(Object.entries(SET_FOR_THE_FUTURE))('%s', (name, { text, has, took }) => {
  it('takes a known id, although it is a prefix of others', async () => {
    for (const id of ['p03other', 'p03', 'p03x']) await has(id);
    await kit.hear(ANA, text('p03'));
    expect(await took()).toEqual(['p03']);
  });

  it('takes an unknown one as typed', async () => {
    await has('q04');
    await kit.hear(ANA, text('p03'));
    expect(await took()).toEqual(['p03']);
  });

  it.each([
    ['p03', 0],
    ['p03other', 1],
  ])('never takes a prefix for another id, but asks: %s', async (chosen, row) => {
    await has('p03other');
    const asked = await kit.ask(ANA, text('p03'));
    expect(await took()).toEqual([]);
    const labels = asked.message.buttons?.flat().map(({ label }) => label);
    expect(labels).toEqual(['p03 as typed', 'p03other']);
    const action = asked.message.buttons?.[row]?.[0]?.action ?? '';
    await kit.tap(ANA, asked, action);
    expect(await took()).toEqual([chosen]);
    if (name === '/grant as') {
      expect((await kit.members.get(DAN))?.knownAs).toEqual(['u:1']);
    }
  });
});

it('an exact session wins over a prefix of a job', async () => {
  kit.jobs.push(aJob({ id: 'S1-job', sessionId: 'S9' }), aJob({ id: 'other', sessionId: 'S1' }));
  await kit.hear(ANA, '/tail S1');
  expect(tailed()).toEqual(['other']);
});

it.each(['/approve', '/deny'])(
  '%s guesses no project where a prefix fits requests of two',
  async (verb) => {
    for (const projectId of ['acme/web', 'lab']) {
      kit.approvals.open(aRequest({ id: 'ap-77', key: `key-${projectId}`, projectId }));
    }
    const { message } = await kit.ask(ANA, `${verb} ap-7`);
    expect(message.body.text).toMatch(/1\. .* · acme\/web · ap-77\n2\. .* · lab · ap-77$/);
    expect(message.buttons?.flat()).toHaveLength(2);
    expect(await decided()).toEqual([]);
  },
);

it('only an admin can tap a choice of projects', async () => {
  inProject('p03other');
  const asked = await kit.ask(ANA, `/grant ${DAN} admin p03`);
  const { members } = kit;
  await members.grant(DAN, { role: 'viewer', projectId: 'lab' }, { name: 'Dan' });
  const answer = await kit.tap(DAN, asked, asked.message.buttons?.[0]?.[0]?.action ?? '');
  expect(answer).toMatchObject({ alert: true });
  expect(await granted()).toEqual(['lab']);
});
