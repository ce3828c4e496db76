// The people whom somebody may look up, with the roles that they may know of.
import type { Grant, Member } from '../access.ts';
import type { ChatBook } from '../chat-book.ts';
import type { Members } from '../members.ts';

/** `isNamed`: in ADMIN_USER_IDS. */
export type ListedMember = Member & { readonly isNamed: boolean };

interface Deps {
  readonly members: Pick<Members, 'all' | 'isNamedAdmin'>;
  /** Who gave no name here has perhaps one in their private chat. */
  readonly chatBook: Pick<ChatBook, 'get'>;
}

/** By name; those none of whose roles may be known are not there. */
export async function listedMembers(
  isVisible: (grant: Grant) => boolean,
  { members, chatBook }: Deps,
): Promise<ListedMember[]> {
  const shown = (await members.all()).flatMap((member) => {
    const grants = member.grants.filter(isVisible);
    return grants.length === 0 ? [] : [{ ...member, grants }];
  });
  const named = await Promise.all(
    shown.map(async (member) => {
      const name = member.name.trim() || ((await chatBook.get(member.userId))?.title ?? '');
      return { ...member, name, isNamed: await members.isNamedAdmin(member.userId) };
    }),
  );
  return named.sort((a, b) => a.name.localeCompare(b.name) || a.userId - b.userId);
}
