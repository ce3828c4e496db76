// Asks the hashes of build jobs where messages may be missing: the truth of a stream that hears
// nothing.

import type { BuildHashes } from '../../jobs/build-hash.ts';
import { messageOf } from '../../runtime/errors.ts';
import type { Logger } from '../../runtime/logger.ts';
import { createInTurn } from '../pacing/in-turn.ts';
import type { Readers } from '../sse/readers.ts';
import { messageText } from '../sse/sse.ts';
import type { BuildReader } from './build-reader.ts';
import { type BuildStanding, standingOf } from './build-standing.ts';

export interface BuildHashCheck {
  /** Never rejects; `away` when the hash can't be read now. */
  standing(reader: BuildReader): Promise<BuildStanding | { readonly kind: 'away' }>;
  /** The job has ended, and its last message may have been lost: says so, and ends the stream. */
  end(reader: BuildReader, status: string): void;
  /** Ends a stream whose job has ended or is gone, unless it hears something meanwhile. */
  check(reader: BuildReader): Promise<void>;
}

interface Deps {
  readonly readers: Readers<BuildReader>;
  readonly buildHashes: BuildHashes;
  readonly log: Logger;
  /** How many checks may ask at the same time. */
  readonly atOnce: number;
}

export function createBuildHashCheck(deps: Deps): BuildHashCheck {
  const { readers, buildHashes, log } = deps;
  const inTurn = createInTurn(deps.atOnce);

  async function standing({ jobId, caller }: BuildReader) {
    try {
      return standingOf(await buildHashes.read(jobId), caller);
    } catch (error) {
      log.warn({ jobId, reason: messageOf(error) }, 'build_hash_unreadable');
      return { kind: 'away' } as const;
    }
  }

  function end(reader: BuildReader, status: string): void {
    const last = { type: 'build.stage.started', status, job_id: reader.jobId };
    readers.write(reader, messageText(JSON.stringify(last)));
    readers.finish(reader);
  }

  async function check(reader: BuildReader): Promise<void> {
    if (reader.checking || reader.closed || !reader.greeted) return;
    reader.checking = true;
    const heard = reader.messages;
    const found = await inTurn(() => standing(reader));
    reader.checking = false;
    if (reader.closed || reader.messages !== heard) return;
    if (found.kind === 'ended') end(reader, found.status);
    if (found.kind === 'hidden') readers.finish(reader);
  }

  return { standing, end, check };
}
