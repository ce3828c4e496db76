// Identity of people. The only comparison of people, for all paths: taps, replies, commands, HTTP, the command line,
// and requesters.

import type { Publisher } from '../event/canonical-event.ts';
import type { Member } from './access.ts';

/**
 * An id or name normalised for comparison: width, case, invisible characters and surrounding blanks don't matter.
 */
export function folded(name: string): string {
  return name
    .normalize('NFKC')
    .replace(/\p{Default_Ignorable_Code_Point}|\p{C}/gu, '')
    .replace(/\s+/gu, ' ')
    .trim()
    .toLowerCase();
}

/** All ids of a person, folded and without duplicates; empty ones are dropped. */
export function idsOf(...ids: readonly string[]): string[] {
  return [...new Set(ids.map(folded))].filter((id) => id !== '');
}

/** Whether both lists of folded ids belong to the same person. */
export function isSamePerson(one: readonly string[], other: readonly string[]): boolean {
  return one.some((id) => other.includes(id));
}

/** All ids of a member: the Telegram id, and those linked to it. */
export function idsOfMember({ userId, knownAs }: Pick<Member, 'userId' | 'knownAs'>): string[] {
  return idsOf(String(userId), ...knownAs);
}

/** The member with this id. */
export function memberKnownAs(members: readonly Member[], id: string): Member | undefined {
  const ids = idsOf(id);
  return members.find((member) => isSamePerson(idsOfMember(member), ids));
}

/** The ids of a publisher, as those of a voter. */
export function idsOfPublisher({ tokenId, userId }: Publisher): string[] {
  return idsOf(`token:${tokenId}`, userId ?? '');
}

/**
 * The shared voter id of tokens without a person and of unlinked shell accounts. One person may have several of
 * them, which can't be detected, so together they have one vote. User ids never contain a blank.
 */
export const UNNAMED = 'no person';
