// Taps on the buttons below a message about a job: its log, and that the chat hears nothing of it until it ends.
import { hasAnyRole } from '../../audience/access.ts';
import { settingsOf, withSettings } from '../../audience/address-settings.ts';
import { withJobsHeard, withJobsMuted } from '../../audience/quiet/muted-jobs.ts';
import type { Job } from '../../jobs/job-board.ts';
import type { JobKey } from '../../jobs/job-key.ts';
import { JOB_ACTION } from '../../message/notice.ts';
import { defined } from '../../runtime/defined.ts';
import { changedBy, mayChangeHere } from '../commands/chats/group-changes.ts';
import type { ChatCommandDeps } from '../commands/command/command.ts';
import { isLogVisible, type Viewer, visibilityFor } from '../commands/command/visibility.ts';
import { TAIL_LINES } from '../commands/tail.ts';
import type { Tap, TapAction, TapAnswer } from '../handling/tap.ts';
import { addressOf } from '../sending/address.ts';
import { senderName } from '../sending/sender.ts';
import { tappedButtons } from './tapped-buttons.ts';
import { viewerOf } from './viewer.ts';

type Deps = Pick<
  ChatCommandDeps,
  'chatBook' | 'members' | 'outbox' | 'jobs' | 'approvals' | 'routes' | 'tails' | 'clock'
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
    return what === 'log' ? openLog(tap, job, viewer) : mute(tap, key, viewer);
  }

  async function openLog({ query, voice }: Tap, job: Job, viewer: Viewer): Promise<TapAnswer> {
    if (!(await isLogVisible(job.id, viewer, deps))) return alert({ voice }, 'job-gone');
    const opened = await deps.tails.open({
      ...{ address: addressOf(query.message), jobId: job.id, by: query.from.id },
      ...{ lines: TAIL_LINES, locale: voice.locale, openedAt: deps.clock.now() },
      ...defined({ projectId: job.projectId }),
    });
    if (opened === 'full') return alert({ voice }, 'reply-tails-full');
    return { text: voice.speak('job-log-opened'), alert: false };
  }

  async function mute(tap: Tap, key: JobKey, viewer: Viewer): Promise<TapAnswer> {
    const { chat, address } = viewer;
    if (!(await mayChangeHere(viewer, deps))) return alert(tap, 'reply-change-forbidden');
    const isMuted = settingsOf(chat, address).mutedJobs.includes(key);
    await deps.chatBook.update(chat.id, (stored = chat) => {
      const settings = settingsOf(stored, address);
      const changed = isMuted
        ? withJobsHeard(settings, [key])
        : withJobsMuted(settings, [key], undefined);
      return withSettings(stored, address, changed);
    });
    const text = tap.voice.speak(isMuted ? 'job-unmuted' : 'job-muted');
    if (chat.kind === 'group') {
      const { from, message } = tap.query;
      const body = changedBy(senderName(from), tap.voice);
      const replyTo = message.message_id;
      await deps.outbox.post(addressOf(message), { body, silent: true, replyTo });
    }
    return { text, alert: false };
  }

  return (tap) => {
    const action = JOB_ACTION.parse(tap.data);
    return action === undefined ? undefined : act(tap, action);
  };
}

function alert({ voice }: Pick<Tap, 'voice'>, key: string, args = {}): TapAnswer {
  return { text: voice.speak(key, args), alert: true };
}
