// Which requests were shown whole in a chat: what was not seen is not decided by one tap.
import type { Approval, ApprovalRequest } from '../../approvals/approval.ts';
import type { Copies } from '../../deliver/copies.ts';
import { isWholeSubject } from '../../message/approvals/approval-subject.ts';

/** UTF-16 units of what is to be done, in a line of a list. */
export const LINE_UNITS = 100;

/** What a chat shows of a version of a request. */
type Sight =
  | 'nothing'
  /** Less than the whole, or another version. */
  | 'part'
  | 'whole'
  /** A former jobwire showed it and wrote nothing down, or the message was sent a moment ago. */
  | 'unknown';

export async function viewOfRequests(
  chatId: number,
  { key, version }: Pick<ApprovalRequest, 'key' | 'version'>,
  copies: Pick<Copies, 'of'>,
): Promise<Sight> {
  const there = (await copies.of(key)).filter(
    ({ address, messageId }) => address.chatId === chatId && messageId !== undefined,
  );
  if (there.length === 0) return 'nothing';
  const isWhole = there.some(
    ({ shown }) => shown?.isWhole === true && shown.version === (version ?? 1),
  );
  if (isWhole) return 'whole';
  return there.some(({ shown }) => shown === undefined) ? 'unknown' : 'part';
}

/** Places in `listed` of those that the chat shows whole, or that one line says all of. */
export async function seenPlaces(
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
  return new Set(seen.flatMap((isSeen, place) => (isSeen ? [place] : [])));
}

/** A line has the action, or the gate, and the scope. */
function isWholeInLine({ request }: Approval): boolean {
  const { context, scope } = request;
  return (
    Object.keys(context).length === 0 &&
    scope.length <= LINE_UNITS &&
    isWholeSubject(request, LINE_UNITS)
  );
}
