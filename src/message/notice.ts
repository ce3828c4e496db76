// Everything that jobwire posts by itself; render.ts turns it into messages.
import type { Approval } from '../approvals/approval.ts';
import type { BundledRequest } from '../approvals/bundles.ts';
import type { CanonicalEvent } from '../event/canonical-event.ts';
import type { Job } from '../jobs/job-board.ts';
import type { JobKey } from '../jobs/job-key.ts';
import type { Position } from '../journal/journal.ts';

/** An event, and what is known of its job when the message about it is composed. */
export interface TitledEvent {
  /** With the project of its job, where it names none itself. */
  readonly event: CanonicalEvent;
  /** What its job (or the thing that it is about) is for, as an earlier event told. */
  readonly title?: string;
}

/** Events of one job (or session, or project) in a digest. */
export interface DigestGroup {
  /** Those to show, at least one, in journal order. */
  readonly events: readonly TitledEvent[];
  /** How many others are only counted. */
  readonly more: number;
}

/** How many there were, and the newest of them in journal order. */
interface Newest {
  readonly count: number;
  readonly newest: readonly TitledEvent[];
}

export type Notice =
  /** One event alone, in full. */
  | ({ readonly kind: 'event'; readonly alert: boolean } & TitledEvent)
  | {
      readonly kind: 'digest';
      readonly groups: readonly DigestGroup[];
      /** Events that are only counted, besides those of the groups. */
      readonly moreEvents: number;
      readonly alert: boolean;
      /** Callback data of a button that shows all events, for a digest that leaves some out. */
      readonly showAll?: string;
    }
  /** What came while the address was left alone. */
  | {
      readonly kind: 'summary';
      readonly failures: Newest;
      /** Requests that are still open, those that end first first. */
      readonly waiting: readonly Approval[];
      /** Failures of what succeeded since. */
      readonly fixed: number;
      readonly results: Newest;
      /** Events that are only counted. */
      readonly others: number;
      /** Epoch milliseconds. */
      readonly now: number;
      /** Callback data of a button that shows all events. */
      readonly showAll?: string;
    }
  /** All events of a digest, as its button shows them. */
  | {
      readonly kind: 'listing';
      readonly events: readonly TitledEvent[];
      /** There were more than are listed. */
      readonly isCut: boolean;
    }
  /** One failure, in a message of its own that says what became of it. */
  | ({
      readonly kind: 'alert';
      readonly position: Position;
      /** Other failures of the same matter, the first first: the stage that failed, of a job. */
      readonly parts: readonly CanonicalEvent[];
      /** Its job, as the readers may see it. */
      readonly job?: Job & { readonly key: JobKey };
      /** The newest lines of the job's log. */
      readonly log: readonly string[];
      readonly state: {
        readonly seen?: { readonly name: string; readonly at: string };
        readonly fixedAt?: string;
      };
    } & TitledEvent)
  /** Several failures, in the order of the journal; each is told. */
  | {
      readonly kind: 'alerts';
      readonly events: readonly TitledEvent[];
      /** How many others are no longer kept. */
      readonly more: number;
    }
  | {
      /** A job as it is now. */
      readonly kind: 'card';
      readonly key: JobKey;
      /** As the readers may see it. */
      readonly job: Job;
      /** It ended, so the card does not change any more. */
      readonly isOver: boolean;
      /** Epoch milliseconds. */
      readonly now: number;
    }
  /** A request as it stands: with buttons while it is pending, with its outcome after. */
  | {
      readonly kind: 'approval';
      readonly approval: Approval;
      readonly token: string;
      /** Epoch milliseconds; how much time is left is counted from here. */
      readonly now: number;
      /** The chat accepts no files: a request that needs one can't be approved there. */
      readonly withoutFiles?: boolean;
      /** The context could not be shown: nobody can approve what they can't see. */
      readonly withoutContext?: boolean;
      /** Id of the standing approval that decided it, while that is in force: a button stops it. */
      readonly stops?: string;
      /** Title of the chat that should have shown it and could not. */
      readonly insteadOf?: string;
      /** Another message of the chat shows all of it: once it is settled, this one says what became of what. */
      readonly isRepeat?: boolean;
    }
  /** Several requests in one message: each whole, with its own state. */
  | {
      readonly kind: 'bundle';
      readonly token: string;
      readonly requests: readonly BundledRequest[];
      /** One that is not sent yet is rendered only if it shows all of them whole. */
      readonly isSent: boolean;
      /** Epoch milliseconds. */
      readonly now: number;
    }
  /** An earlier version of a request, which changed and is shown anew. */
  | { readonly kind: 'superseded'; readonly approval: Approval }
  | {
      /** A request is still pending. */
      readonly kind: 'reminder';
      readonly approval: Approval;
      /** Epoch milliseconds. */
      readonly now: number;
      /** For its buttons; absent where the chat does not show the whole request. */
      readonly token?: string;
    }
  | {
      readonly kind: 'tail';
      readonly jobId: string;
      /** What the job is for. */
      readonly title?: string;
      /** For its buttons. */
      readonly job: JobKey;
      /** Newest last; as many of the newest as fit are shown. */
      readonly lines: readonly string[];
      /** `expired`: it reached its maximum duration; `revoked`: it may no longer be shown here. */
      readonly state:
        | 'waiting'
        | 'live'
        | 'paused'
        | 'complete'
        | 'stopped'
        | 'expired'
        | 'revoked';
      /** When it came to this state, epoch milliseconds. */
      readonly since: number;
      /** How long the times are that lines begin with, where they do and could be shorter. */
      readonly times?: 'long' | 'short';
    }
  /** Goes with the whole log as a file, or says why there is none. */
  | {
      readonly kind: 'log-file';
      readonly jobId: string;
      /** `cut`: only its newest part. */
      readonly state: 'whole' | 'cut' | 'none' | 'failed';
      readonly sizeBytes: number;
    };

type TailTap = 'pause' | 'resume' | 'stop' | 'full' | 'short' | 'long';

/** Callback data of the buttons below a live log. */
export const TAIL_ACTION = {
  of: (what: TailTap, job: JobKey) => `tl:${what}:${job}`,
  parse(data: string): { readonly what: TailTap; readonly job: JobKey } | undefined {
    const [, what, job] =
      /^tl:(pause|resume|stop|full|short|long):([\w-]{16,40})$/.exec(data) ?? [];
    return job === undefined ? undefined : { what: what as TailTap, job };
  },
} as const;

/** Callback data of the buttons about a job. */
export const JOB_ACTION = {
  log: (job: JobKey) => `j:log:${job}`,
  mute: (job: JobKey) => `j:mute:${job}`,
  parse(data: string): { readonly what: 'log' | 'mute'; readonly job: JobKey } | undefined {
    const [, what, job] = /^j:(log|mute):([\w-]{16,40})$/.exec(data) ?? [];
    return job === undefined ? undefined : { what: what as 'log' | 'mute', job };
  },
} as const;

/** Callback data of the buttons about a failure, by the position of its event. */
export const ALERT_ACTION = {
  error: (position: Position) => `f:error:${position}`,
  seen: (position: Position) => `f:seen:${position}`,
  parse(
    data: string,
  ): { readonly what: 'error' | 'seen'; readonly position: Position } | undefined {
    const [, what, position] = /^f:(error|seen):(\d{1,15}-\d{1,10})$/.exec(data) ?? [];
    return position === undefined ? undefined : { what: what as 'error' | 'seen', position };
  },
} as const;

export interface ApprovalAction {
  readonly token: string;
  /** The version that the message with the button shows. */
  readonly version: number;
  readonly choice: 'approve' | 'deny' | 'approveWithNote' | 'denyWithReason' | 'approveAlike';
}

/** Buttons made by old releases have no number: they stand for version 1. */
const FORM = /^v:([A-Za-z0-9_-]{16,40}):([adnrs])(\d{1,6})?$/;

const CHOICES = {
  a: 'approve',
  d: 'deny',
  n: 'approveWithNote',
  r: 'denyWithReason',
  s: 'approveAlike',
} as const;

type Letter = keyof typeof CHOICES;

function writeData(token: string, letter: Letter, version: number): string {
  return `v:${token}:${letter}${version === 1 ? '' : version}`;
}

/** Callback data of an approval's buttons; approval-taps.ts reads what render-approval writes. */
export const APPROVAL_ACTION = {
  approve: (token: string, version: number) => writeData(token, 'a', version),
  deny: (token: string, version: number) => writeData(token, 'd', version),
  /** These ask for a text first, and decide with the answer. */
  approveWithNote: (token: string, version: number) => writeData(token, 'n', version),
  denyWithReason: (token: string, version: number) => writeData(token, 'r', version),
  /** Approves later requests like it as well. */
  approveAlike: (token: string, version: number) => writeData(token, 's', version),
  parse(data: string): ApprovalAction | undefined {
    const [, token, letter, version = '1'] = FORM.exec(data) ?? [];
    if (token === undefined) return undefined;
    return { token, version: Number(version), choice: CHOICES[letter as Letter] };
  },
} as const;

export interface BundleAction {
  readonly token: string;
  readonly choice: 'approve' | 'deny' | 'split';
  /** Names the requests that the message lists as pending, and their versions (approvals/bundles.ts). */
  readonly digest: string;
}

const BUNDLE_FORM = /^b:([0-9a-f]{32}):([ado])([\w-]{16})$/;
const BUNDLE_CHOICES = { a: 'approve', d: 'deny', o: 'split' } as const;

/** Callback data of the buttons below several requests. */
export const BUNDLE_ACTION = {
  approve: (token: string, digest: string) => `b:${token}:a${digest}`,
  deny: (token: string, digest: string) => `b:${token}:d${digest}`,
  /** Shows them one by one. */
  split: (token: string, digest: string) => `b:${token}:o${digest}`,
  parse(data: string): BundleAction | undefined {
    const [, token, letter, digest] = BUNDLE_FORM.exec(data) ?? [];
    if (token === undefined || digest === undefined) return undefined;
    return { token, choice: BUNDLE_CHOICES[letter as keyof typeof BUNDLE_CHOICES], digest };
  },
} as const;

/** Whether a button with this data is a way to approve. */
export function isApproving(data: string): boolean {
  const choice = APPROVAL_ACTION.parse(data)?.choice;
  return choice === 'approve' || choice === 'approveWithNote' || choice === 'approveAlike';
}
