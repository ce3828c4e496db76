// Rights of those who voted, for tests that are not about losing them.
import type { RightsNow } from '../../src/approvals/voters/voter-rights.ts';

/** Every vote stands. */
export const allVotesStand: RightsNow = async ({ by, ids }) => ({
  id: by.id,
  name: by.name,
  grants: [{ role: 'admin' }],
  knownAs: ids,
  via: by.via,
});
