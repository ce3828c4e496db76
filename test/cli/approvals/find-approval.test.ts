import { describe, expect, it } from 'vitest';
import { findApproval, readApprovalId } from '../../../src/cli/approvals/find-approval.ts';
import { createManualClock } from '../../helpers/manual-clock.ts';
import { createMemoryApprovalStore } from '../../helpers/memory-approval-store.ts';
import { aRequest, aVote, voteStep } from '../../helpers/requests.ts';

/** Open: deploy-1, deploy-10, deploy-2, push-3. Settled: deploy-30, old-4, push-31. */
async function kept() {
  const store = createMemoryApprovalStore(createManualClock().now);
  for (const id of ['deploy-1', 'deploy-10', 'deploy-2', 'push-3']) store.open(aRequest(id));
  for (const id of ['deploy-30', 'old-4', 'push-31']) {
    const request = aRequest(id);
    store.open(request);
    await store.step(voteStep({ request, votes: [] }, aVote('1001')));
  }
  return store;
}

describe('the approval that is meant', () => {
  it.each([
    ['deploy-1', 'deploy-1'],
    ['push-3', 'push-3'],
    ['push', 'push-3'],
    ['deploy-3', 'deploy-30'],
    ['old', 'old-4'],
    ['push-31', 'push-31'],
  ])('by %s is %s', async (given, meant) => {
    expect((await findApproval(given, await kept())).request.id).toBe(meant);
  });

  it('is asked for again when several begin like that', async () => {
    const several = findApproval('deploy', await kept());
    await expect(several).rejects.toThrow(
      /"deploy": deploy-1, deploy-10, deploy-2; expected one of them/,
    );
    await expect(several).rejects.toMatchObject({ exitCode: 64 });
  });

  it('is not there when nothing begins like that', async () => {
    const none = findApproval('-', await kept());
    await expect(none).rejects.toMatchObject({ code: 'missing', exitCode: 1 });
    await expect(none).rejects.toThrow(/no approval "-".*jobwire approvals/);
  });
});

describe('an id', () => {
  it.each([[[]], [['a', 'b']], [['']], [['x'.repeat(513)]]])('is not %j', (words) => {
    expect(() => readApprovalId(words)).toThrow(expect.objectContaining({ code: 'usage_wrong' }));
  });
});
