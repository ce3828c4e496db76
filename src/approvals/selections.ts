// Contract: requests that one person picks from a list, to decide them together. Implemented by
// redis/approvals/buttons/selections.
import { z } from 'zod';
import { createDecoder } from '../runtime/stored/decoder.ts';

/** A request as it was listed. */
const listedSchema = z.object({ key: z.string(), version: z.number() }).readonly();
export type Listed = z.infer<typeof listedSchema>;

export const decodeListed = createDecoder('list of requests', z.array(listedSchema).readonly());

export const decodeKeys = createDecoder('keys of requests', z.array(z.string()).readonly());

/** Who asked for a list. */
export interface ListOwner {
  /** Telegram id of the only person who may use it. */
  readonly userId: number;
  /** Their name in Telegram. */
  readonly userName: string;
  /** The language that it was written in. */
  readonly locale: string;
}

/** A list as a message shows it. */
export const shownListSchema = z
  .object({
    token: z.string(),
    /** Key of each request on it -> the revision that it shows. */
    stands: z.record(z.string(), z.string()).readonly(),
  })
  .readonly();
export type ShownList = z.infer<typeof shownListSchema>;

export interface Selection extends ListOwner {
  /** Identifies it in the list's buttons. */
  readonly token: string;
  /** Those that its buttons are for, by their numbers. */
  readonly requests: readonly Listed[];
  /** Indexes of the picked ones in `requests`. */
  readonly picked: readonly number[];
  /** Keys of all requests that its message shows, as far as one was sent; also those without a number. */
  readonly shown: readonly string[];
}

export interface Selections {
  /** Nothing is picked at first. Kept for a day after its last change. */
  create(owner: ListOwner, requests: readonly Listed[]): Promise<Selection>;
  get(token: string): Promise<Selection | undefined>;
  /** Picks or unpicks the request at an index; idempotent. */
  pick(token: string, index: number, isPicked: boolean): Promise<Selection | undefined>;
}
