// Requests that somebody began to decide on this page stay where they were, with what came of them, until the page is
// left: a card that vanishes under the finger says nothing, and takes along what was being typed.
import { useRef, useState } from 'preact/hooks';
import type { ApprovalJson } from '../api/shapes.ts';
import { nextDeadlineFirst } from './approvals.ts';

export interface KeptApprovals {
  readonly keep: (approval: ApprovalJson) => void;
  readonly isKept: (approval: ApprovalJson) => boolean;
  readonly isEmpty: boolean;
  /** These, and those that are kept, as `recent` has them now, in one order. */
  readonly with: (
    approvals: readonly ApprovalJson[],
    recent: readonly ApprovalJson[] | undefined,
  ) => readonly ApprovalJson[];
}

export function useKept(): KeptApprovals {
  const [kept, setKept] = useState<ReadonlyMap<string, ApprovalJson>>(new Map());
  return {
    keep: (approval) => setKept((before) => new Map([...before, [approval.key, approval]])),
    isKept: ({ key }) => kept.has(key),
    isEmpty: kept.size === 0,
    with(approvals, recent = []) {
      const known = new Set(approvals.map(({ key }) => key));
      const current = new Map(recent.map((approval) => [approval.key, approval]));
      const others = [...kept.values()].flatMap((approval) =>
        known.has(approval.key) ? [] : (current.get(approval.key) ?? approval),
      );
      return [...approvals, ...others].toSorted(nextDeadlineFirst);
    },
  };
}

/** Whether a request is open, or was when this page showed it before. */
export function useSeenOpen(
  approvals: readonly ApprovalJson[],
): (approval: ApprovalJson) => boolean {
  const { current: seen } = useRef(new Set<string>());
  for (const { key, status } of approvals) if (status === 'pending') seen.add(key);
  return ({ key }) => seen.has(key);
}
