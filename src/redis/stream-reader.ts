// Reads foreign streams from where jobwire left them. The position moves on in the same step that
// journals what was read; when another replica was faster, reading goes on from its position.
import type { Redis } from 'ioredis';
import type { Receive } from '../intake/receive.ts';
import type { StreamReply } from './journal.ts';

interface Deps {
  readonly redis: Redis;
  readonly positionsKey: string;
  readonly receive: Receive;
  readonly dialect: string;
  /** Fields that may hold the message, the first one present is taken. */
  readonly fields: readonly string[];
}

export interface StreamReader {
  /** Streams to read from now on; what is known already keeps its position. */
  know(...streams: readonly (string | undefined)[]): void;
  /** Every known stream and the position to read on from. */
  positions(): ReadonlyMap<string, string>;
  /** Reads all known streams to their end. */
  drain(): Promise<void>;
}

const BATCH = 500;
/** Read in one call; more streams are read in turn. */
const STREAMS_AT_ONCE = 200;
const START = '0-0';

export function createStreamReader(deps: Deps): StreamReader {
  const { redis, positionsKey, receive } = deps;
  /** Position as it is stored; '' for a stream that was never read, undefined until it was looked up. */
  const known = new Map<string, string | undefined>();

  async function lookUp(): Promise<void> {
    const fresh = [...known].flatMap(([stream, at]) => (at === undefined ? [stream] : []));
    if (fresh.length === 0) return;
    const stored = await redis.hmget(positionsKey, ...fresh);
    fresh.forEach((stream, at) => {
      known.set(stream, stored[at] ?? '');
    });
  }

  async function readSome(streams: readonly string[]): Promise<boolean> {
    const after = streams.map((stream) => known.get(stream) || START);
    const reply = await redis.xread('COUNT', BATCH, 'STREAMS', ...streams, ...after);
    const found = (reply ?? []) as [string, StreamReply][];
    let more = false;
    for (const [stream, entries] of found) more = (await takeIn(stream, entries)) || more;
    return more;
  }

  /** Answers whether there may be more to read. */
  async function takeIn(source: string, entries: StreamReply): Promise<boolean> {
    const to = entries.at(-1)?.[0];
    if (to === undefined) return false;
    const messages = entries.map(([entryId, fields]) => ({
      dialect: deps.dialect,
      text: textIn(fields, deps.fields),
      source,
      entryId,
      arrivedAt: Number.parseInt(entryId, 10),
    }));
    const from = known.get(source) ?? '';
    const result = await receive.take({
      messages,
      lossy: false,
      acknowledgement: { source, from, to },
    });
    known.set(source, result.kind === 'moved' ? result.at : to);
    return result.kind === 'moved' || entries.length === BATCH;
  }

  return {
    know(...streams) {
      for (const stream of streams) {
        if (stream !== undefined && !known.has(stream)) known.set(stream, undefined);
      }
    },
    positions: () => new Map([...known].map(([stream, at]) => [stream, at || START])),
    async drain() {
      await lookUp();
      const streams = [...known.keys()];
      for (let at = 0; at < streams.length; at += STREAMS_AT_ONCE) {
        const some = streams.slice(at, at + STREAMS_AT_ONCE);
        while (await readSome(some));
      }
    },
  };
}

/** An entry without any of the wanted fields is handed on whole, so that its dead letter shows it. */
function textIn(fields: readonly string[], wanted: readonly string[]): string {
  const at = fields.findIndex((name, index) => index % 2 === 0 && wanted.includes(name));
  return at < 0 ? JSON.stringify(fields) : (fields[at + 1] ?? '');
}
