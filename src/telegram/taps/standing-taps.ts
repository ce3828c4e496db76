// Taps that stop a standing approval: below a request that it decided, or below the list of /standing. Whose tap it
// is decides, wherever the button is.
import type { StopResult, StopStanding } from '../../approvals/decisions/stop-standing.ts';
import { voterInTelegram } from '../../approvals/voters/voter.ts';
import { readStop, type StopAction } from '../../message/approvals/standing-text.ts';
import { listStandings } from '../commands/approvals/standing.ts';
import type { ChatCommandDeps } from '../commands/command/command.ts';
import type { Tap, TapAction, TapAnswer } from '../handling/tap.ts';
import { addressOf } from '../sending/address.ts';
import { chatKind, chatTitle, freshChat, senderName } from '../sending/sender.ts';
import { tappedButtons } from './tapped-buttons.ts';

interface Deps
  extends Pick<
    ChatCommandDeps,
    'approvals' | 'standings' | 'members' | 'chatBook' | 'outbox' | 'routes' | 'clock'
  > {
  readonly stopStanding: StopStanding;
}

const ANSWERS: Readonly<Record<StopResult['kind'], string>> = {
  stopped: 'standing-stopped',
  unknown: 'standing-over',
  forbidden: 'standing-forbidden',
};

export function createStandingTaps(deps: Deps): TapAction {
  const { members, stopStanding } = deps;

  async function stop(tap: Tap, { id, place }: StopAction): Promise<TapAnswer> {
    const { from, message } = tap.query;
    // An app can send any data with any message.
    if (!tappedButtons(tap).includes(tap.data)) return answer(tap, 'unknown');
    const voter = voterInTelegram(from.id, senderName(from), await members.get(from.id));
    const attempt = `tg:${tap.query.id}`;
    const { kind } = await stopStanding({ id, voter, attempt, from: `chat ${message.chat.id}` });
    if (kind !== 'forbidden') await (place === 'list' ? showList(tap, deps) : refresh(tap, deps));
    return answer(tap, kind);
  }

  return (tap) => {
    const action = readStop(tap.data);
    return action === undefined ? undefined : stop(tap, action);
  };
}

function answer({ voice }: Tap, kind: StopResult['kind']): TapAnswer {
  return { text: voice.speak(ANSWERS[kind]), alert: kind !== 'stopped' };
}

/** Without its button, on every copy of the request. */
async function refresh({ query: { message } }: Tap, { approvals }: Deps): Promise<void> {
  const subject = await approvals.subjectOfMessage(message.chat.id, message.message_id);
  if (subject !== undefined) await approvals.refresh(subject.approvalId);
}

/** The list as it is now, in place of the tapped one. */
async function showList(tap: Tap, deps: Deps): Promise<void> {
  const { from, message } = tap.query;
  const kind = chatKind(message.chat);
  if (kind === undefined) return;
  const about = { id: message.chat.id, kind, title: chatTitle(message.chat) };
  const chat = (await deps.chatBook.get(about.id)) ?? freshChat(about, tap.voice.locale);
  const person = { userId: from.id, userName: senderName(from), voice: tap.voice };
  const member = await deps.members.get(from.id);
  const list = await listStandings({ ...person, member, chat, address: addressOf(message) }, deps);
  const editing = message.message_id;
  await deps.outbox.post(addressOf(message), { ...list, silent: true }, { editing });
}
