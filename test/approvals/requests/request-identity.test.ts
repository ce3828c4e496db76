// Which requests are one, and which are not.
import { expect, it } from 'vitest';
import { resolveId } from '../../../src/approvals/requests/approval-key.ts';
import { requestOf } from '../../../src/approvals/requests/request.ts';
import { anEvent } from '../../helpers/events.ts';
import { aRequest } from '../../helpers/requests.ts';

const data = { approval_id: 'deploy-42', action: 'kubectl apply' };
const asked = anEvent({ type: 'job.approval_needed', data });
const keyOf = (more: Parameters<typeof anEvent>[0] = {}) =>
  requestOf({ ...asked, ...more }, { kind: 'no_file' }, 0).key;

it('a request is identified by project and id alone', () => {
  const again = { id: 'another', jobId: 'j2', data: { ...data, action: 'rm -rf /' } };
  expect(keyOf(again)).toBe(keyOf());
  expect(keyOf({ projectId: 'p2' })).not.toBe(keyOf());
});

it('an internal request does not hide a public one with the same id', () => {
  expect(keyOf({ visibility: 'internal' })).not.toBe(keyOf());
});

it('a key refers to its own request, even if another one has that id', () => {
  const approval = (key: string, id: string) => ({
    request: aRequest(id, { key }),
    revision: 0,
    votes: [],
  });
  const one = approval('k1', 'deploy-42');
  const namedLikeIt = approval('k2', 'k1');
  expect(resolveId('k1', [namedLikeIt, one])).toEqual([one]);
  expect(resolveId('k1', [namedLikeIt])).toEqual([namedLikeIt]);
  expect(resolveId('deploy-42', [one, approval('k3', 'deploy-42')])).toHaveLength(2);
});
