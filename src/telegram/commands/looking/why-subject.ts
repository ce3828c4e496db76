// What a message of the bot tells, for /why: by what was noted when it was sent, else by its buttons. What the person may
// not see is not known.
import { jobCalled } from '../../../audience/quiet/muted-jobs.ts';
import type { ReasonedSubject } from '../../../audience/reasons/reasons-for.ts';
import { beforeRange, readRange } from '../../../batch/window-range.ts';
import type { MessageOrigin } from '../../../deliver/origins.ts';
import type { CanonicalEvent } from '../../../event/canonical-event.ts';
import { describe } from '../../../event/event-types.ts';
import type { JobKey } from '../../../jobs/job-key.ts';
import { jobKey } from '../../../jobs/job-key.ts';
import { comparePositions } from '../../../journal/position.ts';
import { subjectText } from '../../../message/approvals/approval-subject.ts';
import { eventText } from '../../../message/events/event-text.ts';
import { shortId } from '../../../message/locale/voice.ts';
import { proseLine } from '../../../message/markdown/prose-excerpt.ts';
import { ALERT_ACTION, JOB_ACTION, type TitledEvent } from '../../../message/notice.ts';
import { headlineFor, headlineText } from '../../../message/render/headline.ts';
import { redactTitled } from '../../../message/render/redact-notice.ts';
import type { RichText } from '../../../message/text/rich-text.ts';
import { defined } from '../../../runtime/defined.ts';
import type { ChatCommandDeps, CommandCall, RepliedMessage } from '../command/command.ts';
import { requestVisibility, visibilityFor } from '../command/visibility.ts';
import { shownJob } from './browse-jobs.ts';

export interface Subject {
  readonly heading: RichText;
  /** What it tells, for the reasons. */
  readonly about: readonly ReasonedSubject[];
  readonly isRequest: boolean;
  /** If it tells of one job: what that may be muted by. */
  readonly jobNames: readonly string[];
}

type Deps = Pick<
  ChatCommandDeps,
  'chatBook' | 'routes' | 'approvals' | 'jobs' | 'journal' | 'titleEvents' | 'redaction' | 'origins'
>;
type Unknown = 'unknown' | 'asked';

const MAX_TITLE = 60;
const MAX_ACTION = 60;
/** Events of a digest that are looked at, with all that lie between them. */
const MAX_READ = 500;
/** A card shows a job; its steps come by what brings these. */
const STEP_TYPE = 'job.progress';
const REQUEST_TYPE = 'job.approval_needed';

export async function subjectOf(
  { messageId, actions }: RepliedMessage,
  call: CommandCall,
  deps: Deps,
): Promise<Subject | Unknown> {
  const chatId = call.chat.id;
  const asked = await deps.approvals.subjectOfMessage(chatId, messageId);
  if (asked?.kind === 'request') return requestSubject(asked.approvalId, call, deps);
  if (asked !== undefined) return 'asked';
  const origin = (await deps.origins.of(chatId, messageId)) ?? originIn(actions);
  switch (origin?.kind) {
    case 'events':
      return eventsSubject(origin, call, deps);
    case 'job':
      return jobSubject(origin.job, call, deps);
    case 'request':
      return requestSubject(origin.approvalId, call, deps);
    case 'asked':
      return 'asked';
    case undefined:
      return 'unknown';
  }
}

/** Of older messages those with buttons still say what they are about. */
function originIn(actions: readonly string[]): MessageOrigin | undefined {
  for (const action of actions) {
    const position = ALERT_ACTION.parse(action)?.position;
    if (position !== undefined) return { kind: 'events', from: position, to: position };
    const range = readRange(action);
    if (range !== undefined) return { kind: 'events', from: range.from, to: range.to };
  }
  const jobs = actions.flatMap((action) => JOB_ACTION.parse(action)?.job ?? []);
  const [job] = jobs;
  return job === undefined ? undefined : { kind: 'job', job };
}

async function requestSubject(
  approvalId: string,
  call: CommandCall,
  deps: Deps,
): Promise<Subject | Unknown> {
  const approval = await deps.approvals.get(approvalId);
  const isVisible = await requestVisibility(call, deps);
  if (approval === undefined || !(await isVisible(approval.request))) return 'unknown';
  const { request } = approval;
  const { projectId, sessionId, jobId, visibility } = request;
  const names = defined({ projectId, sessionId, jobId });
  const about = {
    ...names,
    visibility,
    type: REQUEST_TYPE,
    recipients: 'all',
    isRequest: true,
  } as const;
  return {
    heading: subjectText(request, call.voice, MAX_ACTION),
    about: [about],
    isRequest: true,
    jobNames: [],
  };
}

async function jobSubject(key: JobKey, call: CommandCall, deps: Deps): Promise<Subject | Unknown> {
  const stored = await deps.jobs.get(key);
  const isVisible = await visibilityFor(call, deps);
  if (stored === undefined || !isVisible({ ...stored, jobId: stored.id })) return 'unknown';
  const { projectId, sessionId, id: jobId, visibility } = stored;
  const names = defined({ projectId, sessionId, jobId });
  const about = {
    ...names,
    visibility,
    type: STEP_TYPE,
    recipients: 'all',
    isRequest: false,
  } as const;
  const { job } = shownJob(stored, call, deps);
  const title = job.title.trim() === '' ? shortId(job.id) : proseLine(job.title, MAX_TITLE);
  return {
    heading: call.voice.speak('why-card', { title }),
    about: [about],
    isRequest: false,
    jobNames: [key, jobCalled(jobId)],
  };
}

async function eventsSubject(
  { from, to }: Extract<MessageOrigin, { kind: 'events' }>,
  call: CommandCall,
  deps: Deps,
): Promise<Subject | Unknown> {
  const { voice } = call;
  const isVisible = await visibilityFor(call, deps);
  const after = beforeRange({ from, to });
  const { entries } = await deps.journal.query({
    filter: {},
    order: 'asc',
    limit: MAX_READ,
    after,
  });
  const inRange = entries.filter(({ position }) => comparePositions(position, to) <= 0);
  const titled = await deps.titleEvents(inRange.map(({ event }) => event));
  const seen = titled.filter(({ event }) => isVisible(event));
  const [first] = seen;
  if (first === undefined) return 'unknown';
  const names = seen.map(({ event }) => jobNames(event));
  const isOfOne = names.every(([key]) => key === names[0]?.[0]);
  const isOne = from === to;
  return {
    heading: isOne
      ? headingOf(redactTitled(first, deps.redaction), call)
      : voice.speak('why-digest'),
    about: seen.map(({ event }) => ({ ...event, isRequest: describe(event).request })),
    isRequest: isOne && describe(first.event).request,
    jobNames: (isOfOne && names[0]) || [],
  };
}

function headingOf(titled: TitledEvent, { voice }: CommandCall): RichText {
  const { heading } = eventText(titled.event, voice);
  return headlineText(headlineFor(titled, heading, voice), { isBold: false });
}

function jobNames({ projectId, jobId }: CanonicalEvent): string[] {
  return jobId === undefined ? [] : [jobKey(projectId, jobId), jobCalled(jobId)];
}
