// What the metrics of the built program say is what happened, under the prefix that was set.
import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Program } from '../helpers/program.ts';
import { publish } from '../helpers/publish.ts';
import { waitUntil } from '../helpers/wait.ts';
import { ADMIN_TOKEN, ANA, createWorld, type World } from '../helpers/world.ts';

let world: World;
let program: Program;

beforeAll(async () => {
  world = await createWorld({ limits: 'off', settings: { METRICS_PREFIX: 'televibe' } });
  program = await world.start();
  world.simulator.world.say({ chatId: ANA, personId: ANA, text: '/start' });
  await bubble(/I post here: everything/);
});
afterAll(() => world.end());

const telegram = () => world.simulator.world;
const bubble = (pattern: RegExp) =>
  telegram().waitFor(
    () =>
      telegram()
        .messages(ANA)
        .find(({ text }) => pattern.test(text)),
    60_000,
  );

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${program.url}${path}`, {
    headers: { authorization: `Bearer ${ADMIN_TOKEN}`, ...headers },
  });
const text = async () => (await get('/metrics')).text();

/** The value of a series, without the prefix; `undefined`: it is not exported. */
async function value(series: string): Promise<number | undefined> {
  const line = (await text()).split('\n').find((each) => each.startsWith(`televibe_${series} `));
  return line === undefined ? undefined : Number(line.slice(line.lastIndexOf(' ')));
}
const becomes = (series: string, isRight: (value: number) => boolean) =>
  waitUntil(async () => isRight((await value(series)) ?? Number.NaN), {
    saw: async () => `${series}: ${await value(series)}`,
    patienceMs: 60_000,
  });
const isNow = (seconds: number) => Math.abs(Date.now() / 1_000 - seconds) < 60;

it('counts an event from its arrival to the chat', async () => {
  await publish(world.client, {
    event_type: 'job.completed',
    job_id: 'j1',
    data: { success: true },
  });
  const labels = 'event_type="job.completed"';
  await becomes(`events_total{${labels},project_id="project-a"}`, (count) => count === 1);
  await becomes(`event_processing_seconds_count{${labels}}`, (count) => count === 1);
  await becomes('source_last_message_timestamp_seconds{dialect="televibe"}', isNow);
  await becomes('newest_event_timestamp_seconds', isNow);
  await becomes('messages_sent_total{item="window"}', (count) => count === 1);
  await becomes('delivery_delay_seconds_count{item="window"}', (count) => count === 1);
  await becomes('source_lag_seconds{dialect="televibe"}', (seconds) => seconds === 0);
});

it('counts what shares a message, and what is edited', async () => {
  const jobs = ['m1', 'm2', 'm3', 'm4'];
  await Promise.all(
    jobs.map((job_id) => publish(world.client, { event_type: 'job.completed', job_id })),
  );
  await becomes('events_merged_total', (count) => count >= 1);
  await publish(world.client, { event_type: 'job.started', job_id: 'card', session_id: 'S' });
  await becomes('messages_sent_total{item="card"}', (count) => count === 1);
  await publish(world.client, { event_type: 'job.completed', job_id: 'card', session_id: 'S' });
  await becomes('messages_edited_total{item="card"}', (count) => count >= 1);
});

it('counts a 429 by who has to wait', async () => {
  telegram().faults.add({ kind: 'flood', method: 'sendMessage', retryAfter: 1, times: 1 });
  expect(await value('telegram_floods_total{who="chat"}')).toBe(0);
  await publish(world.client, { event_type: 'job.failed', job_id: 'j2', data: { error: 'no' } });
  await becomes('telegram_floods_total{who="chat"}', (count) => count === 1);
  await becomes(
    'telegram_call_seconds_count{method="sendMessage",outcome="flood"}',
    (n) => n === 1,
  );
  await bubble(/❌/);
});

it('counts a request while it is open, and how and when it was decided', async () => {
  await publish(world.client, {
    event_type: 'job.approval_needed',
    job_id: 'j3',
    data: { approval_id: 'ap-1', scope: 'push', action: 'git push' },
  });
  const asked = await bubble(/git push/);
  await becomes('approvals_open', (count) => count === 1);
  await telegram().tap({
    ...{ chatId: ANA, messageId: asked.messageId, personId: ANA },
    ...{ row: 0, column: 0 },
  });
  await becomes('decisions_total{outcome="approved",via="telegram"}', (count) => count === 1);
  await becomes('decision_seconds_count{outcome="approved"}', (count) => count === 1);
  await becomes('approvals_total{status="approved"}', (count) => count === 1);
  await becomes('approvals_open', (count) => count === 0);
  await becomes('telegram_updates_total{kind="tap"}', (count) => count === 1);
});

it('counts requests by the pattern of their route, and refusals by their code', async () => {
  await (await get('/api/v1/jobs/secret-job-id')).text();
  await becomes(
    'http_requests_total{route="/api/v1/jobs/:id",method="GET",status="4xx"}',
    (count) => count === 1,
  );
  await (await get('/nobody/knows/this')).text();
  await becomes(
    'http_requests_total{route="unknown",method="GET",status="4xx"}',
    (count) => count === 1,
  );
  await (await get('/api/v1/jobs', { authorization: 'Bearer wrong-token' })).text();
  await becomes('http_refusals_total{code="unauthenticated"}', (count) => count === 1);
  const request = 'http_request_seconds_count{route="/api/v1/jobs/:id",method="GET"}';
  await becomes(request, (count) => count === 1);
  expect(await text()).not.toMatch(/secret-job-id|nobody\/knows/);
});

it('counts streams by where they started and how they ended, not how long they took', async () => {
  const gone = new AbortController();
  const headers = { authorization: `Bearer ${ADMIN_TOKEN}`, 'last-event-id': 'from-elsewhere' };
  const stream = await fetch(`${program.url}/events`, { headers, signal: gone.signal });
  await stream.body?.getReader().read();
  await becomes('readers{shape="events"}', (count) => count === 1);
  await becomes('readers_started_total{shape="events",result="gap"}', (count) => count === 1);
  gone.abort();
  await becomes('readers_left_total{shape="events",reason="client"}', (count) => count === 1);
  await becomes(
    'http_requests_total{route="/events",method="GET",status="2xx"}',
    (count) => count === 1,
  );
  expect(await value('http_request_seconds_count{route="/events",method="GET"}')).toBeUndefined();
});

it('counts dead letters by their stage, those that came and those that wait', async () => {
  expect(await value('dead_letters_total{stage="decoding"}')).toBe(0);
  await world.client.xadd('televibe:stream:project-a', '*', 'event', 'no JSON');
  await becomes('dead_letters_total{stage="decoding"}', (count) => count === 1);
  await becomes('dead_letters{stage="decoding"}', (count) => count === 1);
  await world.client.del('jobwire:dlq');
  await becomes('dead_letters{stage="decoding"}', (count) => count === 0);
  await becomes('decode_failures_total{dialect="televibe"}', (count) => count === 1);
});

it('counts a gap of a channel that nobody heard for a while', async () => {
  expect(await value('gaps_total{source="job-events"}')).toBe(0);
  await world.client.call('CLIENT', 'KILL', 'TYPE', 'pubsub');
  await becomes('gaps_total{source="job-events"}', (count) => count >= 1);
  await becomes('redis_reconnects_total', (count) => count >= 1);
});

it('counts a lease that another replica got', async () => {
  await becomes('lease_held{lease="router"}', (held) => held === 1);
  const before = (await value('lease_changes_total{lease="router",change="lost"}')) ?? 0;
  await world.client.set('jobwire:lease:router', '999999');
  await becomes('lease_changes_total{lease="router",change="lost"}', (n) => n === before + 1);
  await becomes('lease_held{lease="router"}', (held) => held === 0);
  await becomes('lease_held{lease="router"}', (held) => held === 1);
});

it('counts live logs', async () => {
  await world.client.xadd('televibe:logs:j1', '*', 'line', 'hello');
  await publish(world.client, { event_type: 'job.started', job_id: 'j9' });
  await world.client.xadd('televibe:logs:j9', '*', 'line', 'hello');
  await becomes('events_total{event_type="job.started",project_id="project-a"}', (n) => n >= 2);
  telegram().say({ chatId: ANA, personId: ANA, text: '/tail j9' });
  await becomes('tails_asked_total{result="opened"}', (count) => count === 1);
  await becomes('tails', (count) => count === 1);
});

it('knows how Redis, Telegram and the clock are doing', async () => {
  await becomes('redis_ping_seconds_count', (count) => count > 0);
  await becomes('redis_memory_used_bytes', (bytes) => bytes > 100_000);
  await becomes('telegram_last_poll_timestamp_seconds', isNow);
  await becomes('clock_offset_seconds', (seconds) => Math.abs(seconds) < 2);
  await becomes('component_up{component="redis"}', (up) => up === 1);
  expect(await value('redis_memory_max_bytes')).toBeUndefined();
  expect(await value('telegram_webhook_pending')).toBeUndefined();
});

it('is accepted by promtool as it is, and says no secret', async () => {
  const input = await text();
  const checked = spawnSync('promtool', ['check', 'metrics'], { input, encoding: 'utf8' });
  expect({ status: checked.status, output: checked.stdout + checked.stderr }).toEqual({
    status: 0,
    output: '',
  });
  expect(input).not.toContain(world.simulator.token);
  expect(input).not.toContain(ADMIN_TOKEN);
  expect(input).not.toContain('jobwire_');
});
