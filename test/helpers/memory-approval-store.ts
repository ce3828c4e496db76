// Approvals in memory: what the real store does in one script is one synchronous step here.
import type { Approval, ApprovalRequest, Outcome } from '../../src/approvals/approval.ts';
import type { ApprovalStore, Copy } from '../../src/approvals/approval-store.ts';
import { addressKey } from '../../src/audience/chat-book.ts';
import type { CanonicalEvent } from '../../src/event/canonical-event.ts';

export interface MemoryApprovalStore extends ApprovalStore {
  /** Opens a request and shows it in these places; what the route step does. */
  open(request: ApprovalRequest, copies?: readonly TokenOf[]): void;
  /** What went on the bus, in order. */
  readonly announced: readonly CanonicalEvent[];
  readonly audits: readonly Readonly<Record<string, string>>[];
  readonly adopted: readonly (Copy & { readonly messageId: number })[];
}

interface TokenOf {
  readonly address: Copy['address'];
  readonly token: string;
}

interface Entry {
  readonly request: ApprovalRequest;
  outcome?: Outcome;
  attempt?: string;
}

export function createMemoryApprovalStore(): MemoryApprovalStore {
  const entries = new Map<string, Entry>();
  const copies = new Map<string, Copy>();
  const announced: CanonicalEvent[] = [];
  const audits: Readonly<Record<string, string>>[] = [];
  const adopted: (Copy & { messageId: number })[] = [];

  const approvalOf = ({ request, outcome }: Entry): Approval =>
    outcome === undefined ? { request } : { request, outcome };
  const pending = () => [...entries.values()].filter(({ outcome }) => outcome === undefined);

  return {
    announced,
    audits,
    adopted,
    open(request, shown = []) {
      if (entries.has(request.id)) return;
      entries.set(request.id, { request });
      for (const { address, token } of shown) {
        copies.set(token, { approvalId: request.id, address });
      }
    },
    async get(approvalId) {
      const entry = entries.get(approvalId);
      return entry === undefined ? undefined : approvalOf(entry);
    },
    pending: async () =>
      pending()
        .map(approvalOf)
        .sort((a, b) => a.request.requestedAt.localeCompare(b.request.requestedAt)),
    overdue: async (now) =>
      pending()
        .filter(({ request }) => Date.parse(request.expiresAt ?? '9999-12-31') <= now)
        .map(({ request }) => request.id),
    async settle({ approvalId, outcome, attempt, announcement }) {
      const entry = entries.get(approvalId);
      if (entry === undefined) return { kind: 'unknown' };
      const isOurs = entry.outcome === undefined || entry.attempt === attempt;
      if (entry.outcome === undefined) {
        entry.outcome = outcome;
        entry.attempt = attempt;
        if (announcement !== undefined) announced.push(announcement);
      }
      return { kind: isOurs ? 'settled' : 'already', approval: approvalOf(entry) };
    },
    copyOf: async (token) => copies.get(token),
    async tokenFor({ approvalId, address }) {
      const found = [...copies].find(
        ([, copy]) =>
          copy.approvalId === approvalId && addressKey(copy.address) === addressKey(address),
      );
      return found?.[0];
    },
    async adopt(copy, messageId) {
      adopted.push({ ...copy, messageId });
    },
    async audit(approvalId, entry) {
      audits.push({ approvalId, ...entry });
    },
  };
}
