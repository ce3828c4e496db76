// What readers of the API know an approval by, whatever the store calls it.
import { expect, it } from 'vitest';
import type { JobAcknowledgement } from '../../src/approvals/approval.ts';
import { approvalJson } from '../../src/approvals/approval-json.ts';
import { aRequest } from '../helpers/requests.ts';

const AT = '2026-03-02T14:03:00.000Z';

it.each<[JobAcknowledgement, object]>([
  [{ kind: 'pending' }, { kind: 'awaited' }],
  [
    { kind: 'picked_up', at: AT },
    { kind: 'picked_up', at: AT },
  ],
  [
    { kind: 'missing', at: AT },
    { kind: 'unheard', at: AT },
  ],
])('what a job made of a decision, %j, has the name that it always had: %j', (stored, shown) => {
  const approval = { request: aRequest('a1'), revision: 1, votes: [], acknowledgement: stored };
  expect(approvalJson(approval)).toMatchObject({ reception: shown });
  const { acknowledgement: _, ...open } = approval;
  expect(approvalJson(open)).not.toHaveProperty('reception');
});
