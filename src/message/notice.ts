// Everything jobwire can say on its own account. render.ts turns each into messages.
import type { Approval } from '../approvals/approval.ts';
import type { CanonicalEvent } from '../event/canonical-event.ts';

/** Events of one session (or job, or project) in a digest. */
export interface DigestGroup {
  /** What they have in common: `S12`; empty when they belong to nothing. */
  readonly label: string;
  readonly events: readonly CanonicalEvent[];
  /** How many older ones are not shown. */
  readonly more: number;
}

export type Notice =
  /** One event alone, in full. */
  | { readonly kind: 'event'; readonly event: CanonicalEvent; readonly alert: boolean }
  | {
      readonly kind: 'digest';
      readonly groups: readonly DigestGroup[];
      /** Events of groups that did not fit. */
      readonly moreEvents: number;
      readonly moreGroups: number;
      readonly alert: boolean;
    }
  /** A request as it stands: with buttons while it is pending, with its outcome after. */
  | { readonly kind: 'approval'; readonly approval: Approval; readonly token: string }
  /** A request still waits; `now` in epoch milliseconds. */
  | { readonly kind: 'reminder'; readonly approval: Approval; readonly now: number }
  | {
      readonly kind: 'tail';
      readonly jobId: string;
      /** Newest last; as many of the newest as fit are shown, whole. */
      readonly lines: readonly string[];
      /** `expired`: it ran as long as one may; `revoked`: it may no longer be shown here. */
      readonly state: 'waiting' | 'live' | 'complete' | 'stopped' | 'expired' | 'revoked';
    };

/** Callback data of an approval's buttons; approval-taps.ts reads what render-approval writes. */
export const APPROVAL_ACTION = {
  approve: (token: string) => `v:${token}:a`,
  deny: (token: string) => `v:${token}:d`,
  /** Asks for the reason first. */
  denyWithReason: (token: string) => `v:${token}:r`,
  parse(data: string): { token: string; wants: 'approve' | 'deny' | 'denyWithReason' } | undefined {
    const [, token, letter] = /^v:([A-Za-z0-9_-]{16,48}):([adr])$/.exec(data) ?? [];
    if (token === undefined) return undefined;
    if (letter === 'r') return { token, wants: 'denyWithReason' };
    return { token, wants: letter === 'a' ? 'approve' : 'deny' };
  },
} as const;
