// Shows a request that an address can't show somewhere else: in its other chats, else to admins in private, so that
// no request waits unseen.
import type { Approval } from '../../approvals/approval.ts';
import type { ApprovalStore } from '../../approvals/approval-store.ts';
import { type Member, maySee, roleFor } from '../../audience/access.ts';
import type { Address, Audience, Chat, ChatBook } from '../../audience/chat-book.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Logger } from '../../runtime/logger.ts';
import type { Metrics } from '../../runtime/metrics.ts';
import type { Copies, CopyState } from '../copies.ts';

interface Deps {
  readonly approvals: Pick<ApprovalStore, 'get'>;
  readonly copies: Copies;
  readonly chatBook: Pick<ChatBook, 'audience'>;
  readonly clock: Pick<Clock, 'token'>;
  readonly metrics: Pick<Metrics, 'requestShownElsewhere'>;
  readonly log: Logger;
}

/** Idempotent for a request and address; ignores settled requests. */
export type ShowElsewhere = (approvalId: string, from: Address) => Promise<void>;

/** A request that would wait longer in a chat is shown elsewhere as well. */
export const MAX_REQUEST_WAIT_MS = 60_000;

const TOKEN_BYTES = 16;

export function createShowElsewhere(deps: Deps): ShowElsewhere {
  const { approvals, copies, chatBook, clock, metrics, log } = deps;

  return async (approvalId, from) => {
    const approval = await approvals.get(approvalId);
    if (approval === undefined || approval.outcome !== undefined) return;
    const [audience, states] = await Promise.all([chatBook.audience(), copies.of(approvalId)]);
    const fields = { approvalId, chatId: from.chatId };
    if (states.some((state) => isVisibleElsewhere(state, from, audience))) return;
    const admins = adminsFor(approval, audience).filter(({ id }) => id !== from.chatId);
    const further = admins.filter(({ id }) => !states.some(({ address }) => address.chatId === id));
    if (further.length === 0) {
      log.error(fields, 'request_shown_nowhere');
      metrics.requestShownElsewhere('nowhere');
      return;
    }
    log.warn({ ...fields, chats: further.map(({ id }) => id) }, 'request_shown_elsewhere');
    metrics.requestShownElsewhere('admins');
    const title = titleOf(from, audience);
    const tokens = further.map(({ id }) => ({
      address: { chatId: id },
      token: clock.token(TOKEN_BYTES),
    }));
    await copies.showElsewhere(approvalId, { address: from, title }, tokens);
  };
}

/** Whether this copy, in another chat, is visible or about to be. */
function isVisibleElsewhere(
  { address, messageId, shown, failedTries }: CopyState,
  from: Address,
  { chats }: Audience,
): boolean {
  if (address.chatId === from.chatId && address.topicId === from.topicId) return false;
  if (chats.find(({ id }) => id === address.chatId)?.inactive !== undefined) return false;
  return messageId === undefined ? failedTries === 0 : shown?.isWhole !== false;
}

/** Private chats of admins who may see the request. */
function adminsFor({ request }: Approval, { chats, members }: Audience): Chat[] {
  const isAdmin = (member: Member | undefined) =>
    member !== undefined &&
    maySee(member, request) &&
    roleFor(member, request.projectId) === 'admin';
  return chats.filter(
    ({ id, kind, inactive }) =>
      kind === 'private' && inactive === undefined && isAdmin(members.get(id)),
  );
}

function titleOf({ chatId }: Address, { chats }: Audience): string {
  return chats.find(({ id }) => id === chatId)?.title ?? String(chatId);
}
