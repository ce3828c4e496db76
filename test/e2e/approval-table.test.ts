// Identity × path × place: whoever votes, by whatever way and wherever, the request stands as the model says.
import { appendFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { SimMessage } from '../../src/simulator/world/model.ts';
import { type Action, after, type Model, newModel, type Who } from '../helpers/approval-model.ts';
import { publish } from '../helpers/publish.ts';
import {
  createVoteWorld,
  elsewhere,
  IDS,
  PLACES,
  type Place,
  type VoteWorld,
} from './vote-world.ts';

const PATHS = ['tap', 'reply', 'command', 'selection'] as const;
type Path = (typeof PATHS)[number];
const CELLS = PLACES.flatMap((place) => PATHS.map((path) => ({ path, place })));
/** Those whose rights change before they vote. */
const REFUSED = ['requester', 'viewer', 'removed'] as const;

const idOf = ({ path, place }: { path: string; place: string }) =>
  `${path}-${place}`.replaceAll(' ', '-');

let world: VoteWorld;
/** What each request should be. */
const models = new Map<string, Model>();
/** Lists with a request picked, from the time when everybody might decide. */
const lists = new Map<string, SimMessage>();

function expectRequest(id: string): void {
  const terms = { required: 2, denyRequired: 1, selfApproval: false } as const;
  models.set(id, newModel([{ id, ...terms, onTimeout: 'expire', hasEnd: false }]));
}

/** Too long to be shown together with others, so that each request has a message of its own. */
const LONG = 'and so on '.repeat(100);

async function ask(id: string, place: Place): Promise<void> {
  expectRequest(id);
  await publish(world.client, {
    event_type: 'job.approval_needed',
    project_id: world.projectOf(place),
    job_id: `job-${id}`,
    data: {
      ...{ approval_id: id, scope: 'push', action: `do ${id}. ${LONG}` },
      requested_by: { id: elsewhere('requester') },
    },
  });
}

/** A list of this person in this place, with this request picked, as it is then. */
async function pickedList(place: Place, who: Who, id: string): Promise<SimMessage> {
  await world.copy(place, who, id);
  const list = await world.answerTo(place, who, { text: '/approvals' });
  const number = new RegExp(`^(\\d)\\. .*do ${id}\\.`, 'm').exec(list.text)?.[1];
  await world.tap(list, who, new RegExp(` ${number}$`));
  return world.telegram.waitFor(() => {
    const now = world.telegram.message(list.chatId, list.messageId);
    const labels = now?.keyboard.flat().map(({ text }) => text) ?? [];
    return labels.some((text) => text.includes('Approve selected (1)')) ? now : undefined;
  });
}

const votes: Record<Path, (place: Place, who: Who, id: string) => Promise<unknown>> = {
  tap: async (place, who, id) => world.tap(await world.copy(place, who, id), who, /^✅ Approve/),
  command: (place, who, id) => world.answerTo(place, who, { text: `/approve ${id}` }),
  async reply(place, who, id) {
    const shown = await world.copy(place, who, id);
    const { text, showAlert } = await world.tap(shown, who, /With a note/);
    if (showAlert) return;
    // On a busy machine a refusal comes as a message.
    const isLate = /^(Received|Angekommen)\./.test(text);
    const question = await world.telegram.waitFor(() =>
      world.bubbles(place, who).find((one) => {
        const { messageId, forceReply, replyTo } = one;
        if (messageId <= shown.messageId || answered.has(keyOf(one))) return false;
        const isToThem = place === 'private' || one.text.includes(`Person${IDS[who]}`);
        return isToThem && (forceReply || (isLate && replyTo === shown.messageId));
      }),
    );
    answered.add(keyOf(question));
    if (!question.forceReply) return;
    await world.answerTo(place, who, { text: 'looked at it', replyTo: question.messageId });
  },
  async selection(place, who, id) {
    const list = lists.get(`${id} ${who}`) ?? (await pickedList(place, who, id));
    const now = world.telegram.message(list.chatId, list.messageId);
    await world.tapAsShown(list, who, /Approve selected/);
    // Its buttons may be gone since, with what they were for.
    return now?.keyboard.length === 0 ? 'gone' : undefined;
  },
};
/** What a tap on *With a note* was answered with. */
const answered = new Set<string>();
const keyOf = ({ chatId, messageId }: SimMessage) => `${chatId} ${messageId}`;

/** Does it to the model as well, and compares all that can be seen. */
async function expectAfter(id: string, action?: Action): Promise<void> {
  const before = models.get(id) ?? newModel([]);
  const model = action === undefined ? before : after(before, action);
  models.set(id, model);
  const [should] = model.approvals;
  const { status, votes, audit } = should ?? {};
  // A tap may be answered before it is saved.
  await expect.poll(() => world.seenOf(id)).toEqual({ status, votes, audit });
}

let attempts = 0;
const vote = (id: string, who: Who): Action => {
  attempts += 1;
  return { kind: 'vote', id, who, verdict: 'approve', attempt: String(attempts) };
};

const told = async (text: string) => {
  const answer = await world.answerTo('private', 'admin', { text });
  expect(answer.text, text).toContain(text.split(' ')[1]);
};

beforeAll(async () => {
  world = await createVoteWorld();
  await world.start();
  for (const who of ['approver', ...REFUSED] as const) await told(`/grant ${IDS[who]} approver`);
  for (const who of ['approver', 'viewer', 'removed'] as const) {
    await told(`/grant ${IDS[who]} approver as ${elsewhere(who)}`);
    await world.giveToken(who);
  }
  // Only the oldest have a button on a list.
  for (const isFirst of [true, false]) {
    const cells = CELLS.filter(({ path }) => (path === 'selection') === isFirst);
    for (const cell of cells) await ask(idOf(cell), cell.place);
    await Promise.all(cells.map((cell) => world.copy(cell.place, 'admin', idOf(cell))));
  }
  world.migrate();
  for (const place of PLACES) {
    const id = idOf({ path: 'selection', place });
    for (const who of REFUSED) lists.set(`${id} ${who}`, await pickedList(place, who, id));
  }
  await told(`/grant ${IDS.requester} approver as ${elsewhere('requester')}`);
  await told(`/grant ${IDS.admin} admin as ${elsewhere('admin')}`);
  for (const who of ['requester', 'admin'] as const) await world.giveToken(who);
  await told(`/grant ${IDS.viewer} viewer`);
  await told(`/revoke ${IDS.viewer} approver`);
  await told(`/revoke ${IDS.removed}`);
});
afterAll(() => world.end());

describe.each(CELLS)('a request that is voted on by $path in the $place', (cell) => {
  const { path, place } = cell;
  const id = idOf(cell);

  it.each(REFUSED)('takes no vote of the %s', async (who) => {
    const became = await votes[path](place, who, id);
    // Who has no role at all gets no command and no list as far as a request.
    const isHeard = who !== 'removed' || (path !== 'command' && path !== 'selection');
    await expectAfter(id, isHeard && became !== 'gone' ? vote(id, who) : undefined);
  });

  it('counts one vote of an approver, under whatever name they come again', async () => {
    await votes[path](place, 'approver', id);
    await expectAfter(id, vote(id, 'approver'));
    expect((await world.decideOverHttp('approver', id)).status).toBe(202);
    await expectAfter(id, vote(id, 'approver'));
    await votes.tap(place, 'approver', id);
    await expectAfter(id, vote(id, 'approver'));
  });

  it('is settled by a second person, once', async () => {
    await votes[path](place, 'admin', id);
    await expectAfter(id, vote(id, 'admin'));
    expect((await world.decideOverHttp('approver', id)).status).toBe(409);
    await expectAfter(id, vote(id, 'approver'));
  });
});

describe('a request in both topics of a forum', () => {
  it('has a copy in each, and both change whichever is tapped', async () => {
    await ask('twin', 'topic a');
    const places = ['topic a', 'topic b'] as const;
    const shows = (says: RegExp) =>
      Promise.all(
        places.map((place) =>
          world.telegram.waitFor(() =>
            world
              .bubbles(place, 'admin')
              .find(({ text }) => /do twin\./.test(text) && says.test(text)),
          ),
        ),
      );
    const copies = await shows(/^⚠️/);
    expect(copies.map(({ topicId }) => topicId)).toEqual([7, 8]);
    await votes.tap('topic a', 'approver', 'twin');
    const half = await shows(/1 of 2/);
    await votes.tap('topic b', 'admin', 'twin');
    const done = await shows(/Approved by/);
    for (const now of [half, done]) {
      expect(now.map(({ messageId }) => messageId)).toEqual(
        copies.map(({ messageId }) => messageId),
      );
    }
    expect(done.flatMap(({ keyboard }) => keyboard)).toEqual([]);
  });
});

describe('a request that is voted on over HTTP', () => {
  it.each([
    ['requester', 403],
    ['viewer', 403],
    ['removed', 401],
  ] as const)('takes no vote of the %s: %d', async (who, status) => {
    const id = `http-${who}`;
    await ask(id, 'private');
    await world.copy('private', 'admin', id);
    expect((await world.decideOverHttp(who, id)).status).toBe(status);
    // A token ends with the last role of its holder.
    await expectAfter(id, who === 'removed' ? undefined : vote(id, who));
  });

  it('counts two callers that chose the same key', async () => {
    await ask('key', 'private');
    await world.copy('private', 'admin', 'key');
    const same = { 'idempotency-key': 'deploy-1' };
    const statuses = [];
    for (const who of ['approver', 'approver', 'admin'] as const) {
      statuses.push((await world.decideOverHttp(who, 'key', same)).status);
      await expectAfter('key', vote('key', who));
    }
    expect(statuses).toEqual([202, 202, 200]);
  });
});

describe('a request that is voted on at a terminal', () => {
  it('counts one vote of an account, whomever it names, and of a person wherever they are', async () => {
    await ask('cli', 'private');
    await world.copy('private', 'admin', 'cli');
    const terminal = async (who: Who) => (await world.decideAtTerminal(who, 'cli')).code;
    expect(await terminal('removed')).toBe(1);
    await expectAfter('cli');
    expect(await terminal('requester')).toBe(1);
    await expectAfter('cli', vote('cli', 'requester'));
    expect(await terminal('approver')).toBe(0);
    await expectAfter('cli', vote('cli', 'approver'));
    expect(await terminal('admin')).toBe(0);
    await expectAfter('cli');
    await votes.tap('private', 'approver', 'cli');
    await expectAfter('cli', vote('cli', 'approver'));
    await world.decideOverHttp('admin', 'cli');
    await expectAfter('cli', vote('cli', 'admin'));
  });
});

describe('a request that is decided elsewhere', () => {
  const settled = async (id: string) =>
    vi.waitFor(async () => expect((await world.standing(id)).status).not.toBe('pending'), 60_000);

  it('is settled by the bus of its own project, over one vote, and by nobody after that', async () => {
    await ask('bus', 'private');
    await votes.tap('private', 'approver', 'bus');
    await expectAfter('bus', vote('bus', 'approver'));
    const say = (project: string, decision: string) =>
      publish(world.client, {
        event_type: `job.${decision}`,
        project_id: project,
        job_id: 'job-bus',
        data: { approval_id: 'bus', decision, decided_by: { id: 'o', name: 'o', via: 'web' } },
      });
    await say('another', 'denied');
    await say('alone', 'approved');
    await settled('bus');
    await expectAfter('bus', { kind: 'bus', id: 'bus', status: 'approved', isOurs: true });
    await world.decideOverHttp('admin', 'bus');
    await expectAfter('bus', vote('bus', 'admin'));
  });

  it('is settled by the file of its job', async () => {
    const write = async (event: Record<string, unknown>) => {
      await mkdir(join(world.runsDir, 'film'), { recursive: true });
      const line = JSON.stringify({ ts: new Date().toISOString(), stage: 'mix', ...event });
      await appendFile(join(world.runsDir, 'film', 'events.jsonl'), `${line}\n`);
    };
    expectRequest('file');
    const payload = { approval_id: 'file', action: 'do file.', scope: 'gate' };
    await write({ type: 'gate_pause', message: 'Listen', payload });
    await vi.waitFor(
      async () => expect((await world.standing('file')).status).toBe('pending'),
      60_000,
    );
    await world.decideOverHttp('approver', 'file');
    await expectAfter('file', vote('file', 'approver'));
    await write({ type: 'gate_auto_approved', message: 'time ran out' });
    await settled('file');
    await expectAfter('file', { kind: 'bus', id: 'file', status: 'approved', isOurs: true });
    await world.decideOverHttp('admin', 'file');
    await expectAfter('file', vote('file', 'admin'));
  });
});
