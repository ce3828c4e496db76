// Mutes one job in a chat or topic. It may be one that does not exist yet, so a prefix never stands for another id: if it
// fits others, the person is asked.
import { settingsOf } from '../../../audience/address-settings.ts';
import type { TopicSettings } from '../../../audience/chat-book.ts';
import { jobCalled, withJobsHeard, withJobsMuted } from '../../../audience/quiet/muted-jobs.ts';
import type { Job } from '../../../jobs/job-board.ts';
import { jobKey } from '../../../jobs/job-key.ts';
import { idText, withoutTail } from '../../../message/locale/voice.ts';
import type { RichText } from '../../../message/text/rich-text.ts';
import { signed } from '../chats/group-changes.ts';
import { instantText, jobText } from '../chats/hold-text.ts';
import { jobsNamed, visibleJobs } from '../command/visibility.ts';
import {
  type Changing,
  changeHere,
  type HoldDeps,
  refused,
  type Said,
  set,
} from './change-hold.ts';
import { jobButton, undoButton } from './hold-buttons.ts';

export interface MutedJob {
  readonly id: string;
  /** Epoch milliseconds; absent: until it ends. */
  readonly untilMs?: number;
  /** Chosen from the buttons: it stands for nothing but itself. */
  readonly isExact?: boolean;
}

const MAX_CHOICES = 5;

export async function muteJob(
  { id, untilMs, isExact }: MutedJob,
  who: Changing,
  deps: HoldDeps,
): Promise<Said> {
  const { voice, chat, address } = who;
  const known = await jobsNamed(id, who, deps);
  if (known.length === 0 && !isExact) {
    const asked = await askWhich(id, who, deps);
    if (asked !== undefined) return asked;
  }
  const names =
    known.length === 0 ? [jobCalled(id)] : known.map((job) => jobKey(job.projectId, id));
  const until = untilMs === undefined ? undefined : new Date(untilMs).toISOString();
  const change = muted(withJobsMuted(settingsOf(chat, address), names, until));
  if (!(await changeHere(who, set(who, change), deps))) return refused(who);
  const at = untilMs === undefined ? undefined : instantText(untilMs, deps.clock.now(), voice);
  const key = known.length === 0 ? 'reply-job-muted-ahead' : 'reply-job-muted';
  const undo = undoButton(id, voice);
  const body = signed(
    voice.speak(at === undefined ? key : `${key}-until`, { job: named(id, known, deps), at }),
    who,
  );
  return undo === undefined ? { body } : { body, buttons: [[undo]] };
}

export async function unmuteJob(id: string, who: Changing, deps: HoldDeps): Promise<Said> {
  const { voice, chat, address } = who;
  const settings = settingsOf(chat, address);
  const known = await jobsNamed(id, who, deps);
  const names = [jobCalled(id), ...known.map((job) => jobKey(job.projectId, id))];
  if (!names.some((name) => settings.mutedJobs.includes(name))) {
    return { body: voice.speak('reply-job-not-muted', { job: named(id, known, deps) }) };
  }
  const change = muted(withJobsHeard(settings, names));
  if (!(await changeHere(who, set(who, change), deps))) return refused(who);
  return { body: signed(voice.speak('reply-job-unmuted', { job: named(id, known, deps) }), who) };
}

/** What it is for, as far as that is known. */
function named(id: string, [job]: readonly Job[], deps: HoldDeps): RichText {
  return job === undefined ? idText(id) : jobText(job, deps);
}

/** Both fields are one setting: a topic that has one has the other. */
function muted({
  mutedJobs,
  mutedJobsUntil,
}: Required<Pick<TopicSettings, 'mutedJobs' | 'mutedJobsUntil'>>) {
  return { mutedJobs, mutedJobsUntil };
}

/** `undefined` where no other id begins so, or none fits a button. */
async function askWhich(id: string, who: Changing, deps: HoldDeps): Promise<Said | undefined> {
  const { voice } = who;
  const jobs = (await visibleJobs(who, deps)).filter((job) => job.id.startsWith(id));
  const others = [...new Map(jobs.map((job) => [job.id, job])).values()];
  if (others.length === 0) return undefined;
  const asTyped = jobButton(voice.speak('reply-as-typed', { id }).text, id);
  const choices = others
    .slice(0, MAX_CHOICES - 1)
    .map((job) => jobButton(labelOf(job, deps), job.id));
  const buttons = [asTyped, ...choices].filter((one) => one !== undefined);
  if (buttons.length < 2) return undefined;
  const body = voice.speak('reply-mute-which', { id: idText(id) });
  return { body, buttons: buttons.map((one) => [one]) };
}

/** Its id, to tell it from what was typed; nobody reads a whole UUID. */
function labelOf(job: Job, deps: HoldDeps): string {
  const short = withoutTail(job.id);
  return short === job.id ? job.id : `${jobText(job, deps).text} · ${short}`;
}
