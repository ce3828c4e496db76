// Drops votes on open requests once their voters have lost the right to decide. A vote that was not dropped doesn't
// count either: decide.ts checks the rights of every voter.
import type { Member } from '../../audience/access.ts';
import { idsOfMember, isSamePerson } from '../../audience/person.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Approval, Vote } from '../approval.ts';
import type { ApprovalStore } from '../approval-store.ts';
import type { RevokedVotes } from './revoked-votes.ts';
import { isApprover } from './voter.ts';
import type { RightsNow } from './voter-rights.ts';

interface Deps {
  readonly store: Pick<ApprovalStore, 'pending' | 'get' | 'step'>;
  readonly rightsNow: RightsNow;
  readonly clock: Pick<Clock, 'now'>;
}

export function createRevokedVotes({ store, rightsNow, clock }: Deps): RevokedVotes {
  async function isRevoked(vote: Vote, { request }: Approval): Promise<boolean> {
    const voter = await rightsNow(vote);
    return voter === undefined || !isApprover(request, voter);
  }

  /** Returns whether a vote was dropped. Retries if the approval changed meanwhile. */
  async function dropFrom(key: string, ids: readonly string[]): Promise<boolean> {
    for (;;) {
      const approval = await store.get(key);
      const vote = approval?.votes.find((one) => isSamePerson(one.ids, ids));
      if (approval === undefined || vote === undefined || !(await isRevoked(vote, approval))) {
        return false;
      }
      const { by, verdict } = vote;
      const at = new Date(clock.now()).toISOString();
      const result = await store.step({
        approvalId: key,
        attempt: `dropped:${approval.revision}`,
        revision: approval.revision,
        votes: approval.votes.filter((one) => one !== vote),
        entries: [{ what: 'vote_dropped', why: 'revoked', verdict, by: { ...by }, at }],
      });
      if (result.kind !== 'changed') return result.kind === 'made';
    }
  }

  return {
    async drop(member: Member) {
      const ids = idsOfMember(member);
      let dropped = 0;
      for (const { request, votes } of await store.pending()) {
        if (!votes.some((vote) => isSamePerson(vote.ids, ids))) continue;
        if (await dropFrom(request.key, ids)) dropped += 1;
      }
      return dropped;
    },
  };
}
