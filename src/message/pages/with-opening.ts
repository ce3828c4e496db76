// Lets messages open what they are about in the dashboard: a card its job, a request itself, a digest the list.
import type { CanonicalEvent } from '../../event/canonical-event.ts';
import type { Redaction } from '../../redact/redaction.ts';
import type { Translator } from '../locale/translate.ts';
import type { Notice } from '../notice.ts';
import type { Render } from '../render/render.ts';
import {
  approvalPage,
  DASHBOARD_PAGES,
  jobPage,
  opening,
  type PagePath,
  type PageSubject,
} from './dashboard-page.ts';

interface Deps {
  readonly translator: Pick<Translator, 'match' | 'speak'>;
  /** An id that is not shown is in no address either. */
  readonly redaction: Pick<Redaction, 'text'>;
}

/** The last message of a notice has the button. `render` redacts; this needs ids as they are. */
export function withOpening(render: Render, { translator, redaction }: Deps): Render {
  return (notice, locale) => {
    const messages = render(notice, locale);
    const last = messages.at(-1);
    const subject = subjectOf(notice);
    if (last === undefined || subject === undefined) return messages;
    const speak = translator.speak(translator.match(locale));
    const opens = opening(pageFor(subject, redaction), { speak });
    return [...messages.slice(0, -1), { ...last, ...opens }];
  };
}

type Subject =
  | ({ readonly kind: 'job' | 'request' } & PageSubject)
  | { readonly kind: 'list'; readonly path: PagePath };

const JOBS: Subject = { kind: 'list', path: DASHBOARD_PAGES.jobs };
const APPROVALS: Subject = { kind: 'list', path: DASHBOARD_PAGES.approvals };

/** `undefined` for what has no page, or is no longer of interest. */
function subjectOf(notice: Notice): Subject | undefined {
  switch (notice.kind) {
    case 'event':
    case 'alert':
      return jobOf(notice.event);
    case 'digest':
      return jobsOf(notice);
    case 'summary':
      return notice.waiting.length > 0 ? APPROVALS : JOBS;
    case 'alerts':
      return JOBS;
    case 'card':
      return { kind: 'job', id: notice.job.id, projectId: notice.job.projectId };
    case 'approval':
    case 'reminder': {
      const { id, projectId } = notice.approval.request;
      return { kind: 'request', id, projectId };
    }
    case 'bundle':
      return APPROVALS;
    case 'listing':
    case 'superseded':
    case 'tail':
    case 'log-file':
      return undefined;
  }
}

function jobOf({ jobId: id, projectId }: CanonicalEvent): Subject | undefined {
  return id === undefined ? undefined : { kind: 'job', id, projectId };
}

/** The job, if all that a digest names is of one; else the list, if any of it is of a job. */
function jobsOf({ groups }: Extract<Notice, { kind: 'digest' }>): Subject | undefined {
  const events = groups.flatMap((group) => group.events.map(({ event }) => event));
  const [first] = events;
  if (first === undefined || events.every(({ jobId }) => jobId === undefined)) return undefined;
  const isOne = events.every(
    ({ jobId, projectId }) => jobId === first.jobId && projectId === first.projectId,
  );
  return isOne ? jobOf(first) : JOBS;
}

function pageFor(subject: Subject, redaction: Deps['redaction']): PagePath | undefined {
  switch (subject.kind) {
    case 'list':
      return subject.path;
    case 'job':
      return shownJobPage(subject, redaction);
    case 'request':
      return isShown(subject, redaction) ? approvalPage(subject) : undefined;
  }
}

/** Of a job as it is stored; `undefined` where its id or its project is not shown as it is. */
export function shownJobPage(
  { id, projectId }: PageSubject,
  redaction: Deps['redaction'],
): PagePath | undefined {
  return isShown({ id, projectId }, redaction) ? jobPage({ id, projectId }) : undefined;
}

function isShown({ id, projectId }: PageSubject, { text }: Deps['redaction']): boolean {
  return [id, projectId].every((one) => one === undefined || text(one) === one);
}
