// Approvals in memory: what the real store does in one script is one synchronous step here.
import type { ApprovalRequest, Outcome } from '../../src/approvals/approval.ts';
import type {
  ApprovalStep,
  Copy,
  MessageSubject,
  ReminderStep,
} from '../../src/approvals/approval-store.ts';
import { outcomeEntry, voteEntry } from '../../src/approvals/audit-entry.ts';
import { contentDigest } from '../../src/approvals/requests/approval-key.ts';
import { addressKey } from '../../src/audience/chat-book.ts';
import type { CanonicalEvent } from '../../src/event/canonical-event.ts';
import { comparePositions } from '../../src/journal/position.ts';
import {
  attemptedAmong,
  type Entry,
  isOver,
  noteOnce,
  numbersOf,
  repeatedOf,
  timeOf,
} from './approval-entry.ts';
import {
  awaitSign,
  missSign,
  newCourse,
  pickUp,
  settle,
  takeReminder,
  tryStep,
} from './approval-machine.ts';
import type { MemoryApprovalStore, TokenOf } from './approvals-in-memory.ts';
import { createQueuedNames } from './queued-names.ts';
import { createMemoryStandings } from './standings-in-memory.ts';

/** How long a job has to give a sign of life. */
const SIGN_MS = 60_000;

export function createMemoryApprovalStore(now: () => number = () => 0): MemoryApprovalStore {
  const entries = new Map<string, Entry>();
  const gates = new Map<string, string>();
  /** Identity -> keys of its requests, the newest last. */
  const generations = new Map<string, string[]>();
  const asked = new Map<string, MessageSubject>();
  const announced: CanonicalEvent[] = [];
  const heard: CanonicalEvent[] = [];
  const adopted: (Copy & { messageId: number })[] = [];
  const reminded: ReminderStep[] = [];
  const { enqueue, takeQueue } = createQueuedNames();
  let ticks = 0;
  const instant = () => new Date(now()).toISOString();
  const all = () => [...entries.values()].map(({ approval }) => approval);
  const pending = () => all().filter(({ outcome }) => outcome === undefined);
  const tick = () => {
    ticks += 1;
    return `${ticks}-0`;
  };

  const standings = createMemoryStandings({ now, entries, show: queue });

  function refresh(entry: Entry): void {
    entry.approval = { ...entry.approval, revision: entry.approval.revision + 1 };
    if (!standings.isHeld(entry.approval.request.key)) queue(entry);
  }

  function queue(entry: Entry): void {
    const { key: id } = entry.approval.request;
    for (const { address } of entry.copies) {
      enqueue(address.chatId, `approval/${addressKey(address)}/${id}`);
    }
    for (const one of entry.strays) enqueue(Number.parseInt(one, 10), `stray/${one}/${id}`);
  }

  function show(entry: Entry, { address, token }: TokenOf): boolean {
    const key = addressKey(address);
    if (entry.copies.some((copy) => addressKey(copy.address) === key)) return false;
    entry.copies.push({ address, token });
    const id = entry.approval.request.key;
    if (!standings.isHeld(id)) enqueue(address.chatId, `approval/${key}/${id}`);
    return true;
  }

  function end(entry: Entry, outcome: Outcome): boolean {
    if (!settle(entry.course, outcome.status)) return false;
    entry.approval = { ...entry.approval, outcome };
    standings.letGo(entry.approval.request.key);
    refresh(entry);
    return true;
  }

  function announce(entry: Entry, event: CanonicalEvent): void {
    announced.push(event);
    heard.push(event);
    const position = tick();
    if (entry.course.status === 'pending') return;
    entry.announcement = { event, position };
    if (!awaitSign(entry.course, { hasJob: entry.approval.request.jobId !== undefined })) return;
    entry.approval = { ...entry.approval, acknowledgement: { kind: 'pending' } };
    entry.signDueAt = now() + SIGN_MS;
  }

  function make(entry: Entry, step: ApprovalStep): void {
    const { vote, votes, outcome, announcement, entries: noted = [], from } = step;
    entry.audit.push(...noted);
    standings.make(step.standing);
    if (votes) entry.approval = { ...entry.approval, votes };
    if (vote !== undefined) entry.audit.push(voteEntry(vote, from));
    if (outcome !== undefined) entry.audit.push(outcomeEntry(outcome, from));
    if (outcome !== undefined) end(entry, outcome);
    else if (votes !== undefined) refresh(entry);
    if (announcement !== undefined) announce(entry, announcement);
  }

  const isOf = (entry: Entry, id?: string) => entry.approval.request.projectId === id;
  const newest = (identity: string) => entries.get(generations.get(identity)?.at(-1) ?? '');
  /** What the former version was shown as loses its buttons; the new one is shown anew. */
  function change(entry: Entry, request: ApprovalRequest): void {
    const { key, version } = entry.approval.request;
    const changed = { ...request, key, version: version + 1, changedAt: instant() };
    entry.approval = { request: changed, revision: entry.approval.revision + 1, votes: [] };
    entry.course.reminders = numbersOf(request);
    entry.audit.push({ what: 'changed', at: instant() });
    standings.hold(changed);
    for (const { address } of standings.isHeld(key) ? [] : entry.copies) {
      enqueue(address.chatId, `approval/${addressKey(address)}/${key}`);
    }
    for (const stray of entry.strays.splice(0)) {
      enqueue(Number.parseInt(stray, 10), `superseded/${stray}/${key}`);
    }
  }

  function askMore(entry: Entry, asked: ApprovalRequest): void {
    const { request } = entry.approval;
    const isOthers = ![undefined, request.source].includes(asked.source);
    const isSame = contentDigest(request) === contentDigest(asked);
    const what = isOthers ? 'asked_by_another' : 'asked_again';
    if (isOthers || isSame) entry.audit.push({ what, at: instant() });
    else change(entry, asked);
  }

  function copyOf(token: string): Copy | undefined {
    for (const { approval, copies } of entries.values()) {
      const found = copies.find((copy) => copy.token === token);
      if (found) return { approvalId: approval.request.key, address: found.address };
    }
    return undefined;
  }

  return {
    standings,
    ...standings.showing,
    announced,
    heard,
    adopted,
    reminded,
    tick,
    get audits() {
      const written = [...entries.values()].flatMap(({ audit }) => audit);
      return written.filter(({ what }) => what === 'refused');
    },
    takeQueue,
    open(asked, shown = []) {
      const former = newest(asked.key);
      if (former?.approval.request.eventId === asked.eventId) return;
      if (former !== undefined && former.approval.outcome === undefined)
        return askMore(former, asked);
      const keys = generations.get(asked.key) ?? [];
      const key = keys.length === 0 ? asked.key : `${asked.key}.${keys.length + 1}`;
      generations.set(asked.key, [...keys, key]);
      const request = { ...asked, key, version: (former?.approval.request.version ?? 0) + 1 };
      const { projectId, jobId = '', stage, isGate } = request;
      const entry: Entry = {
        approval: { request, revision: 0, votes: [] },
        course: newCourse(numbersOf(request)),
        audit: [{ what: 'asked', at: instant() }],
        copies: [],
        strays: [],
      };
      entries.set(key, entry);
      standings.hold(request);
      if (isGate) gates.set(JSON.stringify([projectId, jobId, stage]), key);
      for (const copy of shown) show(entry, copy);
    },
    settle({ key = '', approvalId, gate, projectId, source, outcome }) {
      const ofGate = gate && gates.get(JSON.stringify([projectId, gate.jobId, gate.stage]));
      const named = [...entries.values()].filter(
        ({ approval }) => approval.request.id === approvalId,
      );
      const only = projectId === undefined && named.length === 1 ? named[0] : undefined;
      const entry = newest(key) ?? newest(`${key}-internal`) ?? only ?? entries.get(ofGate ?? '');
      if (entry === undefined || entry.approval.outcome !== undefined) return;
      const told = outcomeEntry(outcome, `bus ${source}`);
      if (entry.approval.request.terms.decidedElsewhere === 'ignore') {
        entry.audit.push({ ...told, what: 'refused', why: 'elsewhere', status: outcome.status });
      } else if (end(entry, outcome)) entry.audit.push(told);
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
        if (comparePositions(position, announcement?.position ?? '0-0') <= 0) continue;
        if (!pickUp(entry.course)) continue;
        entry.approval = { ...approval, acknowledgement: { kind: 'picked_up', at } };
        delete entry.signDueAt;
        entry.audit.push({ what: 'picked_up', at: instant() });
        refresh(entry);
      }
    },
    asks: (chatId, messageId, what) => void asked.set(`${chatId}/${messageId}`, what),
    get: async (key) => entries.get(key)?.approval,
    find: async (id) =>
      [...generations.values()].flatMap((keys) => {
        const current = entries.get(keys.at(-1) ?? '');
        if (current?.approval.request.id === id) return [current.approval];
        const keyed = keys.includes(id) ? entries.get(id) : undefined;
        return keyed === undefined ? [] : [keyed.approval];
      }),
    pending: async () =>
      pending().sort((a, b) => a.request.requestedAt.localeCompare(b.request.requestedAt)),
    recent: async (limit) => all().reverse().slice(0, limit),
    overdue: async (at) =>
      pending()
        .filter((approval) => isOver(approval, at))
        .map(({ request }) => request.key),
    async step(step) {
      const entry = entries.get(step.approvalId);
      if (entry === undefined) return { kind: 'unknown' };
      const { approval, course } = entry;
      const { attempt, whenOverdue = false, revision = approval.revision } = step;
      const isOld = revision !== approval.revision || !standings.carries(step.standing);
      const times = { isOver: isOver(approval, now()), whenOverdue };
      const refused = tryStep(course, { attempt, isOld, ...times });
      if (refused === 'early' || refused === 'changed' || refused === 'unknown') {
        return { kind: refused };
      }
      if (refused === undefined) make(entry, step);
      return { kind: refused ?? 'made', approval: entry.approval };
    },
    copyOf: async (token) => copyOf(token),
    async tokenFor({ approvalId, address }) {
      const copies = entries.get(approvalId)?.copies ?? [];
      return copies.find((copy) => addressKey(copy.address) === addressKey(address))?.token;
    },
    subjectOfMessage: async (chatId, messageId) => asked.get(`${chatId}/${messageId}`),
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
    attempted: async (keys, attempt) => attemptedAmong(entries, keys, attempt),
    note: async (approvalId, entry, attempt) => noteOnce(entries.get(approvalId), entry, attempt),
    remindersDue: async (at) =>
      [...entries.values()].flatMap(({ approval: { request }, course }) =>
        course.reminders
          .filter((count) => timeOf(request, count) <= at)
          .map((count) => ({ approvalId: request.key, count })),
      ),
    async remind({ approvalId, count }, further) {
      const entry = entries.get(approvalId);
      if (entry === undefined || !takeReminder(entry.course, count)) return;
      const { course, approval } = entry;
      const isLast = !course.reminders.includes(count + 1);
      if (isLast || timeOf(approval.request, count + 1) > now()) {
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
    unacknowledged: async (at) =>
      [...entries.values()]
        .filter(({ signDueAt }) => signDueAt !== undefined && signDueAt <= at)
        .map(({ approval }) => approval.request.key),
    async repeat(approvalId) {
      const entry = entries.get(approvalId);
      if (entry?.announcement === undefined || !missSign(entry.course)) return;
      delete entry.signDueAt;
      heard.push(repeatedOf(entry.announcement.event));
      entry.approval = { ...entry.approval, acknowledgement: { kind: 'missing', at: instant() } };
      entry.audit.push({ what: 'unheard', at: instant() });
      refresh(entry);
    },
  };
}
