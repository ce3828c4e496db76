// A script's question: which event asks it, and which approval answers it. A wrong match would be an approval of
// something that nobody was asked.
import { describe, expect, it } from 'vitest';
import type { Approval } from '../../../src/approvals/approval.ts';
import {
  answersQuestion,
  questionEvent,
  type ScriptQuestion,
} from '../../../src/approvals/requests/script-question.ts';
import { aRequest } from '../../helpers/requests.ts';

const QUESTION: ScriptQuestion = {
  approvalId: 'deploy-42',
  action: 'kubectl apply',
  scope: 'deploy',
  projectId: 'p1',
  context: { commits: 3 },
};
const eventId = (question: ScriptQuestion, at = '', found: readonly Approval[] = []) =>
  questionEvent(question, at, found).event_id;

const asked = (fields: Partial<Approval['request']> = {}): Approval => ({
  request: aRequest('deploy-42', { action: 'kubectl apply', context: { commits: 3 }, ...fields }),
  revision: 0,
  votes: [],
});
const settled = (approval: Approval): Approval => ({
  ...approval,
  outcome: { status: 'approved', at: '2026-03-02T09:00:00.000Z' },
});

describe('the event of a question', () => {
  it('is the same whenever and by whomever it is asked', () => {
    const again = { ...QUESTION, requestedBy: { name: 'ben@build-4' } };
    expect(eventId(again, '2026-03-02T09:00:00Z')).toBe(eventId(QUESTION));
  });

  it.each<[string, Partial<ScriptQuestion>]>([
    ['id', { approvalId: 'deploy-43' }],
    ['action', { action: 'kubectl delete' }],
    ['scope', { scope: 'push' }],
    ['reason', { reason: 'it is late' }],
    ['project', { projectId: 'p2' }],
    ['job', { jobId: 'j2' }],
    ['context', { context: { commits: 4 } }],
    ['time', { timeoutSeconds: 60 }],
  ])('is another one for another %s', (_name, change) => {
    expect(eventId({ ...QUESTION, ...change })).not.toBe(eventId(QUESTION));
  });
});

describe('the answer to a question', () => {
  it('is its own request, also once that is settled', () => {
    const own = asked({ eventId: eventId(QUESTION) });
    expect(answersQuestion(own, QUESTION)).toBe(true);
    expect(answersQuestion(settled(own), QUESTION)).toBe(true);
  });

  it('is an open one in the same words, and no settled one', () => {
    expect(answersQuestion(asked(), QUESTION)).toBe(true);
    expect(answersQuestion(settled(asked()), QUESTION)).toBe(false);
  });

  it.each<[string, Partial<Approval['request']>]>([
    ['words', { action: 'kubectl delete' }],
    ['scope', { scope: 'push' }],
    ['context', { context: { commits: 4 } }],
  ])('is none with other %s', (_name, fields) => {
    expect(answersQuestion(asked(fields), QUESTION)).toBe(false);
  });

  it.each<[string, Partial<Approval['request']>]>([
    ['in another project', { projectId: 'p2' }],
    ['under another id', { id: 'deploy-43' }],
    ['that is internal', { visibility: 'internal' }],
  ])('is none %s, whatever its event', (_name, fields) => {
    const other = asked({ eventId: eventId(QUESTION), ...fields });
    expect(answersQuestion(other, QUESTION)).toBe(false);
  });
});
