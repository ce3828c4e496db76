// Taps below several requests in one message: deciding all of them, or having each shown by itself. Each is still a
// decision of its own, with the rights of whoever taps; all are bound to exactly what the message listed.
import type { ApprovalStore } from '../../approvals/approval-store.ts';
import {
  type BundledRequest,
  type Bundles,
  decidable,
  digestOfListed,
  type StoredBundle,
} from '../../approvals/bundles.ts';
import { type Decide, type Decision, isCounted } from '../../approvals/decisions/decide.ts';
import { refusalFor, voterInTelegram } from '../../approvals/voters/voter.ts';
import type { Members } from '../../audience/members.ts';
import type { Outbox } from '../../deliver/outbox.ts';
import { BUNDLE_ACTION, type BundleAction } from '../../message/notice.ts';
import { join } from '../../message/text/rich-text.ts';
import type { Clock } from '../../runtime/clock.ts';
import { type AnswerReader, decisionText } from '../decisions/decision-text.ts';
import type { Tap, TapAction, TapAnswer } from '../handling/tap.ts';
import { addressOf } from '../sending/address.ts';
import { senderName } from '../sending/sender.ts';
import { tappedButtons } from './tapped-buttons.ts';

interface Deps {
  readonly bundles: Bundles;
  readonly approvals: Pick<ApprovalStore, 'get'>;
  readonly decide: Decide;
  readonly members: Pick<Members, 'get'>;
  readonly outbox: Pick<Outbox, 'post'>;
  readonly clock: Pick<Clock, 'now'>;
}

type Verdict = Exclude<BundleAction['choice'], 'split'>;

/** A tap on a button that the message has. */
interface Turn {
  readonly tap: Tap;
  readonly action: BundleAction;
  readonly bundle: StoredBundle;
  readonly reader: AnswerReader;
}

export function createBundleTaps(deps: Deps): TapAction {
  const { bundles, members, clock } = deps;

  async function act(tap: Tap, action: BundleAction): Promise<TapAnswer> {
    const { from, message } = tap.query;
    const bundle = await bundles.get(action.token);
    // A button belongs to the chat it was made for; apps can send its data from anywhere.
    if (bundle === undefined || bundle.address.chatId !== message.chat.id) {
      return { text: tap.voice.speak('tap-unknown'), alert: true };
    }
    if (!tappedButtons(tap).includes(tap.data)) {
      // Which message that is nobody knows: it is left alone.
      await bundles.refresh(bundle.token);
      return { text: tap.voice.speak('tap-bundle-changed'), alert: true };
    }
    const voter = voterInTelegram(from.id, senderName(from), await members.get(from.id));
    const turn = { tap, action, bundle, reader: { voter, voice: tap.voice, now: clock.now() } };
    return action.choice === 'split' ? split(turn, deps) : decideAll(turn, action.choice, deps);
  }

  return (tap) => {
    const action = BUNDLE_ACTION.parse(tap.data);
    return action === undefined ? undefined : act(tap, action);
  };
}

async function requestsOf(
  { members }: StoredBundle,
  { approvals }: Pick<Deps, 'approvals'>,
): Promise<BundledRequest[]> {
  const read = await Promise.all(members.map(({ key }) => approvals.get(key)));
  return members.flatMap((member, at) => {
    const approval = read[at];
    return approval === undefined ? [] : [{ ...member, approval }];
  });
}

/** The message shows something else than what is pending now: it is brought up to date, and nothing is decided. */
async function outdated(
  { tap, bundle, open }: Pick<Turn, 'tap' | 'bundle'> & { readonly open: number },
  deps: Pick<Deps, 'bundles' | 'outbox'>,
): Promise<TapAnswer> {
  await deps.bundles.refresh(bundle.token);
  await keepOneMessage({ tap, bundle }, deps);
  const key = open === 0 ? 'tap-bundle-done' : 'tap-bundle-changed';
  return { text: tap.voice.speak(key), alert: true };
}

/** Only for those who may decide one of them: each becomes a message. */
async function split({ tap, bundle, reader }: Turn, deps: Deps): Promise<TapAnswer> {
  const open = decidable(await requestsOf(bundle, deps));
  const [first] = open;
  if (first === undefined) return outdated({ tap, bundle, open: 0 }, deps);
  const mayDecide = open.some(
    ({ approval: { request } }) =>
      refusalFor(request, reader.voter, 'approve') === undefined ||
      refusalFor(request, reader.voter, 'deny') === undefined,
  );
  if (!mayDecide) {
    const { approval } = first;
    const why = refusalFor(approval.request, reader.voter, 'deny') ?? 'role';
    return { text: decisionText({ kind: 'forbidden', why, approval }, reader), alert: true };
  }
  await deps.bundles.split(bundle.token);
  await keepOneMessage({ tap, bundle }, deps);
  return { text: tap.voice.speak('tap-bundle-split'), alert: false };
}

async function decideAll(turn: Turn, verdict: Verdict, deps: Deps): Promise<TapAnswer> {
  const { tap, action, bundle, reader } = turn;
  const { query } = tap;
  // A tap that was interrupted goes on with what it was for, though some of that is decided by now.
  let asked = await deps.bundles.tapped(query.id);
  if (asked === undefined) {
    const open = decidable(await requestsOf(bundle, deps));
    if (digestOfListed(open) !== action.digest) {
      return outdated({ tap, bundle, open: open.length }, deps);
    }
    await deps.bundles.keepTap(query.id, open);
    asked = open;
  }
  const decisions = await allDone(
    asked.map(({ key: approvalId, version }) => {
      const attempt = `tg:${query.id}:${approvalId}`;
      const from = `chat ${query.message.chat.id}`;
      const { voter } = reader;
      return deps.decide({ approvalId, version, verdict, voter, attempt, from });
    }),
  );
  await keepOneMessage(turn, deps);
  return answerTo(decisions, verdict, reader);
}

/** Waits for all, also where one fails: the tap is handled again then. */
async function allDone(decisions: readonly Promise<Decision>[]): Promise<Decision[]> {
  await Promise.allSettled(decisions);
  return Promise.all(decisions);
}

/** What delivery did not record shows itself now: one message is kept up to date, others lose their buttons. */
async function keepOneMessage(
  { tap, bundle }: Pick<Turn, 'tap' | 'bundle'>,
  { bundles, outbox }: Pick<Deps, 'bundles' | 'outbox'>,
): Promise<void> {
  const { message } = tap.query;
  const { token, messageId: known } = bundle;
  if (known === undefined) return bundles.adopt(token, message.message_id);
  if (known === message.message_id) return;
  const body = tap.voice.speak('bundle-elsewhere');
  await outbox.post(addressOf(message), { body, silent: true }, { editing: message.message_id });
}

/** `✅ 4 approved, 1 is not yours to approve`; where nothing counted for one and the same reason, that. */
function answerTo(
  decisions: readonly Decision[],
  verdict: Verdict,
  reader: AnswerReader,
): TapAnswer {
  const { speak } = reader.voice;
  const [first] = decisions;
  const isUniform = decisions.every(({ kind }) => kind === first?.kind);
  if (first !== undefined && isUniform && !isCounted(first)) {
    return { text: decisionText(first, reader), alert: true };
  }
  const count = (...kinds: Decision['kind'][]) =>
    decisions.filter(({ kind }) => kinds.includes(kind)).length;
  const counts: readonly (readonly [key: string, count: number])[] = [
    [`tap-bundle-${verdict}`, count('decided')],
    ['tap-bundle-voted', count('voted')],
    [`tap-bundle-forbidden-${verdict}`, count('forbidden')],
    ['tap-bundle-reason', count('reason_needed')],
    ['tap-bundle-late', count('already', 'changed', 'unknown')],
  ];
  const parts = counts.filter(([, some]) => some > 0);
  return {
    text: join(
      parts.map(([key, some]) => speak(key, { count: some })),
      ', ',
    ),
    alert: !decisions.every(isCounted),
  };
}
