// Taps on the buttons below a message about a job: its log, and that the chat hears nothing of it until it ends; and on
// those below its live log.
import { hasAnyRole } from '../../audience/access.ts';
import { settingsOf, withSettings } from '../../audience/address-settings.ts';
import {
  isJobMuted,
  jobCalled,
  withJobsHeard,
  withJobsMuted,
} from '../../audience/quiet/muted-jobs.ts';
import type { Job } from '../../jobs/job-board.ts';
import { type JobKey, jobKey } from '../../jobs/job-key.ts';
import { JOB_ACTION, TAIL_ACTION } from '../../message/notice.ts';
import { join } from '../../message/text/rich-text.ts';
import { defined } from '../../runtime/defined.ts';
import type { Tail, Tails } from '../../tails/tail.ts';
import { changedBy, mayChangeHere } from '../commands/chats/group-changes.ts';
import { jobText } from '../commands/chats/hold-text.ts';
import { mayStopTail } from '../commands/chats/stop.ts';
import type { ChatCommandDeps } from '../commands/command/command.ts';
import { type Viewer, visibilityFor } from '../commands/command/visibility.ts';
import { undoButton } from '../commands/quiet/hold-buttons.ts';
import { TAIL_LINES } from '../commands/tail.ts';
import type { Tap, TapAction, TapAnswer } from '../handling/tap.ts';
import { addressOf } from '../sending/address.ts';
import { senderName } from '../sending/sender.ts';
import { tappedButtons } from './tapped-buttons.ts';
import { viewerOf } from './viewer.ts';

type Deps = Pick<
  ChatCommandDeps,
  | 'chatBook'
  | 'members'
  | 'outbox'
  | 'jobs'
  | 'approvals'
  | 'routes'
  | 'tails'
  | 'redaction'
  | 'clock'
>;

export function createJobTaps(deps: Deps): TapAction {
  async function act(tap: Tap, { what, job: key }: { what: 'log' | 'mute'; job: JobKey }) {
    const viewer = await viewerOf(tap, deps);
    const id = String(tap.query.from.id);
    if (viewer === undefined) return alert(tap, 'tap-channel');
    if (!hasAnyRole(viewer.member)) return alert(tap, 'tap-no-role', { id });
    // An app can send any data with any message.
    if (!tappedButtons(tap).includes(tap.data)) return alert(tap, 'job-gone');
    const job = await deps.jobs.get(key);
    const isVisible = await visibilityFor(viewer, deps);
    if (job === undefined || !isVisible({ ...job, jobId: job.id })) return alert(tap, 'job-gone');
    return what === 'log' ? openLog(tap, job) : mute(tap, job, viewer);
  }

  async function openLog({ query, voice }: Tap, job: Job): Promise<TapAnswer> {
    const opened = await deps.tails.open({
      ...{ address: addressOf(query.message), jobId: job.id, title: job.title, by: query.from.id },
      ...{ lines: TAIL_LINES, locale: voice.locale, openedAt: deps.clock.now() },
      ...defined({ projectId: job.projectId }),
    });
    if (opened === 'full') return alert({ voice }, 'reply-tails-full');
    return { text: voice.speak('job-log-opened'), alert: false };
  }

  async function mute(tap: Tap, job: Job, viewer: Viewer): Promise<TapAnswer> {
    const { chat, address } = viewer;
    if (!(await mayChangeHere(viewer, deps))) return alert(tap, 'reply-change-forbidden');
    const names = [jobKey(job.projectId, job.id), jobCalled(job.id)];
    const isMuted = isJobMuted(settingsOf(chat, address), names, deps.clock.now());
    await deps.chatBook.update(chat.id, (stored = chat) => {
      const settings = settingsOf(stored, address);
      const changed = isMuted
        ? withJobsHeard(settings, names)
        : withJobsMuted(settings, names.slice(0, 1), undefined);
      return withSettings(stored, address, changed);
    });
    // Its card shows at once what it missed.
    if (isMuted) await deps.outbox.retry(chat.id);
    if (chat.kind === 'group') await tellGroup(tap, job, !isMuted);
    return { text: tap.voice.speak(isMuted ? 'job-unmuted' : 'job-muted'), alert: false };
  }

  /** Everybody there is told what, until when and by whom, and may take it back. */
  async function tellGroup({ query, voice }: Tap, job: Job, isMuted: boolean): Promise<void> {
    const { from, message } = query;
    const what = voice.speak(isMuted ? 'reply-job-muted' : 'reply-job-unmuted', {
      job: jobText(job, deps),
    });
    const body = join([what, changedBy(senderName(from), voice)], '\n');
    const undo = isMuted ? undoButton(job.id, voice) : undefined;
    const buttons = undo === undefined ? {} : { buttons: [[undo]] };
    const content = { body, ...buttons, silent: true, replyTo: message.message_id };
    await deps.outbox.post(addressOf(message), content);
  }

  return (tap) => {
    const action = JOB_ACTION.parse(tap.data);
    return action === undefined ? undefined : act(tap, action);
  };
}

type TailDeps = Pick<
  ChatCommandDeps,
  'chatBook' | 'members' | 'tails' | 'jobs' | 'routes' | 'outbox'
>;
type TailAction = NonNullable<ReturnType<typeof TAIL_ACTION.parse>>;
type TailChange = TailAction & { readonly what: keyof typeof CHANGES };

const CHANGES = {
  pause: (tail: Tail, tails: Tails) => tails.pause(tail, true),
  resume: (tail: Tail, tails: Tails) => tails.pause(tail, false),
  short: (tail: Tail, tails: Tails) => tails.shorten(tail, true),
  long: (tail: Tail, tails: Tails) => tails.shorten(tail, false),
  stop: (tail: Tail, tails: Tails) => tails.close([tail]),
} as const;

/** Pause, go on, stop, length of times: for whoever may stop it with /stop. The full log: for whoever may open it here. */
export function createTailTaps(deps: TailDeps): TapAction {
  async function act(tap: Tap, { what, job }: TailAction): Promise<TapAnswer> {
    const { id: userId } = tap.query.from;
    const viewer = await viewerOf(tap, deps);
    if (viewer === undefined) return alert(tap, 'tap-channel');
    if (!hasAnyRole(viewer.member)) return alert(tap, 'tap-no-role', { id: String(userId) });
    // An app can send any data with any message.
    const isReal = tappedButtons(tap).includes(tap.data);
    if (!isReal) return alert(tap, what === 'full' ? 'job-gone' : 'reply-no-tail');
    return what === 'full' ? sendWhole(tap, job, viewer) : change(tap, { what, job }, viewer);
  }

  async function change(tap: Tap, { what, job }: TailChange, viewer: Viewer): Promise<TapAnswer> {
    const { id: userId } = tap.query.from;
    // One runs for each job here.
    const running = await deps.tails.running(viewer.address);
    const tail = running.find(({ projectId, jobId }) => jobKey(projectId, jobId) === job);
    if (tail === undefined) return alert(tap, 'reply-no-tail');
    if (!mayStopTail(tail, { ...viewer, userId })) return alert(tap, 'reply-stop-forbidden');
    await CHANGES[what](tail, deps.tails);
    return { text: tap.voice.speak('tap-saved'), alert: false };
  }

  /** Also after the live log has ended. */
  async function sendWhole(tap: Tap, key: JobKey, viewer: Viewer): Promise<TapAnswer> {
    const { message, from } = tap.query;
    const job = await deps.jobs.get(key);
    const isVisible = await visibilityFor(viewer, deps);
    if (job === undefined || !isVisible({ ...job, jobId: job.id })) return alert(tap, 'job-gone');
    await deps.outbox.wholeLog(addressOf(message), {
      ...{ jobId: job.id, by: from.id, replyTo: message.message_id },
      ...defined({ projectId: job.projectId }),
    });
    return { text: tap.voice.speak('job-log-file'), alert: false };
  }

  return (tap) => {
    const action = TAIL_ACTION.parse(tap.data);
    return action === undefined ? undefined : act(tap, action);
  };
}

function alert({ voice }: Pick<Tap, 'voice'>, key: string, args = {}): TapAnswer {
  return { text: voice.speak(key, args), alert: true };
}
