// Taps below lists of jobs and sessions, a job, and a history: the page that they ask for takes the place of the tapped
// one. What it shows is what the person who taps may see at this moment in this chat.
import { hasAnyRole } from '../../audience/access.ts';
import { mayStopTail } from '../commands/chats/stop.ts';
import type { ChatCommandDeps } from '../commands/command/command.ts';
import { withPrivateLink } from '../commands/command/more-in-private.ts';
import { showHistory } from '../commands/looking/history-page.ts';
import { showJobs } from '../commands/looking/job-list.ts';
import { showJob } from '../commands/looking/job-page.ts';
import type { LookDeps, Looker, LookPage } from '../commands/looking/look.ts';
import { type LookAction, readLook } from '../commands/looking/look-action.ts';
import { showSessions } from '../commands/looking/session-list.ts';
import type { Tap, TapAction, TapAnswer } from '../handling/tap.ts';
import { addressOf } from '../sending/address.ts';
import { tappedButtons } from './tapped-buttons.ts';
import { viewerOf } from './viewer.ts';

type Deps = LookDeps & Pick<ChatCommandDeps, 'members' | 'outbox'>;
type OpenJob = Extract<LookAction, { show: 'job' }>;

export function createLookTaps(deps: Deps): TapAction {
  async function act(tap: Tap, action: LookAction): Promise<TapAnswer> {
    const { from, message } = tap.query;
    const viewer = await viewerOf(tap, deps);
    if (viewer === undefined || !hasAnyRole(viewer.member))
      return alert(tap, 'tap-no-role', { id: String(from.id) });
    // An app can send any data with any message.
    if (!tappedButtons(tap).includes(tap.data)) return alert(tap, 'look-gone');
    const looker = { ...viewer, userId: from.id, voice: tap.voice };
    if (action.show === 'job' && action.stops && !(await stopLogs(action, looker)))
      return alert(tap, 'reply-stop-forbidden');
    const look = await lookAt(action, looker);
    if (look === undefined) return alert(tap, action.show === 'history' ? 'look-gone' : 'job-gone');
    const body = await withPrivateLink(look.body, looker, deps);
    const editing = message.message_id;
    await deps.outbox.post(addressOf(message), { ...look, body, silent: true }, { editing });
    return { text: tap.voice.speak('look-turned'), alert: false };
  }

  async function lookAt(action: LookAction, looker: Looker): Promise<LookPage | undefined> {
    switch (action.show) {
      case 'jobs':
        return showJobs(action.list, looker, deps);
      case 'sessions':
        return showSessions(action.page, looker, deps);
      case 'job':
        return showJob(action, looker, deps);
      case 'history':
        return showHistory(action.history, looker, deps);
    }
  }

  /** False if some run and none may be ended by this person. */
  async function stopLogs({ job: key }: OpenJob, looker: Looker): Promise<boolean> {
    const job = await deps.jobs.get(key);
    const running = (await deps.tails.running(looker.address)).filter(
      ({ jobId }) => jobId === job?.id,
    );
    const stoppable = running.filter((tail) => mayStopTail(tail, looker));
    await deps.tails.close(stoppable);
    return running.length === 0 || stoppable.length > 0;
  }

  return (tap) => {
    const action = readLook(tap.data);
    return action === undefined ? undefined : act(tap, action);
  };
}

function alert({ voice }: Tap, key: string, args = {}): TapAnswer {
  return { text: voice.speak(key, args), alert: true };
}
