// Streams of the build dialect: each message of one job as it came, until the job has ended. Its
// messages may get lost, so its hash is asked when a stream opens, while it is silent, and when the
// event source is back.
import type { FastifyReply } from 'fastify';
import type { BuildHashes } from '../../jobs/build-hash.ts';
import type { JournalFeed } from '../../journal/journal.ts';
import type { Cancel, Clock } from '../../runtime/clock.ts';
import type { Logger } from '../../runtime/logger.ts';
import type { Metrics } from '../../runtime/metrics.ts';
import type { Caller } from '../access/auth.ts';
import { createBroadcast } from '../live/broadcast.ts';
import type { EventSources } from '../live/event-sources.ts';
import { type LiveCallers, RIGHTS_ENDED } from '../live/live-callers.ts';
import { NOT_FOUND, sendProblem } from '../request/problem.ts';
import { gone } from '../sse/reader.ts';
import { createReaders, type Readers } from '../sse/readers.ts';
import type { StreamLimits } from '../sse/stream-limits.ts';
import { sendAway, takeOver, withinFlushTime } from '../sse/stream-reply.ts';
import { type BuildHashCheck, createBuildHashCheck } from './build-hash-check.ts';
import { type BuildLive, createBuildLive } from './build-live.ts';
import { type BuildReader, createBuildReader } from './build-reader.ts';

export interface BuildStreams {
  /** Takes the reply over, or answers 404 for a job that is not there for this caller. */
  open(reply: FastifyReply, caller: Caller, jobId: string): Promise<void>;
  start(): void;
  /** Every stream gets a farewell and ends; new ones are sent away. */
  stop(): Promise<void>;
}

interface Deps {
  readonly buildHashes: BuildHashes;
  readonly sources: EventSources;
  readonly feed: JournalFeed;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly limits: StreamLimits;
  readonly liveCallers: LiveCallers;
}

export function createBuildStreams(deps: Deps): BuildStreams {
  const { limits, clock, liveCallers } = deps;
  const readers = createReaders<BuildReader>({ ...deps, shape: 'build' });
  const hashes = createBuildHashCheck({ ...deps, readers, atOnce: limits.pagesAtOnce });
  const live = createBuildLive({ ...deps, readers, check: hashes.check });
  const releaseAll = releaseAllOf(readers);
  const broadcast = createBroadcast({
    ...deps,
    listeners: {
      get size() {
        return readers.size;
      },
      deliver: live.deliver,
      // Each stream beats after a silence of its own.
      beat: async () => {},
      releaseAll,
    },
  });
  let accepting = true;
  let forgetSources: Cancel = () => {};

  return {
    async open(reply, caller, jobId) {
      if (!accepting || readers.size >= limits.readers || !liveCallers.hasRoom(caller)) {
        sendAway(reply, 'too busy; come back', clock);
        return;
      }
      const reader = createBuildReader({ reply, caller, jobId });
      // Before the hash is read, so that nothing falls between.
      readers.add(reader);
      const forget = liveCallers.register(caller, () => endRights(reader, readers));
      if (reader.closed) forget();
      else reader.out.once('close', forget);
      await begin(reader, { readers, hashes, live });
    },
    start() {
      broadcast.start();
      forgetSources = deps.sources.onChange((isUp) => {
        if (isUp) for (const reader of allOf(readers)) void hashes.check(reader);
      });
    },
    async stop() {
      accepting = false;
      forgetSources();
      await broadcast.stop();
      await withinFlushTime(releaseAll('closing; come back').map(gone), clock);
    },
  };
}

interface Parts {
  readonly readers: Readers<BuildReader>;
  readonly hashes: BuildHashCheck;
  readonly live: BuildLive;
}

async function begin(reader: BuildReader, { readers, hashes, live }: Parts): Promise<void> {
  const found = await hashes.standing(reader);
  if (reader.closed) {
    // The client went away, or this server stops: nothing is left to say.
    if (!reader.reply.sent) reader.reply.hijack();
    return;
  }
  if (found.kind === 'hidden') {
    readers.remove(reader);
    sendProblem(reader.reply, NOT_FOUND);
    return;
  }
  takeOverFor(reader);
  if (found.kind === 'ended') hashes.end(reader, found.status);
  else if (found.kind === 'away') readers.release(reader, 'the job can not be read; come back');
  else if (reader.overtaken) readers.release(reader, 'too much at once; come back');
  else live.goLive(reader);
}

/** While its hash is asked there is no stream yet: then the job does not exist for it any more. */
function endRights(reader: BuildReader, readers: Readers<BuildReader>): void {
  if (reader.greeted) {
    readers.release(reader, RIGHTS_ENDED);
    return;
  }
  readers.remove(reader);
  sendProblem(reader.reply, NOT_FOUND);
}

/** From here on the answer is a stream. */
function takeOverFor(reader: BuildReader): void {
  reader.greeted = true;
  takeOver(reader.reply, 'keep-alive').flushHeaders();
}

function allOf(readers: Readers<BuildReader>): BuildReader[] {
  return [...readers.groups.values()].flatMap((group) => [...group.readers]);
}

/** Those that wait for their hash have no stream yet that could end. */
function releaseAllOf(readers: Readers<BuildReader>): Readers<BuildReader>['releaseAll'] {
  return (reason) => {
    for (const reader of allOf(readers)) if (!reader.greeted) takeOverFor(reader);
    return readers.releaseAll(reason);
  };
}
