// Requests that a chat shows in one message (a bundle), because they came within two seconds of another. Each is still
// decided by itself. Contract of what is kept of a bundle; implemented by redis/outbox/bundles/bundle-store.
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Address } from '../audience/chat-book.ts';
import { createDecoder } from '../runtime/stored/decoder.ts';
import type { Approval } from './approval.ts';
import type { Listed } from './selections.ts';

const bundleSchema = z
  .object({
    /** Identifies it in its buttons. */
    token: z.string(),
    /** In the order in which they are listed. */
    members: z
      .array(
        z
          .object({
            key: z.string(),
            version: z.number(),
            /** It has left the bundle otherwise: it changed, or got a message of its own. */
            isHere: z.boolean(),
          })
          .readonly(),
      )
      .readonly(),
  })
  .readonly();
export type Bundle = z.infer<typeof bundleSchema>;
export type BundleMember = Bundle['members'][number];

export const decodeBundle = createDecoder('bundle of requests', bundleSchema);

/** What a chat shows of a request in a bundle. */
export interface BundledRequest extends BundleMember {
  /** As it is now. */
  readonly approval: Approval;
}

export interface StoredBundle extends Bundle {
  readonly address: Address;
  /** Of the message that shows it; absent: not sent yet. */
  readonly messageId?: number;
}

export interface Bundles {
  /** `undefined` for a token that was never issued, or a bundle that is no more. */
  get(token: string): Promise<StoredBundle | undefined>;
  /** Its message, where none is known: it was sent a moment ago, or Telegram's answer was lost. */
  adopt(token: string, messageId: number): Promise<void>;
  /** Has the message show its requests as they are now. */
  refresh(token: string): Promise<void>;
  /** Shows those that are pending in messages of their own. */
  split(token: string): Promise<void>;
  /** What a tap decides; `undefined` unless `keepTap` has been called for it. */
  tapped(tapId: string): Promise<readonly Listed[] | undefined>;
  /** Keeps for a day what a tap decides, so that the same tap goes on where it was interrupted. */
  keepTap(tapId: string, requests: readonly Listed[]): Promise<void>;
}

/** Those that can be decided together: pending, and as they are listed. */
export function decidable(requests: readonly BundledRequest[]): BundledRequest[] {
  return requests.filter(
    ({ approval: { outcome, request }, version, isHere }) =>
      isHere && outcome === undefined && (request.version ?? 1) === version,
  );
}

/** Names exactly these versions of these requests, in this order. */
export function digestOfListed(requests: readonly Listed[]): string {
  const text = JSON.stringify(requests.map(({ key, version }) => [key, version]));
  return createHash('sha256').update(text).digest('base64url').slice(0, DIGEST_LENGTH);
}

const DIGEST_LENGTH = 16;
