// Contract: requests that one person picks from a list, to decide them together. Implemented by
// redis/approvals/buttons/selections.
import { z } from 'zod';
import { createDecoder } from '../runtime/stored/decoder.ts';

/** A request as it was listed. */
const listedSchema = z.object({ key: z.string(), version: z.number() }).readonly();
export type Listed = z.infer<typeof listedSchema>;

export const decodeListed = createDecoder('list of requests', z.array(listedSchema).readonly());

export interface Selection {
  /** Identifies it in the list's buttons. */
  readonly token: string;
  /** Telegram id of the only person who may use it. */
  readonly userId: number;
  readonly requests: readonly Listed[];
  /** Indexes of the picked ones in `requests`. */
  readonly picked: readonly number[];
}

export interface Selections {
  /** Nothing is picked at first. Kept for a day after its last change. */
  create(userId: number, requests: readonly Listed[]): Promise<Selection>;
  get(token: string): Promise<Selection | undefined>;
  /** Picks or unpicks the request at an index; idempotent. */
  pick(token: string, index: number, isPicked: boolean): Promise<Selection | undefined>;
}
