// Who is the same person. The one place that compares people, for every path: taps, replies, commands, the
// web, the command line, and who asked.

import type { Publisher } from '../event/canonical-event.ts';
import type { Member } from './access.ts';

/**
 * An id or a name in the form that compares: width, case, invisible characters and surrounding blanks make
 * no other person.
 */
export function folded(name: string): string {
  return name
    .normalize('NFKC')
    .replace(/\p{Default_Ignorable_Code_Point}|\p{C}/gu, '')
    .replace(/\s+/gu, ' ')
    .trim()
    .toLowerCase();
}

/** Every id of a person, folded, each once; empty ones mean nobody. */
export function idsOf(...ids: readonly string[]): string[] {
  return [...new Set(ids.map(folded))].filter((id) => id !== '');
}

/** Whether both lists of folded ids mean one person. */
export function isSamePerson(one: readonly string[], other: readonly string[]): boolean {
  return one.some((id) => other.includes(id));
}

/** Every id of a member: the Telegram id, and those that are linked to it. */
export function idsOfMember({ userId, knownAs }: Pick<Member, 'userId' | 'knownAs'>): string[] {
  return idsOf(String(userId), ...knownAs);
}

/** The member whom an id means. */
export function memberKnownAs(members: readonly Member[], id: string): Member | undefined {
  const ids = idsOf(id);
  return members.find((member) => isSamePerson(idsOfMember(member), ids));
}

/** What the caller who published something is known by as a voter. */
export function idsOfPublisher({ tokenId, userId }: Publisher): string[] {
  return idsOf(`token:${tokenId}`, userId ?? '');
}

/**
 * What a token that names nobody and a shell account that is linked to nobody are known by as voters. One
 * person may hold several of them, and nobody could tell, so together they have one vote. No user id has a
 * blank in it.
 */
export const UNNAMED = 'no person';
