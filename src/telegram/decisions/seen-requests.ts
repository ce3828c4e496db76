// Which requests a chat shows in full: nobody decides by one tap what they have not seen.
import type { Approval, ApprovalRequest } from '../../approvals/approval.ts';
import type { Copies } from '../../deliver/copies.ts';
import { isWholeSubject } from '../../message/approvals/approval-subject.ts';

/** UTF-16 units of an action in a line of a list. */
export const LINE_UNITS = 100;

/** How much of a version of a request a chat shows. */
type View =
  | 'nothing'
  /** A part of it, or another version. */
  | 'part'
  | 'whole'
  /** Shown by an old release that did not record it, or sent just now. */
  | 'unknown';

export async function viewOfRequests(
  chatId: number,
  { key, version }: Pick<ApprovalRequest, 'key' | 'version'>,
  copies: Pick<Copies, 'of'>,
): Promise<View> {
  const shownCopies = (await copies.of(key)).filter(
    ({ address, messageId }) => address.chatId === chatId && messageId !== undefined,
  );
  if (shownCopies.length === 0) return 'nothing';
  const isWhole = shownCopies.some(
    ({ shown }) => shown?.isWhole === true && shown.version === (version ?? 1),
  );
  if (isWhole) return 'whole';
  return shownCopies.some(({ shown }) => shown === undefined) ? 'unknown' : 'part';
}

/** Positions in `listed` of those that the chat shows in full, or that fit one line in full. */
export async function seenPositions(
  chatId: number,
  listed: readonly (Approval | undefined)[],
  copies: Pick<Copies, 'of'>,
): Promise<ReadonlySet<number>> {
  const seen = await Promise.all(
    listed.map(async (approval) => {
      if (approval === undefined) return false;
      if (isWholeInLine(approval)) return true;
      return (await viewOfRequests(chatId, approval.request, copies)) === 'whole';
    }),
  );
  return new Set(seen.flatMap((isSeen, position) => (isSeen ? [position] : [])));
}

/** A line shows the action or the gate, and the scope. */
function isWholeInLine({ request }: Approval): boolean {
  const { context, scope } = request;
  return (
    Object.keys(context).length === 0 &&
    scope.length <= LINE_UNITS &&
    isWholeSubject(request, LINE_UNITS)
  );
}
