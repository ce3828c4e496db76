import { expect, it, vi } from 'vitest';
import type { Approval } from '../../../src/approvals/approval.ts';
import type {
  CommentAttempt,
  CommentResult,
} from '../../../src/approvals/decisions/add-comment.ts';
import type { Decision } from '../../../src/approvals/decisions/decide.ts';
import {
  redactApproval,
  redactedAddComment,
  redactedApprovals,
  redactedDecide,
} from '../../../src/approvals/decisions/redact-approval.ts';
import { createRedaction } from '../../../src/redact/redaction.ts';
import { createMemoryApprovalStore } from '../../helpers/memory-approval-store.ts';
import { by, request } from '../../message/approvals/approvals.ts';
import { CREDENTIALS } from '../../redact/credentials.ts';

const [{ secret: SECRET } = { secret: '' }] = CREDENTIALS;
const redaction = createRedaction({ redact: true });

const approval: Approval = {
  request: {
    ...request,
    action: `deploy ${SECRET}`,
    scope: SECRET,
    stage: SECRET,
    reason: `because ${SECRET}`,
    context: { diff: `+ ${SECRET}`, password: SECRET },
    requestedBy: { id: 'u-31', name: SECRET },
  },
  revision: 2,
  votes: [{ verdict: 'deny', by: by(SECRET), ids: ['1'], reason: SECRET, at: request.requestedAt }],
  outcome: { status: 'denied', by: by(SECRET), reason: SECRET, at: request.requestedAt },
};

it('redacts only the credentials in what producers and voters wrote', () => {
  const shown = redactApproval(approval, redaction);
  const said = {
    ...shown,
    votes: shown.votes.map(({ by: _, ...vote }) => vote),
    outcome: { ...shown.outcome, by: null },
  };
  expect(JSON.stringify(said)).not.toContain(SECRET);
  expect(shown.votes[0]?.by.name).not.toContain(SECRET);
  expect(shown.outcome?.by?.name).not.toContain(SECRET);
  const { id, eventId, terms, requestedAt, jobId } = request;
  expect(shown.request).toMatchObject({ id, eventId, terms, requestedAt, jobId });
  expect(shown.votes[0]?.by.id).toBe(approval.votes[0]?.by.id);
  expect(shown.request.action).toBe('deploy [redacted: AWS key]');
});

it('redacts what a store returns, but not what is written to it', async () => {
  const store = createMemoryApprovalStore();
  store.open({ ...approval.request, key: 'k1', id: 'ap-1' });
  const shown = redactedApprovals(store, redaction);
  const lists = [await shown.find('ap-1'), await shown.pending(), await shown.recent(5)];
  const found = [await shown.get('k1'), ...lists.flat()];
  expect(found).toHaveLength(4);
  for (const one of found) {
    expect(JSON.stringify(one)).not.toContain(SECRET);
    expect(one?.request.id).toBe('ap-1');
  }
  expect(await shown.get('other')).toBeUndefined();
  await shown.note('k1', { what: 'refused', at: request.requestedAt, why: SECRET }, 'tap');
  expect(JSON.stringify(store.audits)).toContain(SECRET);
});

it('decides on the original request, and returns a redacted one', async () => {
  const decision: Decision = { kind: 'decided', approval };
  const decide = Object.assign(
    vi.fn(async () => decision),
    { timeOut: vi.fn() },
  );
  const shown = redactedDecide(decide, redaction);
  const attempt = { approvalId: 'ap-1', verdict: 'deny', attempt: 'x', reason: SECRET } as never;
  expect(JSON.stringify(await shown(attempt))).not.toContain(`deploy ${SECRET}`);
  expect(decide).toHaveBeenCalledWith(attempt);
  expect(shown.timeOut).toBe(decide.timeOut);
});

it.each(['commented', 'already', 'changed', 'forbidden', 'unknown'] as const)(
  'comments on what was asked, and shows what came of it (%s) without them',
  async (kind) => {
    const result = { kind, why: 'role', approval } as CommentResult;
    const addComment = vi.fn(async () => (kind === 'unknown' ? ({ kind } as const) : result));
    const attempt = { approvalId: 'k1', text: SECRET } as CommentAttempt;
    const shown = await redactedAddComment(addComment, redaction)(attempt);
    expect(addComment).toHaveBeenCalledWith(attempt);
    expect(shown.kind).toBe(kind);
    const said = shown.kind === 'unknown' ? '' : JSON.stringify(shown.approval.request);
    expect(said).not.toContain(SECRET);
  },
);
