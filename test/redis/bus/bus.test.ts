import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type Bus, type BusDecision, createBus } from '../../../src/redis/bus/bus.ts';
import { startTestRedis, type TestRedis } from '../../helpers/redis-server.ts';
import { waitUntil } from '../../helpers/wait.ts';

const CHANNEL = 'televibe:events:';

let server: TestRedis;
let redis: ReturnType<TestRedis['client']>;
let bus: Bus;
beforeAll(async () => {
  server = await startTestRedis();
  redis = server.client();
});
beforeEach(async () => {
  await redis.flushall();
  bus = createBus(redis, server.client());
});
afterAll(() => server.stop());

/** `message` is the next one; whatever is said from now on is heard. */
async function listen(channel: string): Promise<{ readonly message: Promise<string> }> {
  const subscriber = server.client();
  await subscriber.subscribe(channel);
  const message = new Promise<string>((resolve) => {
    subscriber.once('message', (_channel, text) => resolve(text));
  });
  return { message };
}

it('publishes on the channel of a type and in the stream of a project', async () => {
  const { message } = await listen(`${CHANNEL}job.started`);
  const event = { event_type: 'job.started', project_id: 'shop' };
  await bus.publish(event);
  expect(JSON.parse(await message)).toEqual(event);
  const [[, fields] = []] = await redis.xrange('televibe:stream:shop', '-', '+');
  expect(fields).toEqual(['event', JSON.stringify(event)]);
});

it('publishes the text that it is given, and without a project in the default stream', async () => {
  const { message } = await listen(`${CHANNEL}job.started`);
  const text = '{"event_type":"job.started","at":1e3}';
  await bus.publish({ event_type: 'job.started', project_id: null }, text);
  expect(await message).toBe(text);
  const [[, fields] = []] = await redis.xrange('televibe:stream:default', '-', '+');
  expect(fields).toEqual(['event', text]);
});

it('says on a channel alone what a stream holds already', async () => {
  const { message } = await listen(`${CHANNEL}job.started`);
  const event = { event_type: 'job.started', project_id: 'shop' };
  await bus.publishLive(event);
  expect(JSON.parse(await message)).toEqual(event);
  expect(await redis.exists('televibe:stream:shop')).toBe(0);
});

it('says so when what it publishes does not get into the stream', async () => {
  await redis.set('televibe:stream:shop', 'no stream');
  const publishing = bus.publish({ event_type: 'job.started', project_id: 'shop' });
  await expect(publishing).rejects.toThrow(/WRONGTYPE/);
});

it('says so when a stream or a hash is something else', async () => {
  await redis.set('taken', 'text');
  await expect(bus.addEntry('taken', { event: '{}' })).rejects.toThrow(/WRONGTYPE/);
  await expect(bus.setHash('taken', { status: 'code' })).rejects.toThrow(/WRONGTYPE/);
  await expect(bus.appendLog('j', 'line')).resolves.toBeUndefined();
});

it('speaks on any channel, into any stream and hash', async () => {
  const { message } = await listen('job-events');
  await bus.publishOn('job-events', { type: 'job.created' });
  expect(await message).toBe('{"type":"job.created"}');
  await bus.addEntry('pr-events', { type: 'pr.merged', data: '{}' });
  const [[, fields] = []] = await redis.xrange('pr-events', '-', '+');
  expect(fields).toEqual(['type', 'pr.merged', 'data', '{}']);
  await bus.setHash('job:b-1', { status: 'code', user_id: 'ana' });
  await bus.setHash('job:b-1', { status: 'ready' });
  expect(await redis.hgetall('job:b-1')).toEqual({ status: 'ready', user_id: 'ana' });
});

it('hears every decision, with who and how', async () => {
  const heard: BusDecision[] = [];
  let tell = () => {};
  const all = new Promise<void>((resolve) => {
    tell = resolve;
  });
  const end = bus.onDecision((decision) => {
    heard.push(decision);
    if (heard.length === 2) tell();
  });
  const by = { id: '1002', name: 'Ben', via: 'telegram' };
  const approved = { approval_id: 'ap-1', decision: 'approved', decided_by: by, reason: 'fine' };
  const say = (type: string, data: object) =>
    redis.publish(`${CHANNEL}${type}`, JSON.stringify({ event_type: type, data }));
  const saw = () => redis.pubsub('NUMSUB', `${CHANNEL}job.approval_expired`);
  await waitUntil(async () => (await saw())[1] === 1, { saw });
  await say('job.approved', approved);
  await say('job.approval_expired', { approval_id: 'ap-2' });
  await all;
  end();
  expect(heard).toEqual([
    { approvalId: 'ap-1', decision: 'approved', by: 'Ben', via: 'telegram', reason: 'fine' },
    { approvalId: 'ap-2', decision: 'expired' },
  ]);
});
