// Taps on what a reply to a request means: a denial with its text as the reason, or only a comment. Only
// the author of the reply can choose, with the rights they have when they tap.
import type { AddComment, CommentResult } from '../../approvals/decisions/add-comment.ts';
import type { Decide } from '../../approvals/decisions/decide.ts';
import type { ReplyChoices, ReplyMeaning, RequestReply } from '../../approvals/reply-choices.ts';
import { voterInTelegram } from '../../approvals/voters/voter.ts';
import type { Members } from '../../audience/members.ts';
import type { Outbox } from '../../deliver/outbox.ts';
import { subjectText } from '../../message/approvals/approval-subject.ts';
import type { RichText } from '../../message/text/rich-text.ts';
import type { Clock } from '../../runtime/clock.ts';
import { type AnswerReader, decisionText } from '../decisions/decision-text.ts';
import { readReplyChoice } from '../decisions/reply-choice.ts';
import type { Tap, TapAction, TapAnswer } from '../handling/tap.ts';
import { addressOf } from '../sending/address.ts';
import { senderName } from '../sending/sender.ts';
import { tapAnswer } from './approval-taps.ts';
import { tappedButtons } from './tapped-buttons.ts';

interface Deps {
  readonly replyChoices: ReplyChoices;
  readonly decide: Decide;
  readonly addComment: AddComment;
  readonly members: Members;
  readonly outbox: Outbox;
  readonly clock: Clock;
}

/** The result of a choice: the new text of the message, and the answer to the tap. */
interface ChoiceResult {
  readonly body: RichText;
  readonly answer: TapAnswer;
}

export function createReplyChoiceTaps(deps: Deps): TapAction {
  const { replyChoices, members, clock } = deps;

  async function choose(tap: Tap, token: string, meaning: ReplyMeaning): Promise<TapAnswer> {
    const { from, message } = tap.query;
    const reply = await replyChoices.get(token);
    // An app can send any data with any message; only the question itself may be edited.
    const isOwnQuestion =
      reply?.chatId === message.chat.id && tappedButtons(tap).includes(tap.data);
    if (reply === undefined || !isOwnQuestion) return refusal(tap, 'tap-choice-gone');
    if (reply.userId !== from.id) return refusal(tap, 'tap-choice-foreign');
    const chosen = await replyChoices.choose(token, meaning);
    // If the first tap was interrupted, this one carries it out.
    if (chosen !== meaning) return refusal(tap, 'tap-choice-made');
    const voter = voterInTelegram(from.id, senderName(from), await members.get(from.id));
    const reader = { voter, voice: tap.voice, now: clock.now() };
    const { body, answer } = await applyChoice(reply, meaning, { reader, deps });
    const editing = message.message_id;
    await deps.outbox.post(addressOf(message), { body, silent: true }, { editing });
    return answer;
  }

  return (tap) => {
    const choice = readReplyChoice(tap.data);
    return choice === undefined ? undefined : choose(tap, choice.token, choice.meaning);
  };
}

async function applyChoice(
  { approvalId, version, chatId, messageId, text }: RequestReply,
  meaning: ReplyMeaning,
  { reader, deps }: { readonly reader: AnswerReader; readonly deps: Deps },
): Promise<ChoiceResult> {
  const attempt = {
    approvalId,
    version,
    voter: reader.voter,
    attempt: `tg:${chatId}:${messageId}:${meaning}`,
    from: `chat ${chatId}`,
  };
  if (meaning === 'comment') return commented(await deps.addComment({ ...attempt, text }), reader);
  const decision = await deps.decide({ ...attempt, verdict: 'deny', reason: text });
  return { body: decisionText(decision, reader), answer: tapAnswer(decision, reader) };
}

function commented(result: CommentResult, reader: AnswerReader): ChoiceResult {
  if (result.kind !== 'commented') {
    const body = decisionText(result, reader);
    return { body, answer: { text: body, alert: true } };
  }
  const { speak } = reader.voice;
  const action = subjectText(result.approval.request, reader.voice);
  return {
    body: speak('reply-commented', { action }),
    answer: { text: speak('tap-commented'), alert: false },
  };
}

function refusal({ voice }: Tap, key: string): TapAnswer {
  return { text: voice.speak(key), alert: true };
}
