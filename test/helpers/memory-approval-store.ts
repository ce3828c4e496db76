// Approvals in memory: what the real store does in one script is one synchronous step here.
import type { Approval, Outcome, Terms } from '../../src/approvals/approval.ts';
import type {
  ApprovalStep,
  Asked,
  AuditEntry,
  Copy,
  Reminder,
} from '../../src/approvals/approval-store.ts';
import { outcomeEntry, voteEntry } from '../../src/approvals/audit-entry.ts';
import { withVote } from '../../src/approvals/tally.ts';
import { addressKey } from '../../src/audience/chat-book.ts';
import type { CanonicalEvent } from '../../src/event/canonical-event.ts';
import type { Position } from '../../src/journal/journal.ts';
import { comparePositions } from '../../src/journal/position.ts';
import type { MemoryApprovalStore, TokenOf } from './approvals-in-memory.ts';

/** One approver, no self-approval, no reason: what counts without a policy. */
export const PLAIN_TERMS: Terms = {
  required: 1,
  denyRequired: 1,
  selfApproval: false,
  reasonRequired: 'none',
  remindAt: [],
  escalateTo: [],
  decidedElsewhere: 'settle',
};

/** How long a job has to give a sign of life. */
const SIGN_MS = 60_000;

interface Entry {
  approval: Approval;
  readonly attempts: Set<string>;
  readonly audit: AuditEntry[];
  readonly copies: TokenOf[];
  readonly strays: string[];
  reminders: { readonly count: number; readonly at: number }[];
  announcement?: { readonly event: CanonicalEvent; readonly position: Position };
  unheardAt?: number;
}

export function createMemoryApprovalStore(now: () => number = () => 0): MemoryApprovalStore {
  const entries = new Map<string, Entry>();
  const gates = new Map<string, string>();
  const asked = new Map<string, Asked>();
  const announced: CanonicalEvent[] = [];
  const heard: CanonicalEvent[] = [];
  const adopted: (Copy & { messageId: number })[] = [];
  const reminded: Reminder[] = [];
  const queue: { chatId: number; name: string }[] = [];
  let ticks = 0;

  const instant = () => new Date(now()).toISOString();
  const all = () => [...entries.values()].map(({ approval }) => approval);
  const pending = () => all().filter(({ outcome }) => outcome === undefined);
  const isOver = ({ request }: Approval, at: number) =>
    request.expiresAt !== undefined && Date.parse(request.expiresAt) <= at;
  const tick = () => {
    ticks += 1;
    return `${ticks}-0`;
  };

  function enqueue(chatId: number, name: string): void {
    if (!queue.some((item) => item.name === name)) queue.push({ chatId, name });
  }

  function refresh(entry: Entry): void {
    const { id } = entry.approval.request;
    entry.approval = { ...entry.approval, revision: entry.approval.revision + 1 };
    for (const { address } of entry.copies) {
      enqueue(address.chatId, `approval/${addressKey(address)}/${id}`);
    }
    for (const stray of entry.strays) enqueue(Number.parseInt(stray, 10), `stray/${stray}/${id}`);
  }

  function show(entry: Entry, { address, token }: TokenOf): boolean {
    const key = addressKey(address);
    if (entry.copies.some((copy) => addressKey(copy.address) === key)) return false;
    entry.copies.push({ address, token });
    enqueue(address.chatId, `approval/${key}/${entry.approval.request.id}`);
    return true;
  }

  function end(entry: Entry, outcome: Outcome): boolean {
    if (entry.approval.outcome !== undefined) return false;
    entry.approval = { ...entry.approval, outcome };
    entry.reminders = [];
    refresh(entry);
    return true;
  }

  function refusal({ approval, attempts }: Entry, step: ApprovalStep) {
    if (attempts.has(step.attempt)) return { kind: 'made', approval } as const;
    if (approval.outcome !== undefined) return { kind: 'already', approval } as const;
    const over = isOver(approval, now());
    if (step.whenOverdue === true && !over) return { kind: 'early' } as const;
    if (step.whenOverdue !== true && over) return { kind: 'overdue', approval } as const;
    const isOld = step.revision !== undefined && step.revision !== approval.revision;
    return isOld ? ({ kind: 'changed' } as const) : undefined;
  }

  function announce(entry: Entry, event: CanonicalEvent): void {
    announced.push(event);
    heard.push(event);
    entry.announcement = { event, position: tick() };
    const status = entry.approval.outcome?.status;
    if (entry.approval.request.jobId === undefined) return;
    if (status !== 'approved' && status !== 'denied') return;
    entry.approval = { ...entry.approval, reception: { kind: 'awaited' } };
    entry.unheardAt = now() + SIGN_MS;
  }

  function make(entry: Entry, { vote, outcome, announcement, from }: ApprovalStep): void {
    if (vote !== undefined) {
      entry.approval = { ...entry.approval, votes: withVote(entry.approval.votes, vote) };
      entry.audit.push(voteEntry(vote, from));
    }
    if (outcome === undefined) {
      refresh(entry);
      return;
    }
    entry.audit.push(outcomeEntry(outcome, from));
    end(entry, outcome);
    if (announcement !== undefined) announce(entry, announcement);
  }

  const isOf = ({ approval }: Entry, projectId: string | undefined) =>
    [approval.request.projectId, undefined].includes(projectId) ||
    approval.request.projectId === undefined;

  function copyOf(token: string): Copy | undefined {
    for (const { approval, copies } of entries.values()) {
      const found = copies.find((copy) => copy.token === token);
      if (found) return { approvalId: approval.request.id, address: found.address };
    }
    return undefined;
  }

  return {
    announced,
    heard,
    adopted,
    reminded,
    tick,
    get audits() {
      const written = [...entries.values()].flatMap(({ audit }) => audit);
      return written.filter(({ what }) => what === 'refused');
    },
    takeQueue(chatId) {
      const mine = queue.filter((item) => item.chatId === chatId);
      for (const item of mine) queue.splice(queue.indexOf(item), 1);
      return mine.map(({ name }) => name);
    },
    open(request, shown = []) {
      const { id, jobId = '', stage, terms } = request;
      if (entries.has(id)) return;
      const entry: Entry = {
        approval: { request, revision: 0, votes: [] },
        attempts: new Set(),
        audit: [{ what: 'asked', at: instant() }],
        copies: [],
        strays: [],
        reminders: terms.remindAt.map((at, index) => ({ count: index + 1, at })),
      };
      entries.set(id, entry);
      if (stage !== undefined) gates.set(JSON.stringify([jobId, stage]), id);
      for (const copy of shown) show(entry, copy);
    },
    settle({ approvalId = '', gate, projectId, source, outcome }) {
      const ofGate = gate && gates.get(JSON.stringify([gate.jobId, gate.stage]));
      const entry = entries.get(approvalId) ?? entries.get(ofGate ?? '');
      if (entry === undefined || !isOf(entry, projectId)) return;
      if (end(entry, outcome)) entry.audit.push(outcomeEntry(outcome, `bus ${source}`));
    },
    withdraw({ jobId, projectId }, outcome) {
      for (const entry of entries.values()) {
        if (entry.approval.request.jobId !== jobId || !isOf(entry, projectId)) continue;
        if (end(entry, outcome)) entry.audit.push(outcomeEntry(outcome));
      }
    },
    alive({ jobId, projectId }, { position, at }) {
      for (const entry of entries.values()) {
        const { approval, announcement } = entry;
        if (approval.request.jobId !== jobId || !isOf(entry, projectId)) continue;
        if (approval.reception === undefined || approval.reception.kind === 'picked_up') continue;
        if (comparePositions(position, announcement?.position ?? '0-0') <= 0) continue;
        entry.approval = { ...approval, reception: { kind: 'picked_up', at } };
        delete entry.unheardAt;
        entry.audit.push({ what: 'picked_up', at: instant() });
        refresh(entry);
      }
    },
    asks: (chatId, messageId, what) => void asked.set(`${chatId}/${messageId}`, what),
    get: async (approvalId) => entries.get(approvalId)?.approval,
    pending: async () =>
      pending().sort((a, b) => a.request.requestedAt.localeCompare(b.request.requestedAt)),
    recent: async (limit) => all().reverse().slice(0, limit),
    overdue: async (at) =>
      pending()
        .filter((approval) => isOver(approval, at))
        .map(({ request }) => request.id),
    async step(step) {
      const entry = entries.get(step.approvalId);
      if (entry === undefined) return { kind: 'unknown' };
      const refused = refusal(entry, step);
      if (refused !== undefined) return refused;
      entry.attempts.add(step.attempt);
      make(entry, step);
      return { kind: 'made', approval: entry.approval };
    },
    copyOf: async (token) => copyOf(token),
    async tokenFor({ approvalId, address }) {
      const copies = entries.get(approvalId)?.copies ?? [];
      return copies.find((copy) => addressKey(copy.address) === addressKey(address))?.token;
    },
    askedIn: async (chatId, messageId) => asked.get(`${chatId}/${messageId}`),
    async adopt(copy, messageId) {
      adopted.push({ ...copy, messageId });
      const entry = entries.get(copy.approvalId);
      if (entry === undefined) return;
      const stray = `${addressKey(copy.address)}/${messageId}`;
      if (!entry.strays.includes(stray)) entry.strays.push(stray);
      if (entry.approval.outcome === undefined) return;
      enqueue(copy.address.chatId, `stray/${stray}/${copy.approvalId}`);
    },
    audit: async (approvalId) => entries.get(approvalId)?.audit ?? [],
    async note(approvalId, entry) {
      entries.get(approvalId)?.audit.push(entry);
    },
    remindersDue: async (at) =>
      [...entries.values()].flatMap(({ approval, reminders }) =>
        reminders
          .filter((reminder) => reminder.at <= at)
          .map(({ count }) => ({ approvalId: approval.request.id, count })),
      ),
    async remind({ approvalId, count }, further) {
      const entry = entries.get(approvalId);
      if (!entry?.reminders.some((reminder) => reminder.count === count)) return;
      const next = entry.reminders.find((reminder) => reminder.count === count + 1);
      entry.reminders = entry.reminders.filter((reminder) => reminder.count !== count);
      if (next === undefined || next.at > now()) {
        reminded.push({ approvalId, count });
        entry.audit.push({ what: 'reminded', at: instant() });
        for (const { address } of entry.copies) {
          enqueue(address.chatId, `reminder/${addressKey(address)}/${count}/${approvalId}`);
        }
      }
      for (const copy of further) {
        const to = addressKey(copy.address);
        if (show(entry, copy)) entry.audit.push({ what: 'escalated', at: instant(), to });
      }
    },
    unheard: async (at) =>
      [...entries.values()]
        .filter(({ unheardAt }) => unheardAt !== undefined && unheardAt <= at)
        .map(({ approval }) => approval.request.id),
    async repeat(approvalId) {
      const entry = entries.get(approvalId);
      if (entry?.unheardAt === undefined || entry.announcement === undefined) return;
      delete entry.unheardAt;
      heard.push(entry.announcement.event);
      entry.approval = { ...entry.approval, reception: { kind: 'unheard', at: instant() } };
      entry.audit.push({ what: 'unheard', at: instant() });
      refresh(entry);
    },
  };
}
