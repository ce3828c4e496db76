// What tests may do with approvals in memory, beyond what the store itself offers.
import type { ApprovalRequest, Outcome } from '../../src/approvals/approval.ts';
import type {
  ApprovalStore,
  AuditEntry,
  Copy,
  MessageSubject,
  ReminderStep,
} from '../../src/approvals/approval-store.ts';
import type { Statement } from '../../src/approvals/requests/statement.ts';
import type { CanonicalEvent } from '../../src/event/canonical-event.ts';
import type { Position } from '../../src/journal/journal.ts';
import type { MemoryStandings } from './standings-in-memory.ts';

export interface MemoryApprovalStore extends ApprovalStore {
  /** Given, used and ended by the same steps. */
  readonly standings: MemoryStandings;
  /** Opens a request and shows it in these places; what the route step does. */
  open(request: ApprovalRequest, copies?: readonly TokenOf[]): void;
  /** What the route step does with a decision made elsewhere. */
  settle(statement: Statement): void;
  /** What the route step does when a job ends. */
  withdraw(job: JobOf, outcome: Outcome): void;
  /** What the route step does with a sign of life. */
  alive(job: JobOf, sign: { readonly position: Position; readonly at: string }): void;
  /** Position of something that is journalled now. */
  tick(): Position;
  /** What this message is about. */
  asks(chatId: number, messageId: number, asked: MessageSubject): void;
  /** What went on the bus, in order: into the stream, and onto the channel. */
  readonly announced: readonly CanonicalEvent[];
  readonly heard: readonly CanonicalEvent[];
  /** Attempts that were refused. */
  readonly audits: readonly AuditEntry[];
  readonly adopted: readonly (Copy & { readonly messageId: number })[];
  readonly reminded: readonly ReminderStep[];
  /** Names of what a chat was queued since the last call. */
  takeQueue(chatId: number): string[];
}

export interface TokenOf {
  readonly address: Copy['address'];
  readonly token: string;
}

interface JobOf {
  readonly jobId: string;
  readonly projectId?: string;
}
