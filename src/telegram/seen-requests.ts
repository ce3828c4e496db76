// Which requests were shown whole in a chat: what was not seen is not decided by one tap.
import type { Approval } from '../approvals/approval.ts';
import type { Copies } from '../deliver/copies.ts';
import { isWholeSubject } from '../message/approval-subject.ts';

/** UTF-16 units of what is to be done, in a line of a list. */
export const LINE_UNITS = 100;

export interface ListedRequest {
  readonly approvalId: string;
  readonly approval: Approval | undefined;
}

/** Places in `listed` of those that the chat shows whole, or that one line says all of. */
export async function seenPlaces(
  chatId: number,
  listed: readonly ListedRequest[],
  copies: Pick<Copies, 'of'>,
): Promise<ReadonlySet<number>> {
  const seen = await Promise.all(
    listed.map(async ({ approvalId, approval }) => {
      if (approval === undefined) return false;
      if (isWholeInLine(approval)) return true;
      const { version = 1 } = approval.request;
      return (await copies.of(approvalId)).some(
        ({ address, messageId, shown }) =>
          address.chatId === chatId &&
          messageId !== undefined &&
          shown?.isWhole === true &&
          shown.version === version,
      );
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
