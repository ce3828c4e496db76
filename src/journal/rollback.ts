// Detects that the journal went back in time, because a backup was restored or a replica that lacked writes
// took over: compares it with a mark of its former end, which is stored outside of Redis.
import { z } from 'zod';
import { createDecoder } from '../runtime/stored/decoder.ts';
import { type Position, START } from './journal.ts';
import { comparePositions } from './position.ts';

const decisionSchema = z
  .object({
    approvalId: z.string(),
    projectId: z.string().exactOptional(),
    status: z.enum(['approved', 'denied']),
    /** RFC 3339. */
    at: z.string(),
  })
  .readonly();
export type KnownDecision = z.infer<typeof decisionSchema>;

/** The end of the journal when the mark was made. */
const markSchema = z
  .object({
    epoch: z.string(),
    /** Identities that this journal had before it went back in time. */
    formerEpochs: z.array(z.string()).readonly(),
    /** Of the newest entry then, with a hash of it. */
    position: z.string().regex(/^\d+-\d+$/, 'expected a position, like 1772442000000-0'),
    digest: z.string(),
    /** The last thousand, the newest last. */
    decisions: z.array(decisionSchema).readonly(),
  })
  .readonly();
export type HistoryMark = z.infer<typeof markSchema>;

export const decodeMark = createDecoder('mark of the history', markSchema);

/** A consistent view of the journal now. */
export interface HistoryFacts {
  /** `''` before there is one. */
  readonly epoch: string;
  /** Epochs that it replaced after acknowledged rollbacks. */
  readonly succeeds: readonly string[];
  readonly first: Position | undefined;
  /** The newest position ever assigned. */
  readonly last: Position;
  /** Single entries may have been deleted up to here; absent: unknown. */
  readonly deletedUpTo?: Position;
  /** Of the entry at the mark's position. */
  readonly digestAtMark?: string;
  /** Position of the entry before the mark's. */
  readonly before?: Position;
  readonly newest?: { readonly position: Position; readonly digest: string };
}

export type History =
  /** It continues from the mark, as far as can be known. */
  | 'continued'
  /** Another journal: Redis was emptied or replaced. */
  | 'replaced'
  | 'rolled-back';

export function compareHistory(mark: HistoryMark, facts: HistoryFacts): History {
  if (mark.formerEpochs.includes(facts.epoch)) return 'rolled-back';
  if (facts.epoch !== mark.epoch) {
    return facts.succeeds.includes(mark.epoch) ? 'continued' : 'replaced';
  }
  if (comparePositions(facts.last, mark.position) < 0) return 'rolled-back';
  if (mark.position === START) return 'continued';
  if (facts.digestAtMark !== undefined) {
    return facts.digestAtMark === mark.digest ? 'continued' : 'rolled-back';
  }
  return mayBeDeleted(mark.position, facts) ? 'continued' : 'rolled-back';
}

/** By retention at the beginning, or one by one beyond a job's limit. */
function mayBeDeleted(position: Position, { first, deletedUpTo }: HistoryFacts): boolean {
  if (first === undefined || comparePositions(position, first) < 0) return true;
  return deletedUpTo === undefined || comparePositions(position, deletedUpTo) <= 0;
}

/** An admin must acknowledge it. */
const rollbackSchema = z
  .object({
    /** RFC 3339: everything after this is missing; absent: unknown. */
    since: z.string().exactOptional(),
    /** Decisions that are no longer stored. */
    lost: z.array(decisionSchema).readonly(),
  })
  .readonly();
export type Rollback = z.infer<typeof rollbackSchema>;

export const decodeRollback = createDecoder('rollback', rollbackSchema);

/** Contract: stored in Redis, so that all replicas agree. Implemented by redis/monitoring/history. */
export interface HistoryStore extends Rollbacks {
  facts(position: Position): Promise<HistoryFacts>;
  /**
   * Records a rollback, unless there is one, and gives the journal a new epoch, so that readers notice
   * the gap. Returns whether it was this call that recorded it.
   */
  note(
    rollback: Rollback,
    epochs: { readonly from: string; readonly to: string },
  ): Promise<boolean>;
  /** The rollback that is not acknowledged yet. */
  open(): Promise<Rollback | undefined>;
}

export interface Rollbacks {
  /** Returns whether there was one. */
  acknowledge(): Promise<boolean>;
}

/** Contract: stores the mark outside of Redis. Neither call rejects. Implemented by files/text/mark-file. */
export interface MarkFile {
  read(): Promise<HistoryMark | undefined>;
  write(mark: HistoryMark): Promise<void>;
}
