// Contract: requests that one person picks from a list, to decide them together. Kept by
// redis/approvals/selections.
import { z } from 'zod';
import { createDecoder } from '../runtime/stored/decoder.ts';

/** A request as it was listed. */
const listedSchema = z.object({ key: z.string(), version: z.number() }).readonly();
export type Listed = z.infer<typeof listedSchema>;

export const decodeListed = createDecoder('list of requests', z.array(listedSchema).readonly());

export interface Selection {
  /** What the buttons of the list know it by. */
  readonly token: string;
  /** Telegram id of the only person whom it serves. */
  readonly userId: number;
  readonly requests: readonly Listed[];
  /** Places in `requests`, from 0, of those that are picked. */
  readonly picked: readonly number[];
}

export interface Selections {
  /** With nothing picked. It is kept for a day after its last change. */
  create(userId: number, requests: readonly Listed[]): Promise<Selection>;
  get(token: string): Promise<Selection | undefined>;
  /** Picks the request at a place, or lets it go; the same again changes nothing. */
  pick(token: string, place: number, isPicked: boolean): Promise<Selection | undefined>;
}
