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
  | {
      readonly kind: 'approval';
      readonly approval: Approval;
      readonly token: string;
      /** The place takes no files: what would need one can't be approved there. */
      readonly withoutFiles?: boolean;
      /** The context could not be shown: nobody can approve what they did not see. */
      readonly withoutContext?: boolean;
      /** The chat that was to show it and could not. */
      readonly insteadOf?: string;
    }
  /** A former version of a request, which has changed and is shown anew. */
  | { readonly kind: 'superseded'; readonly approval: Approval }
  | {
      /** A request still waits. */
      readonly kind: 'reminder';
      readonly approval: Approval;
      /** Epoch milliseconds. */
      readonly now: number;
      /** Of its buttons; absent: the place does not show the whole request. */
      readonly token?: string;
    }
  | {
      readonly kind: 'tail';
      readonly jobId: string;
      /** Newest last; as many of the newest as fit are shown, whole. */
      readonly lines: readonly string[];
      /** `expired`: it ran as long as one may; `revoked`: it may no longer be shown here. */
      readonly state: 'waiting' | 'live' | 'complete' | 'stopped' | 'expired' | 'revoked';
    };

export interface ApprovalAction {
  readonly token: string;
  /** The version of the request that the message with the button shows. */
  readonly version: number;
  readonly wants: 'approve' | 'deny' | 'approveWithNote' | 'denyWithReason';
}

/** Buttons of former versions of jobwire have no number: they show the first version. */
const FORM = /^v:([A-Za-z0-9_-]{16,40}):([adnr])(\d{1,6})?$/;

const WANTS = { a: 'approve', d: 'deny', n: 'approveWithNote', r: 'denyWithReason' } as const;

type Letter = keyof typeof WANTS;

function write(token: string, letter: Letter, version: number): string {
  return `v:${token}:${letter}${version === 1 ? '' : version}`;
}

/** Callback data of an approval's buttons; approval-taps.ts reads what render-approval writes. */
export const APPROVAL_ACTION = {
  approve: (token: string, version: number) => write(token, 'a', version),
  deny: (token: string, version: number) => write(token, 'd', version),
  /** Both ask for words first, and decide with the answer. */
  approveWithNote: (token: string, version: number) => write(token, 'n', version),
  denyWithReason: (token: string, version: number) => write(token, 'r', version),
  parse(data: string): ApprovalAction | undefined {
    const [, token, letter, version = '1'] = FORM.exec(data) ?? [];
    if (token === undefined) return undefined;
    return { token, version: Number(version), wants: WANTS[letter as Letter] };
  },
} as const;

/** Whether a button with this data is a way to approve. */
export function isApproving(data: string): boolean {
  const wants = APPROVAL_ACTION.parse(data)?.wants;
  return wants === 'approve' || wants === 'approveWithNote';
}
