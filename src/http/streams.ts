// Event streams of one shape over the journal: opening one, and ending all of them in peace.
import type { FastifyReply } from 'fastify';
import type { Clock } from '../clock.ts';
import { messageOf } from '../errors.ts';
import type { CanonicalEvent } from '../event/canonical-event.ts';
import type { Journal, JournalFeed } from '../journal/journal.ts';
import type { Logger } from '../logger.ts';
import type { Metrics } from '../metrics.ts';
import { createBroadcast } from './broadcast.ts';
import type { View } from './event-filter.ts';
import { createFrames } from './frames.ts';
import { createInTurn } from './in-turn.ts';
import { join } from './join.ts';
import { createReader, farewell, gone, type Reader } from './reader.ts';
import { createReaders } from './readers.ts';
import { SSE_HEADERS } from './sse.ts';
import type { Start } from './starting-point.ts';
import type { StreamLimits } from './stream-limits.ts';

export interface Streams {
  /** Takes the reply over; it never fails, since browsers do not come back after an error status. */
  open(reply: FastifyReply, view: View, start: Start): void;
  start(): void;
  /** Every stream gets a farewell and ends; new ones are sent away. */
  stop(): Promise<void>;
}

export interface StreamsDeps {
  /** Name of the shape, for metrics and logs. */
  readonly shape: string;
  readonly encode: (event: CanonicalEvent) => unknown;
  readonly journal: Journal;
  readonly feed: JournalFeed;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly limits: StreamLimits;
}

const KEPT_BYTES = 8_388_608;
const FLUSH_MS = 1_000;
const OVERLOAD_RETRY_MS = 30_000;

export function createStreams(deps: StreamsDeps): Streams {
  const { journal, log, limits } = deps;
  const readers = createReaders(deps);
  const frames = createFrames({ ...deps, keptBytes: KEPT_BYTES });
  const broadcast = createBroadcast({ ...deps, readers, frames });
  const inTurn = createInTurn(limits.pagesAtOnce);
  const joining = { ...deps, readers, frames, inTurn, onEpoch };
  let open = true;
  let asking = false;

  function onEpoch(epoch: string): void {
    const { epoch: known } = broadcast;
    broadcast.epoch = epoch;
    if (known === epoch || known === '') return;
    log.warn({ epoch }, 'journal_replaced');
    readers.releaseAll('the journal was replaced; come back');
  }

  /** Live entries do not tell of a new journal, so it is asked now and then. */
  function askEpoch(): void {
    if (asking) return;
    asking = true;
    const asked = () => {
      asking = false;
    };
    journal
      .bounds()
      .then(({ epoch }) => onEpoch(epoch))
      .then(asked, asked);
  }

  function admit(reader: Reader, start: Start): void {
    readers.add(reader);
    reader.out.on('close', () => readers.remove(reader));
    join(reader, start, joining).catch((error: unknown) => {
      log.warn({ shape: deps.shape, reason: messageOf(error) }, 'stream_join_failed');
      readers.release(reader, 'the journal is away; come back');
    });
  }

  return {
    open(reply, view, start) {
      const out = takeOver(reply);
      if (open && readers.size < limits.readers) admit(createReader(out, view), start);
      else farewell(out, 'too busy; come back', OVERLOAD_RETRY_MS * (1 + deps.clock.random()));
    },
    start: () => broadcast.start(askEpoch),
    async stop() {
      open = false;
      await broadcast.stop();
      await withinFlushTime(readers.releaseAll('closing; come back and resume'), deps.clock);
    },
  };
}

/** Headers that hooks have set (CORS) would get lost with the reply. */
function takeOver(reply: FastifyReply): FastifyReply['raw'] {
  const { raw } = reply;
  for (const [name, value] of Object.entries({ ...reply.getHeaders(), ...SSE_HEADERS })) {
    if (value !== undefined) raw.setHeader(name, value);
  }
  raw.removeHeader('transfer-encoding');
  reply.hijack();
  raw.on('error', ignore);
  // Sent with the greeting, and so only once it is known where the reader begins: whoever sees the
  // stream open gets all that is published after that.
  raw.statusCode = 200;
  return raw;
}

/** Who reads slowly gets a moment for what is still unread, and is broken off then. */
async function withinFlushTime(leaving: readonly Reader[], clock: Clock): Promise<void> {
  const done = new AbortController();
  const flushed = Promise.all(leaving.map(gone));
  await Promise.race([flushed, clock.sleep(FLUSH_MS, done.signal)]);
  done.abort();
}

/** A connection that breaks also closes, and that is heard. */
function ignore(): void {}
