// Taps on approve and deny.
import type { InlineKeyboardMarkup } from 'grammy/types';
import type { ApprovalStore } from '../approvals/approval-store.ts';
import type { Decide } from '../approvals/decide.ts';
import type { Member } from '../audience/access.ts';
import type { Members } from '../audience/members.ts';
import type { Clock } from '../clock.ts';
import { APPROVAL_ACTION } from '../message/notice.ts';
import { decisionText } from './decision-text.ts';
import { nameOf } from './sender.ts';
import type { Tap, TapAction, TapAnswer } from './taps.ts';

interface Deps {
  readonly approvals: ApprovalStore;
  readonly decide: Decide;
  readonly members: Members;
  readonly clock: Clock;
}

type Action = NonNullable<ReturnType<typeof APPROVAL_ACTION.parse>>;

export function createApprovalTaps(deps: Deps): TapAction {
  const { approvals, members, clock } = deps;

  async function decideByTap(tap: Tap, { token, verdict }: Action): Promise<TapAnswer> {
    const { query, voice } = tap;
    const copy = await approvals.copyOf(token);
    // A button belongs to the chat it was made for; data can be sent from anywhere.
    if (copy === undefined || copy.address.chatId !== query.message.chat.id) {
      return { text: voice.speak('tap-unknown'), alert: true };
    }
    if (bears(tap)) await approvals.adopt(copy, query.message.message_id);
    const known = await members.get(query.from.id);
    const member: Member = {
      userId: query.from.id,
      grants: known?.grants ?? [],
      knownAs: known?.knownAs ?? [],
      name: nameOf(query.from),
    };
    const decision = await deps.decide({
      approvalId: copy.approvalId,
      verdict,
      person: member,
      via: 'telegram',
      attempt: `tg:${query.id}`,
    });
    if (decision.kind === 'decided') {
      return { text: voice.speak(`tap-${decision.approval.outcome?.status}`), alert: false };
    }
    return { text: decisionText(decision, { member, voice, now: clock.now() }), alert: true };
  }

  return (tap) => {
    const action = APPROVAL_ACTION.parse(tap.data);
    return action === undefined ? undefined : decideByTap(tap, action);
  };
}

/** Whether the tapped message really has this button; an app can send any data with any message. */
function bears({ query: { message }, data }: Tap): boolean {
  const markup: InlineKeyboardMarkup | undefined =
    'reply_markup' in message ? message.reply_markup : undefined;
  return (markup?.inline_keyboard ?? [])
    .flat()
    .some((button) => 'callback_data' in button && button.callback_data === data);
}
