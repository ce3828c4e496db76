// A standing approval, and what it ends with, as the scripts take them.
import { type StandingApproval, type Within, withinOf } from '../../approvals/standing/standing.ts';
import { stableName } from '../../event/event-id.ts';

export function withinName({ kind, projectId, id, visibility }: Within): string {
  return stableName(kind, projectId, id, visibility);
}

export function withinNames(standing: StandingApproval): string[] {
  return withinOf(standing).map(withinName);
}

export function givenValues(standing: StandingApproval) {
  const { id, like, askedAt = '', givenAt, until } = standing;
  const forMs = Date.parse(until) - Date.parse(givenAt);
  return {
    id,
    like,
    askedAt,
    json: JSON.stringify(standing),
    within: withinNames(standing),
    forMs,
  };
}
