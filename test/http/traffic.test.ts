// What a reader of one project gets is the same whether others' events come or not: nothing tells of
// them, neither what it is sent nor what it can find out by trying.
import { afterEach, describe, expect, it } from 'vitest';
import type { CanonicalEvent } from '../../src/event/canonical-event.ts';
import { type HttpApi, opened, startHttpApi } from './http-api.ts';
import type { Stream } from './sse/read-stream.ts';

const own = { projectId: 'a', jobId: 'j1' } as const;
const OTHERS: readonly Partial<CanonicalEvent>[] = [
  { projectId: 'b', jobId: 'j1' },
  { projectId: 'a', jobId: 'j1', visibility: 'internal' },
  { projectId: undefined as never, jobId: 'j1' },
];
const PATHS = ['/events', '/events?types=pr.*', '/api/v1/jobs/j1/events/stream'];
const TOKEN = 'reader-of-a';

const ports: HttpApi[] = [];
afterEach(async () => {
  for (const port of ports.splice(0)) await port.stop();
});

/** Others' events come at every step, or never. */
async function startWorld(isBusy: boolean) {
  const port = await startHttpApi({
    limits: { heartbeatMs: 15, pipelineHeartbeatMs: 15, pageSize: 2 },
  });
  ports.push(port);
  const others = async () => {
    if (isBusy) await port.publish(...OTHERS, ...OTHERS);
  };
  await others();
  const { positions } = await port.publish(own, own);
  await others();
  return { port, others, positions };
}

type World = Awaited<ReturnType<typeof startWorld>>;

async function beats(stream: Stream, count = 3): Promise<void> {
  const now = () => stream.text.match(/keep-alive|heartbeat/g)?.length ?? 0;
  const from = now();
  await stream.until(() => now() >= from + count);
}

/** Without what differs from one stream to the next anyhow. */
function bare(text: string): string {
  return text
    .replace(/e1\.[\w-]{59}\b/g, '<sealed>')
    .replace(/^retry: \d+$/gm, '<retry>')
    .replace(/event-\d+|file-\d+/g, '<event>')
    .replace(/((: keep-alive|event: heartbeat\ndata: \{\})\n\n)+/g, '<beats>');
}

async function live({ port, others }: World, path: string): Promise<string> {
  const stream = await port.open(path, { token: TOKEN });
  for (let round = 0; round < 3; round += 1) {
    await others();
    await beats(stream);
    await port.publish(own);
    await others();
    await beats(stream);
  }
  stream.close();
  return bare(stream.text);
}

describe('with and without events of others', () => {
  it.each(PATHS)('%s sends the same bytes', async (path) => {
    const [quiet, busy] = [await startWorld(false), await startWorld(true)];
    expect(await live(busy, path)).toBe(await live(quiet, path));
  });

  it.each(PATHS)('%s can not be asked, by made-up cursors, when they came', async (path) => {
    const busy = await startWorld(true);
    const { positions } = await busy.port.publish(...OTHERS);
    const { last } = await busy.port.memory.journal.bounds();
    const answers = new Set<string>();
    const [ms = '0'] = last.split('-');
    const guesses = [
      last,
      ...positions,
      `${ms}-99999999`,
      `${Number(ms) + 1e6}-0`,
      `${2n ** 64n - 1n}-0`,
    ];
    for (const guess of guesses) {
      const stream = await busy.port.open(path, {
        token: TOKEN,
        lastEventId: `e1.${guess}`,
        greeted: false,
      });
      await beats(stream, 1);
      stream.close();
      answers.add(bare(stream.text));
    }
    expect([...answers]).toHaveLength(1);
    expect([...answers][0]).not.toContain('gap');
    expect([...answers][0]).not.toContain('<sealed>');
  });

  it('a page tells nothing of them, whatever cursor is made up', async () => {
    const { port } = await startWorld(true);
    const { last } = await port.memory.journal.bounds();
    const [ms = '0'] = last.split('-');
    const answers = await Promise.all(
      [last, `${ms}-99999999`, `${Number(ms) + 1e6}-0`].map(async (guess) => {
        const response = await port.get(`/api/v1/events?cursor=e1.${guess}`, TOKEN);
        return `${response.status} ${await response.text()}`;
      }),
    );
    expect(new Set(answers)).toEqual(new Set(['200 {"events":[],"next":null}']));
  });

  it.each(PATHS)('every cursor that %s gives out is that of an own event', async (path) => {
    const world = await startWorld(true);
    const stream = await world.port.open(path, { token: TOKEN });
    await world.others();
    await beats(stream);
    const { positions } = await world.port.publish(own);
    await world.others();
    await beats(stream);
    stream.close();
    const ids = [...stream.text.matchAll(/^id: (.+)$/gm)].map(([, id]) => opened(id));
    const places = new Set(await Promise.all(ids));
    const mine = [...world.positions, ...positions, '0-0'].map((position) => `e1.${position}`);
    for (const place of places) expect(mine).toContain(place);
    expect(places.size).toBeGreaterThan(0);
  });
});

describe('a reader of one project', () => {
  it.each(['/events', '/api/v1/jobs/j1/events/stream'])(
    'loses and repeats nothing on %s, wherever it comes back from',
    async (path) => {
      const { port, others } = await startWorld(true);
      const whole = await port.open(path, { token: TOKEN });
      const seen: string[] = [];
      let lastEventId = /^id: (.+)$/m.exec(whole.text)?.[1] ?? '';
      for (let visit = 0; visit < 8; visit += 1) {
        await others();
        await port.publish(...Array.from({ length: visit }, () => own));
        await others();
        const stream = await port.open(path, { token: TOKEN, lastEventId });
        const [last = ''] = (await port.publish(own)).ids;
        await stream.until(({ events }) => events.some(({ data }) => data.includes(last)));
        await beats(stream);
        stream.close();
        const got = stream.events.filter(({ data }) => data.includes('event_id'));
        seen.push(...got.map(({ data }) => String(JSON.parse(data).event_id)));
        lastEventId = [...stream.text.matchAll(/^id: (.+)$/gm)].at(-1)?.[1] ?? lastEventId;
      }
      const page = await port.get('/api/v1/events?limit=1000', TOKEN);
      const { events } = (await page.json()) as { events: { event_id: string }[] };
      const all = events.map(({ event_id }) => event_id);
      // The stream of a job begins with what is kept; the other with what comes.
      expect(seen).toEqual(path === '/events' ? all.slice(2) : all);
    },
  );
});
