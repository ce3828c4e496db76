// Terms of a request that no policy matched.
import type { Terms } from '../../src/approvals/approval.ts';

/** One approver, no self-approval, no reason: what counts without a policy. */
export const PLAIN_TERMS: Terms = {
  required: 1,
  denyRequired: 1,
  selfApproval: false,
  reasonRequired: 'none',
  remindAt: [],
  escalateTo: [],
};
