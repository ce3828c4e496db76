// Messages that nobody means well with, by every way in: huge, deep, of odd ids, types and times, and
// no messages at all.
import { appendFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import type { Seeded } from '../helpers/seeded.ts';
import { CLOCKS, ODD_IDS, OUTCOME_TYPES, pick } from '../hostile/odd.ts';
import type { Books } from './accepted.ts';
import type { FaultKind } from './fault.ts';

interface Deps {
  readonly client: Redis;
  readonly runsDir: string;
  readonly books: Books;
}

const ODD_TYPES = [...OUTCOME_TYPES, 'x', '.', 'job.', 'a.b.c.d', '🙂.🙃', 'constructor', 'job.\n'];
const STREAMS = ['repository-events', 'feature-events', 'pr-events'] as const;
const CHANNELS = ['job-events', 'televibe:events:job.progress', 'job:odd:events'] as const;
const DEEP = 20_000;

/** The text of a message, with its mark near the beginning: of a long one, dead letters keep no more. */
type Write = (mark: string, random: Seeded) => string;

const event = (mark: string, fields: object) =>
  JSON.stringify({
    mark,
    event_id: `${mark}!`,
    event_type: 'job.progress',
    job_id: 'j1',
    ...fields,
  });

const WRITERS: Readonly<Record<string, Write>> = {
  'of an odd id': (mark, random) =>
    event(mark, { event_id: `${pick(random, ODD_IDS)}${mark}`, job_id: pick(random, ODD_IDS) }),
  'that ask with an odd id': (mark, random) =>
    event(mark, {
      event_type: 'job.approval_needed',
      project_id: 'odd',
      data: { approval_id: pick(random, ODD_IDS), action: mark },
    }),
  'of an odd type': (mark, random) => event(mark, { event_type: pick(random, ODD_TYPES) }),
  'of an odd time': (mark, random) => event(mark, { timestamp: pick(random, CLOCKS) }),
  'of odd fields': (mark) =>
    `{"mark":"${mark}","event_id":"${mark}!","event_type":"job.progress","job_id":"j1","data":{"n":1E400,"id":738529527931269425,"__proto__":{"x":1}}}`,
  'with half a character': (mark) =>
    `{"mark":"${mark}","event_id":"${mark}!","event_type":"job.failed","job_id":"j1","project_id":"odd","data":{"error":"\\ud83d and \\udc00"}}`,
  'that are nested': (mark) =>
    `{"mark":"${mark}","event_id":"${mark}!","event_type":"job.progress","job_id":"j1","data":{"a":${'['.repeat(DEEP)}${']'.repeat(DEEP)}}}`,
  'of almost 1 MiB': (mark) => event(mark, { data: { text: 'ü'.repeat(500_000) } }),
  'of links alone': (mark) => event(mark, { data: { text: 'http://a.bc/ '.repeat(7_000) } }),
  'of over 1 MiB': (mark) => event(mark, { data: { text: 'x'.repeat(1_100_000) } }),
  'that are no JSON': (mark) => `{"mark":"${mark}"`,
  'that are no event': (mark) => JSON.stringify([mark]),
  'of an odd project': (mark, random) => event(mark, { project_id: pick(random, ODD_IDS) }),
};

/** So many of a kind at once. */
const BURST = 4;

export function hostileInput({ client, runsDir, books }: Deps): FaultKind[] {
  let count = 0;
  const nextMark = () => {
    count += 1;
    return `hostile-${count}z`;
  };
  const keep = (mark: string) => books.hostile.push(mark);

  async function toStream(text: string, mark: string, random: Seeded): Promise<void> {
    const delivery = text.replace('"event_type"', '"type"');
    const [key, sent] = random.chance(0.5)
      ? [`televibe:stream:odd-${random.below(3)}`, text]
      : [pick(random, STREAMS), delivery];
    if ((await client.xadd(key, '*', 'event', sent).catch(() => undefined)) !== undefined) {
      keep(mark);
    }
  }

  async function toFile(text: string, mark: string): Promise<void> {
    const folder = join(runsDir, 'odd');
    await mkdir(folder, { recursive: true });
    await appendFile(join(folder, 'events.jsonl'), `${text.replace('"event_type"', '"type"')}\n`);
    keep(mark);
  }

  async function send(write: Write, random: Seeded): Promise<void> {
    const mark = nextMark();
    const text = write(mark, random);
    await client.publish(pick(random, CHANNELS), write(nextMark(), random)).catch(() => 0);
    if (random.chance(0.3)) await toFile(text, mark);
    else await toStream(text, mark, random);
  }

  return Object.entries(WRITERS).map(([name, write]) => ({
    name: `messages ${name}`,
    draw: (random) => ({
      detail: 'by streams, files and channels',
      lengthMs: 0,
      async begin() {
        for (let at = 0; at < BURST; at += 1) await send(write, random);
      },
    }),
  }));
}
