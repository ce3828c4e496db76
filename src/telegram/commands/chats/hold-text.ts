// Whether a chat or topic is muted or has quiet hours, as people read it.
import { settingsOf } from '../../../audience/address-settings.ts';
import { type HoldSettings, holdOf } from '../../../audience/quiet/hold.ts';
import type { MutedJobs } from '../../../audience/quiet/muted-jobs.ts';
import { type QuietHours, writeTimes } from '../../../audience/quiet/quiet-hours.ts';
import { hasEnded, type Job } from '../../../jobs/job-board.ts';
import { joinList } from '../../../message/locale/list-text.ts';
import { idText, instantSpan, shortId, type Voice } from '../../../message/locale/voice.ts';
import { proseLine } from '../../../message/markdown/prose-excerpt.ts';
import { plain, type RichText } from '../../../message/text/rich-text.ts';
import type { ChatCommandDeps } from '../command/command.ts';
import { type Viewer, visibilityFor } from '../command/visibility.ts';

export type HoldTextDeps = Pick<
  ChatCommandDeps,
  'chatBook' | 'routes' | 'clock' | 'jobs' | 'redaction'
>;

const MAX_JOBS = 5;
const MAX_TITLE = 40;

export function instantText(epochMs: number, nowMs: number, voice: Voice): RichText {
  const [at, now] = [epochMs, nowMs].map((ms) => new Date(ms).toISOString());
  return instantSpan(at ?? '', now ?? '', voice);
}

/** `22:00–07:00 (Europe/Berlin)`. */
export function quietText(quiet: QuietHours, { speak }: Voice): RichText {
  return speak('reply-quiet-hours', { times: plain(writeTimes(quiet)), zone: plain(quiet.zone) });
}

/** What of the chat is muted, until when, and its quiet hours; nothing where nothing is. */
export async function holdLines(
  { voice, ...viewer }: Viewer & { readonly voice: Voice },
  deps: HoldTextDeps,
): Promise<RichText[]> {
  const settings = settingsOf(viewer.chat, viewer.address);
  const nowMs = deps.clock.now();
  const found = wholeHoldLines(settings, nowMs, voice);
  const jobs = await mutedJobs({ settings, nowMs, voice }, viewer, deps);
  if (jobs.length > 0) found.push(voice.speak('reply-muted-jobs', { jobs: joinList(jobs, voice) }));
  return found;
}

/** The same without single jobs. */
export function wholeHoldLines(
  { quiet, mutedUntil }: HoldSettings,
  nowMs: number,
  voice: Voice,
): RichText[] {
  const muted = holdOf({ mutedUntil, quiet: 'off' }, nowMs);
  const found: RichText[] = [];
  if (muted !== undefined) {
    found.push(voice.speak('reply-muted-now', { at: instantText(muted.untilMs, nowMs, voice) }));
  }
  if (quiet !== 'off') {
    const on = holdOf({ mutedUntil: '', quiet }, nowMs);
    const at = on && instantText(on.untilMs, nowMs, voice);
    found.push(voice.speak('reply-quiet-is', { hours: quietText(quiet, voice), at }));
  }
  return found;
}

interface MutedContext {
  readonly settings: MutedJobs;
  readonly nowMs: number;
  readonly voice: Voice;
}

/** Without those that are heard again, have ended, or may not be shown. */
async function mutedJobs(
  { settings, nowMs, voice }: MutedContext,
  viewer: Viewer,
  deps: HoldTextDeps,
): Promise<RichText[]> {
  const isVisible = await visibilityFor(viewer, deps);
  const texts = settings.mutedJobs.slice(-MAX_JOBS).map(async (name) => {
    const until = Date.parse(settings.mutedJobsUntil[name] ?? '');
    if (until <= nowMs) return undefined;
    const job = name.startsWith('id:') ? undefined : await deps.jobs.get(name);
    if (job !== undefined && (hasEnded(job) || !isVisible({ ...job, jobId: job.id })))
      return undefined;
    const what = name.startsWith('id:')
      ? idText(name.slice('id:'.length))
      : job && jobText(job, deps);
    if (what === undefined || Number.isNaN(until)) return what;
    return voice.speak('reply-muted-job', { job: what, at: instantText(until, nowMs, voice) });
  });
  return (await Promise.all(texts)).filter((text) => text !== undefined);
}

export function jobText(
  { title, id }: Job,
  { redaction }: Pick<HoldTextDeps, 'redaction'>,
): RichText {
  if (title.trim() === '') return shortId(id);
  return proseLine(redaction.text(title), MAX_TITLE);
}
