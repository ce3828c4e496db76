import { beforeEach, describe, expect, it } from 'vitest';
import type { ApprovalRequest, Outcome } from '../../../src/approvals/approval.ts';
import { announce } from '../../../src/approvals/decisions/announce.ts';
import {
  createGateDecisions,
  type GateDecisionWriter,
} from '../../../src/approvals/decisions/gate-decisions.ts';
import type { CanonicalEvent } from '../../../src/event/canonical-event.ts';
import type { Unhandled } from '../../../src/journal/handle.ts';
import { type ErrorCode, JobwireError } from '../../../src/runtime/errors.ts';
import { anEvent } from '../../helpers/events.ts';
import { createLogBook, type LogBook } from '../../helpers/log-book.ts';
import { aRequest } from '../../helpers/requests.ts';

const AT = '2026-03-02T09:10:00.000Z';
const ANA = { id: '1001', name: 'Ana', via: 'telegram' } as const;
const TIMEOUT = { id: 'timeout', name: 'timeout', via: 'timeout' } as const;

let written: Record<string, unknown>;
/** Jobs for which the book takes nothing, and why. */
let refused: Set<string>;
let code: ErrorCode;
let answer: Awaited<ReturnType<GateDecisionWriter['write']>>;
let log: LogBook;

beforeEach(() => {
  written = {};
  refused = new Set();
  code = 'input_invalid';
  answer = 'written';
  log = createLogBook();
});

/** Answers which of them are to be tried again, by their places. */
async function tell(...events: CanonicalEvent[]): Promise<readonly Unhandled[]> {
  const book: GateDecisionWriter = {
    async write(jobId, stage, decision) {
      if (refused.has(jobId)) throw new JobwireError(code, 'refused');
      written[`${jobId}/${stage}`] = decision;
      return answer;
    },
  };
  const entries = events.map((event, at) => ({ position: `1-${at}`, event }));
  return createGateDecisions(book, { log })(entries);
}

const GATE = { jobId: 'film', stage: 'mix', isGate: true } as const;

function decided(outcome: Outcome, fields: Partial<ApprovalRequest> = {}): CanonicalEvent {
  const request = aRequest('g1', { ...GATE, ...fields });
  const event = announce({ request, votes: [] }, outcome);
  return event ?? expect.fail('nothing was announced');
}

describe('a decision on a gate', () => {
  it.each([
    { outcome: { status: 'approved', by: ANA, at: AT }, decision: 'approved' },
    { outcome: { status: 'denied', by: ANA, at: AT }, decision: 'rejected' },
    { outcome: { status: 'approved', by: TIMEOUT, at: AT }, decision: 'auto_approved' },
    { outcome: { status: 'denied', by: TIMEOUT, at: AT }, decision: 'rejected' },
  ] as const)('is handed to the engine in its words: $decision', async ({ outcome, decision }) => {
    await tell(decided(outcome));
    const { by } = outcome;
    expect(written).toEqual({
      'film/mix': { stage: 'mix', decision, approval_id: 'g1', by, decided_at: AT },
    });
  });

  it('comes with its reason', async () => {
    await tell(decided({ status: 'denied', by: ANA, reason: 'too loud', at: AT }));
    expect(written['film/mix']).toMatchObject({ decision: 'rejected', reason: 'too loud' });
  });

  it('is written only for gates, and only if decided here', async () => {
    const { stage: _, ...jobless } = decided({ status: 'approved', by: ANA, at: AT });
    const { isGate: __, ...ofNoEngine } = aRequest('g1', GATE);
    const outcome = { status: 'approved', by: ANA, at: AT } as const;
    const notOfEngine = announce({ request: ofNoEngine, votes: [] }, outcome) ?? jobless;
    const { own: ___, ...forged } = decided({ status: 'approved', by: ANA, at: AT });
    await tell(
      jobless,
      forged,
      { ...forged, source: { component: 'orchestrator' } },
      notOfEngine,
      anEvent({ type: 'gate.approved', jobId: 'film', stage: 'mix' }),
      decided({ status: 'expired', at: AT }),
    );
    expect(written).toEqual({});
    expect(log.lines).toEqual([]);
  });

  it('with an impossible file name does not hold up others', async () => {
    const [odd, other] = [{ jobId: '../film' }, { stage: 'cut' }].map((fields) =>
      decided({ status: 'approved', by: ANA, at: AT }, fields),
    );
    if (odd === undefined || other === undefined) throw new Error('expected two');
    refused.add('../film');
    await tell(odd, other);
    expect(Object.keys(written)).toEqual(['film/cut']);
    expect(log.lines).toMatchObject([
      { name: 'gate_decision_not_written', fields: { jobId: '../film', result: 'name_unusable' } },
    ]);
  });

  it('that can’t be written is returned with later ones of its job; the others are written', async () => {
    refused.add('film');
    code = 'unavailable';
    const by = (jobId: string, stage: string) =>
      decided({ status: 'approved', by: ANA, at: AT }, { jobId, stage });
    const unhandled = await tell(
      ...[by('film', 'mix'), by('trailer', 'mix'), by('film', 'cut'), by('poster', 'print')],
    );
    expect(unhandled).toEqual([
      { position: '1-0', reason: 'refused' },
      { position: '1-2', reason: 'refused' },
    ]);
    expect(Object.keys(written)).toEqual(['trailer/mix', 'poster/print']);
  });

  it.each(['exists', 'no_job'] as const)(
    'that finds %s is told to whoever runs this',
    async (is) => {
      answer = is;
      await tell(decided({ status: 'approved', by: ANA, at: AT }));
      expect(log.lines).toEqual([
        {
          level: 'warn',
          name: 'gate_decision_not_written',
          fields: { jobId: 'film', stage: 'mix', result: is },
        },
      ]);
    },
  );
});
