// From the bus to the chat and back, and the same on the HTTP API; with what goes wrong on the way.
import { readFile } from 'node:fs/promises';
import { EventSource } from 'eventsource';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { approvalKey } from '../../src/approvals/requests/approval-key.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import type { Program } from '../helpers/program.ts';
import { publish } from '../helpers/publish.ts';
import { expectRefused } from '../helpers/slow-taps.ts';
import { ADMIN_TOKEN, ANA, createWorld, type World } from '../helpers/world.ts';

const BEN = 1002;
const STRANGER = 1003;

let world: World;
let program: Program;

beforeAll(async () => {
  world = await createWorld();
  const { world: telegram } = world.simulator;
  telegram.addPerson({ id: BEN, firstName: 'Ben', languageCode: 'de' });
  telegram.addPrivateChat(BEN);
  telegram.addPerson({ id: STRANGER, firstName: 'Cleo', languageCode: 'en' });
  telegram.addPrivateChat(STRANGER);
  program = await world.start();
  await ask(ANA, '/start', /I post here: everything/);
  await ask(ANA, `/grant ${BEN} viewer`, /Ben|1002/);
  await ask(BEN, '/start', /Ich melde hier|I post here/);
});
afterAll(() => world.end());

const messagesOf = (chatId: number) => world.simulator.world.messages(chatId);

function bubble(chatId: number, pattern: RegExp) {
  const telegram = world.simulator.world;
  return telegram.waitFor(() => messagesOf(chatId).find(({ text }) => pattern.test(text)), 60_000);
}

/** Says something and waits for an answer that came after it. */
async function ask(personId: number, text: string, pattern: RegExp) {
  const telegram = world.simulator.world;
  const before = messagesOf(personId).length;
  telegram.say({ chatId: personId, personId, text });
  return telegram.waitFor(
    () =>
      messagesOf(personId)
        .slice(before + 1)
        .find((message) => pattern.test(message.text)),
    60_000,
  );
}

async function request(approvalId: string, data: Record<string, unknown> = {}) {
  await publish(world.client, {
    event_type: 'job.approval_needed',
    job_id: `job-of-${approvalId}`,
    session_id: 'S1',
    data: { approval_id: approvalId, scope: 'push', action: `git push ${approvalId}`, ...data },
  });
  return bubble(ANA, new RegExp(`git push ${approvalId}`));
}

const outcomeOf = (approvalId: string) =>
  world.client.hget(
    `jobwire:approval:${approvalKey({ projectId: 'project-a', visibility: 'public' }, approvalId)}`,
    'outcome',
  );

describe('an approval', () => {
  it('is decided by one tap, on the bus in both forms, and every copy says so', async () => {
    const listener = world.redis.client();
    await listener.subscribe('televibe:events:job.approved');
    const heard = new Promise<string>((resolve) => {
      listener.on('message', (_channel, text) => resolve(text));
    });
    const asked = await request('ap-1');
    const tap = { chatId: ANA, messageId: asked.messageId, personId: ANA, row: 0, column: 0 };
    const answer = await world.simulator.world.tap(tap);
    expect(answer.text).not.toBe('');
    const published = JSON.parse(await heard);
    expect(published).toMatchObject({
      event_type: 'job.approved',
      source: { component: 'jobwire' },
      project_id: 'project-a',
      job_id: 'job-of-ap-1',
      data: {
        approval_id: 'ap-1',
        decision: 'approved',
        decided_by: { id: String(ANA), name: 'Ana', via: 'telegram' },
      },
    });
    const entries = await world.client.xrange('televibe:stream:project-a', '-', '+');
    const inStream = entries.map(([, fields]) => JSON.parse(fields[1] ?? ''));
    expect(inStream.filter((event) => event.event_id === published.event_id)).toHaveLength(1);
    const journal = await world.client.xrange('jobwire:journal', '-', '+');
    const journalled = journal.map(([, fields]) => JSON.parse(fields[1] ?? ''));
    expect(journalled.filter(({ type }) => type === 'job.approved')).toHaveLength(1);
    for (const chatId of [ANA, BEN]) {
      await world.simulator.world.waitFor(() => {
        const now = messagesOf(chatId).find(({ text }) => text.includes('git push ap-1'));
        return now !== undefined && now.keyboard.length === 0 && /Ana/.test(now.text);
      });
    }
    // Both see it on the request; it is no news besides.
    const data = { instruction: 'what comes later' };
    await publish(world.client, { event_type: 'job.started', job_id: 'job-later', data });
    for (const chatId of [ANA, BEN]) {
      await bubble(chatId, /what comes later/);
      const told = messagesOf(chatId).filter(({ text }) => /Approved|Freigegeben/.test(text));
      expect(told.map(({ text }) => /git push ap-1/.test(text))).toEqual([true]);
    }
  });

  it('tells a second tap who was first, and changes nothing', async () => {
    const asked = await request('ap-2');
    const tap = { chatId: ANA, messageId: asked.messageId, personId: ANA };
    const denyData = asked.keyboard[0]?.[1]?.callback_data ?? '';
    const approveData = asked.keyboard[0]?.[0]?.callback_data ?? '';
    await world.simulator.world.tap({ ...tap, data: denyData });
    await expectRefused(world.simulator.world, { ...tap, data: approveData }, /You denied this/);
    expect(await outcomeOf('ap-2')).toContain('denied');
  });

  it('is answered once to whoever decides in words: no news of it comes besides', async () => {
    await request('ap-8');
    await ask(ANA, '/approve ap-8', /^✅ You approved/);
    const { messageId, keyboard } = await request('ap-9');
    const data = keyboard.flat().find(({ text }) => /reason/.test(text))?.callback_data ?? '';
    await world.simulator.world.tap({ chatId: ANA, messageId, personId: ANA, data });
    const question = await bubble(ANA, /why do you deny this\? git push ap-9/);
    const answer = { text: 'not today', replyTo: question.messageId };
    world.simulator.world.say({ chatId: ANA, personId: ANA, ...answer });
    await bubble(ANA, /^❌ You denied: git push ap-9/);
    const later = { instruction: 'whatever follows' };
    await publish(world.client, { event_type: 'job.started', job_id: 'job-after', data: later });
    for (const chatId of [ANA, BEN]) await bubble(chatId, /whatever follows/);
    const about = (chatId: number, id: string) =>
      messagesOf(chatId)
        .filter(({ text, from }) => from.isBot && text.includes(id))
        .map(({ text }) => text.split(/ by |[:,?]/)[0]);
    expect(about(ANA, 'git push ap-8')).toEqual(['✅ Approved', '✅ You approved']);
    expect(about(ANA, 'git push ap-9')).toEqual([...['❌ Denied', '✍️ Ana', '❌ You denied']]);
    expect(about(BEN, 'git push ap-8')).toEqual(['✅ Freigegeben von Ana']);
  });

  it('can not be decided by a viewer, who is told why', async () => {
    await request('ap-3');
    const copy = await bubble(BEN, /git push ap-3/);
    const tap = { chatId: BEN, messageId: copy.messageId, personId: BEN, row: 0, column: 0 };
    await expectRefused(world.simulator.world, tap, /./);
    expect(await outcomeOf('ap-3')).toBeNull();
  });

  it('can be denied with a reason by command, by the beginning of its id', async () => {
    await request('unique-long-id');
    await ask(ANA, '/deny unique not before the freeze ends', /git push unique-long-id|Denied/);
    await bubble(BEN, /not before the freeze ends/);
  });

  it('is withdrawn when its job ends', async () => {
    await request('ap-4');
    await publish(world.client, { event_type: 'job.canceled', job_id: 'job-of-ap-4' });
    await world.simulator.world.waitFor(() => {
      const now = messagesOf(ANA).find(({ text }) => text.includes('git push ap-4'));
      return now?.keyboard.length === 0;
    });
  });

  it('expires by itself when it asked for that', async () => {
    await request('ap-5', { timeout_seconds: 1 });
    await world.simulator.world.waitFor(() => {
      const now = messagesOf(ANA).find(({ text }) => text.includes('git push ap-5'));
      return now?.keyboard.length === 0;
    }, 60_000);
    const entries = await world.client.xrevrange('televibe:stream:project-a', '+', '-', 'COUNT', 5);
    expect(entries.some(([, fields]) => fields[1]?.includes('job.approval_expired'))).toBe(true);
  });
});

describe('a person without a role', () => {
  it('is told the user id and whom to ask, and hears nothing else', async () => {
    const told = await ask(STRANGER, '/start', /1003/);
    expect(told.text).toContain('1003');
    await publish(world.client, { event_type: 'job.started', job_id: 'secret-job' });
    await bubble(ANA, /secret-j/);
    expect(messagesOf(STRANGER).some(({ text }) => text.includes('secret-j'))).toBe(false);
  });
});

describe('bad input', () => {
  it('is dropped with one log line each, kept as a dead letter from a stream, and stops nothing', async () => {
    const file = new URL('../fixtures/malformed.jsonl', import.meta.url);
    const lines = (await readFile(file, 'utf8')).trim().split('\n');
    const messages = lines.map((line) => JSON.parse(line)).filter((m) => m.dialect === 'televibe');
    const before = program.log.filter(({ msg }) => msg === 'job_event_decode_failed').length;
    for (const { channel, text } of messages) {
      await world.client.publish(channel, text);
      await world.client.xadd('televibe:stream:project-a', '*', 'event', text);
    }
    await publish(world.client, {
      event_type: 'job.failed',
      job_id: 'after-all',
      data: { error: 'still here' },
    });
    await bubble(ANA, /still here/);
    const failed = program.log.filter(({ msg }) => msg === 'job_event_decode_failed');
    expect(failed.length - before).toBe(messages.length * 2);
    expect(await world.client.xlen('jobwire:dlq')).toBe(messages.length);
    const metrics = await fetch(`${program.url}/metrics`, {
      headers: { authorization: `Bearer ${ADMIN_TOKEN}` },
    });
    expect(await metrics.text()).toMatch(
      /jobwire_decode_failures_total\{dialect="televibe"\} [1-9]/,
    );
  });
});

describe('/tail', () => {
  it('shows a log in one message that changes in place, and completes with the job', async () => {
    await publish(world.client, { event_type: 'job.started', job_id: 'job-tailed' });
    await bubble(ANA, /job-tailed|job-tail/);
    await world.client.xadd('televibe:logs:job-tailed', '*', 'line', 'first line');
    const shown = await ask(ANA, '/tail job job-tailed', /first line/);
    await world.client.xadd('televibe:logs:job-tailed', '*', 'line', 'second line');
    await world.simulator.world.waitFor(
      () => messagesOf(ANA).find((m) => m.messageId === shown.messageId && /second/.test(m.text)),
      60_000,
    );
    await publish(world.client, { event_type: 'job.completed', job_id: 'job-tailed' });
    await world.simulator.world.waitFor(
      () => messagesOf(ANA).find((m) => m.messageId === shown.messageId && /omplete/.test(m.text)),
      60_000,
    );
  });
});

describe('the HTTP API', () => {
  it('streams what the chats hear, and resumes without loss or repetition', async () => {
    const headers = { authorization: `Bearer ${ADMIN_TOKEN}` };
    const url = `${program.url}/events?job_id=streamed`;
    const withAuth: typeof fetch = (input, init) =>
      fetch(input, { ...init, headers: { ...init?.headers, ...headers } });
    const seen: string[] = [];
    const source = new EventSource(url, { fetch: withAuth as never });
    source.addEventListener('job.started', (event) => void seen.push(event.data));
    await new Promise((resolve) => source.addEventListener('open', resolve));
    const id = await publish(world.client, { event_type: 'job.started', job_id: 'streamed' });
    while (seen.length === 0) await systemClock.sleep(10);
    source.close();
    expect(JSON.parse(seen[0] ?? '')).toMatchObject({ event_id: id, event_type: 'job.started' });
  });

  it('lets nobody in without a token', async () => {
    expect((await fetch(`${program.url}/events`)).status).toBe(401);
    expect((await fetch(`${program.url}/healthz`)).status).toBe(200);
  });
});

describe('Telegram', () => {
  it('gets everything in order once it is back', async () => {
    const { faults } = world.simulator.world;
    faults.add({ kind: 'status', code: 502, description: 'Bad Gateway', method: 'sendMessage' });
    for (const at of [1, 2, 3]) {
      const data = { error: `while away ${at}` };
      await publish(world.client, { event_type: 'job.failed', job_id: `away-${at}`, data });
      await systemClock.sleep(400);
    }
    faults.clear();
    await bubble(ANA, /while away 3/);
    const all = messagesOf(ANA)
      .map(({ text }) => text)
      .join('\n');
    expect(all).toMatch(/while away 1[\s\S]*while away 2[\s\S]*while away 3/);
  });
});
