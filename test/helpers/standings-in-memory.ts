// Standing approvals in memory, beside the approvals that they belong to.
import type { ApprovalRequest } from '../../src/approvals/approval.ts';
import type {
  ApprovalStore,
  AuditEntry,
  StandingStep,
} from '../../src/approvals/approval-store.ts';
import {
  type EndOfStanding,
  type StandingApproval,
  type Within,
  withinOf,
} from '../../src/approvals/standing/standing.ts';
import type { InForce, StandingStore } from '../../src/approvals/standing/standing-store.ts';
import type { Entry as ApprovalEntry } from './approval-entry.ts';

/** What the approvals in memory offer them. */
interface Deps {
  readonly now: () => number;
  /** By key. */
  readonly entries: ReadonlyMap<string, ApprovalEntry>;
  /** Queues all copies of a request. */
  show(entry: ApprovalEntry): void;
}

interface Entry {
  readonly standing: StandingApproval;
  uses: number;
  endsAt: number;
  ending?: EndOfStanding;
}

export interface MemoryStandings extends StandingStore {
  /** What the approvals offer. */
  readonly showing: Pick<ApprovalStore, 'release' | 'refresh'>;
  /** Whether all that the votes of a step rest on is in force. */
  carries(step: StandingStep | undefined): boolean;
  make(step: StandingStep | undefined): void;
  /** Holds back a request that was asked, if one in force counts for it. */
  hold(request: ApprovalRequest): void;
  isHeld(key: string): boolean;
  letGo(key: string): void;
  /** What the route step does when a session or job ends. */
  endWithin(within: Within, ending: EndOfStanding): void;
}

export function createMemoryStandings({ now, entries: approvals, show }: Deps): MemoryStandings {
  const entries = new Map<string, Entry>();
  const held = new Set<string>();
  const over = new Map<string, string>();
  const hasEnded = (within: readonly Within[], at: string) =>
    within.some((one) => (over.get(sorted(one)) ?? '') > at);
  const inForce = () =>
    [...entries.values()]
      .filter(({ endsAt }) => endsAt > now())
      .sort((one, other) => (one.standing.givenAt < other.standing.givenAt ? -1 : 1))
      .map(({ standing, uses }) => ({ standing, uses }));
  const isInForce = (id: string) => inForce().some(({ standing }) => standing.id === id);
  const isAlike =
    (like: string | undefined) =>
    ({ standing }: InForce) =>
      standing.like === like;

  function end(id: string, ending: EndOfStanding): boolean {
    const entry = entries.get(id);
    if (entry === undefined || !isInForce(id)) return false;
    entry.endsAt = 0;
    entry.ending = ending;
    return true;
  }

  const showing = {
    async release(key: string, version?: number) {
      const entry = approvals.get(key);
      if (!held.has(key) || entry === undefined || entry.approval.outcome !== undefined) return;
      if (version !== undefined && version !== entry.approval.request.version) return;
      held.delete(key);
      show(entry);
    },
    async refresh(key: string) {
      const entry = approvals.get(key);
      if (entry !== undefined) show(entry);
    },
  };

  return {
    showing,
    carries(step) {
      const { gives, restsOn = [] } = step ?? {};
      const isOver = gives?.askedAt !== undefined && hasEnded(withinOf(gives), gives.askedAt);
      return restsOn.every(isInForce) && !isOver;
    },
    hasEndedSince: async (within, at) => hasEnded(within, at),
    make(step) {
      if (step === undefined) return;
      for (const id of step.ends.ids) end(id, step.ends.ending);
      const { gives, uses } = step;
      if (gives !== undefined && !entries.has(gives.id)) {
        const forMs = Date.parse(gives.until) - Date.parse(gives.givenAt);
        entries.set(gives.id, { standing: gives, uses: 0, endsAt: now() + forMs });
      }
      const used = entries.get(uses ?? '');
      if (used !== undefined) used.uses += 1;
    },
    hold({ key, terms }) {
      held.delete(key);
      if (inForce().some(isAlike(terms.standing?.like))) held.add(key);
    },
    isHeld: (key) => held.has(key),
    letGo: (key) => void held.delete(key),
    endWithin(within, ending) {
      over.set(sorted(within), ending.at);
      for (const { standing } of inForce()) {
        const isOf = withinOf(standing).some((one) => sorted(one) === sorted(within));
        if (isOf) end(standing.id, ending);
      }
    },
    inForce: async () => inForce(),
    get: async (id) => inForce().find(({ standing }) => standing.id === id),
    alike: async (like) => inForce().filter(isAlike(like)),
    end: async (id, ending) => end(id, ending),
    ended: async () =>
      [...entries.values()].filter(({ endsAt }) => endsAt <= now()).map(({ standing }) => standing),
    async forget({ id, approvalId }, at) {
      const entry = entries.get(id);
      if (entry === undefined || entry.endsAt > now()) return;
      const { ending = { why: 'time', at }, uses } = entry;
      const noted = { ...ending, what: 'standing_ended', standing: id, uses } as AuditEntry;
      approvals.get(approvalId)?.audit.push(noted);
      entries.delete(id);
    },
    held: async () => [...held],
  };
}

function sorted(within: Within): string {
  return JSON.stringify(Object.entries(within).sort(([a], [b]) => (a < b ? -1 : 1)));
}
