// What the conformance suite of approval stores is given: the store, and what the route step does to it.
import type { ApprovalRequest, Outcome, Terms } from '../../src/approvals/approval.ts';
import type { ApprovalStore } from '../../src/approvals/approval-store.ts';
import type { Statement } from '../../src/approvals/requests/statement.ts';
import type { EndOfStanding, Within } from '../../src/approvals/standing/standing.ts';
import type { StandingStore } from '../../src/approvals/standing/standing-store.ts';
import type { Address } from '../../src/audience/chat-book.ts';
import type { Position } from '../../src/journal/journal.ts';
import { aRequest, aVote, voteStep } from '../helpers/requests.ts';

export interface Shown {
  readonly address: Address;
  readonly token: string;
}

interface JobOf {
  readonly jobId: string;
  readonly projectId?: string;
}

/** Empty at first. Its clock is that of this machine. */
export interface ApprovalsUnderTest {
  readonly store: ApprovalStore;
  readonly standings: StandingStore;
  open(request: ApprovalRequest, copies?: readonly Shown[]): Promise<void>;
  settle(statement: Statement, jobId?: string): Promise<void>;
  withdraw(job: JobOf, outcome: Outcome): Promise<void>;
  alive(job: JobOf, sign: { readonly position: Position; readonly at: string }): Promise<void>;
  endWithin(within: Within, ending: EndOfStanding): Promise<void>;
  /** Position of something that is journalled now. */
  tick(): Promise<Position>;
  /** Ids of the events that went into the streams of the bus, onto its channels, into the journal. */
  inStream(): Promise<string[]>;
  onChannel(): Promise<string[]>;
  inJournal(): Promise<string[]>;
  /** Names of what a chat was queued since the last call. */
  takeQueue(chatId: number): Promise<string[]>;
  close(): Promise<void>;
}

export const CHAT = { chatId: 7 };
export const TOPIC = { chatId: -42, topicId: 5 };

/** What the tests do all the time. */
export function actsOn(under: ApprovalsUnderTest) {
  async function standing(id = 'a1') {
    const approval = await under.store.get(id);
    if (approval === undefined) throw new Error(`there is no approval ${id}`);
    return approval;
  }

  return {
    standing,
    /** Opens a request and takes it as shown, in a chat and a topic. */
    async ask(fields: Partial<ApprovalRequest> = {}, terms: Partial<Terms> = {}) {
      const request = aRequest('a1', fields, terms);
      await under.open(request, [
        { address: CHAT, token: `${request.id}-7` },
        { address: TOPIC, token: `${request.id}-42` },
      ]);
      await under.takeQueue(7);
      await under.takeQueue(-42);
      return standing(request.id);
    },
    approve: async (who = 'ana', attempt = who) =>
      under.store.step(voteStep(await standing(), aVote(who), attempt)),
    whats: async (id = 'a1') => (await under.store.audit(id)).map(({ what }) => what),
  };
}
