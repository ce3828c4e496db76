// What proves that the journal went back in time: a backup was restored, or a replica took over that
// lacked writes. A mark outside of the storage says how far it once was; the storage says how far it is.
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

/** How far the journal was, kept where a restored storage does not reach. */
const markSchema = z
  .object({
    epoch: z.string(),
    /** Identities that this journal had before it went back in time. */
    formerEpochs: z.array(z.string()).readonly(),
    /** Of the newest entry then, and what it was. */
    position: z.string().regex(/^\d+-\d+$/, 'expected a position, like 1772442000000-0'),
    digest: z.string(),
    /** The last thousand, the newest last. */
    decisions: z.array(decisionSchema).readonly(),
  })
  .readonly();
export type HistoryMark = z.infer<typeof markSchema>;

export const decodeMark = createDecoder('mark of the history', markSchema);

/** The journal as it is, seen in one moment. */
export interface HistoryFacts {
  /** `''` before there is one. */
  readonly epoch: string;
  /** It replaced this one after a rollback that is known. */
  readonly succeeds: readonly string[];
  readonly first: Position | undefined;
  /** The newest position that was ever given out. */
  readonly last: Position;
  /** Up to here single entries may have been deleted; absent: unknown. */
  readonly deletedUpTo?: Position;
  /** Of the entry at the mark's position. */
  readonly digestAtMark?: string;
  /** Position of the entry before the mark's. */
  readonly before?: Position;
  readonly newest?: { readonly position: Position; readonly digest: string };
}

export type History =
  /** It continues from the mark, as far as is known. */
  | 'continued'
  /** Another journal: the storage was emptied, or is another one. */
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

/** By retention from the beginning, or one by one beyond the limit of a job. */
function mayBeDeleted(position: Position, { first, deletedUpTo }: HistoryFacts): boolean {
  if (first === undefined || comparePositions(position, first) < 0) return true;
  return deletedUpTo === undefined || comparePositions(position, deletedUpTo) <= 0;
}

/** Something that an admin has to know of and to confirm. */
const rollbackSchema = z
  .object({
    /** RFC 3339: what came after this is missing; absent: nothing is known of when. */
    since: z.string().exactOptional(),
    /** Decisions that the storage does not know any more. */
    lost: z.array(decisionSchema).readonly(),
  })
  .readonly();
export type Rollback = z.infer<typeof rollbackSchema>;

export const decodeRollback = createDecoder('rollback', rollbackSchema);

/** Contract: kept in the storage, so that all replicas know the same. By redis/monitoring/history. */
export interface HistoryStore extends Rollbacks {
  facts(position: Position): Promise<HistoryFacts>;
  /**
   * Notes a rollback, unless one is noted already, and gives the journal a new identity, so that
   * readers learn of the gap. Answers whether it was this call that noted it.
   */
  note(
    rollback: Rollback,
    epochs: { readonly from: string; readonly to: string },
  ): Promise<boolean>;
  /** The one that is not acknowledged yet. */
  open(): Promise<Rollback | undefined>;
}

export interface Rollbacks {
  /** Somebody knows of it. Answers whether there was one. */
  acknowledge(): Promise<boolean>;
}

/** Contract: the mark, outside of the storage. Neither call rejects. Kept by files/text/mark-file. */
export interface MarkFile {
  read(): Promise<HistoryMark | undefined>;
  write(mark: HistoryMark): Promise<void>;
}
