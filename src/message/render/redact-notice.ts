// Takes credentials out of notices before they are rendered: while the names of fields are known, and
// before anything is cut, which could leave a part of one.
import { redactApproval } from '../../approvals/decisions/redact-approval.ts';
import type { CanonicalEvent } from '../../event/canonical-event.ts';
import type { Job } from '../../jobs/job-board.ts';
import type { Redaction } from '../../redact/redaction.ts';
import { defined } from '../../runtime/defined.ts';
import type { DigestGroup, Notice, TitledEvent } from '../notice.ts';
import type { Render } from './render.ts';

/** Lines of a tail are redacted where the log is read (tails/redacted-log.ts). */
export function redactedRender(render: Render, redaction: Redaction): Render {
  return (notice, locale) => render(redactNotice(notice, redaction), locale);
}

function redactNotice(notice: Notice, redaction: Redaction): Notice {
  switch (notice.kind) {
    case 'event':
      return { ...notice, ...redactTitled(notice, redaction) };
    case 'digest':
      return { ...notice, groups: notice.groups.map((group) => redactGroup(group, redaction)) };
    case 'summary': {
      const { failures, results, waiting } = notice;
      const newest = (of: typeof failures) => ({
        ...of,
        newest: of.newest.map((event) => redactTitled(event, redaction)),
      });
      const open = waiting.map((approval) => redactApproval(approval, redaction));
      return { ...notice, failures: newest(failures), results: newest(results), waiting: open };
    }
    case 'alert': {
      const { job, log } = notice;
      const parts = notice.parts.map((part) => redactEvent(part, redaction));
      const hidden = job && { ...job, ...redactJob(job, redaction) };
      // Lines of a log are redacted where it is read.
      return {
        ...notice,
        ...redactTitled(notice, redaction),
        parts,
        log,
        ...defined({ job: hidden }),
      };
    }
    case 'alerts':
      return { ...notice, events: notice.events.map((event) => redactTitled(event, redaction)) };
    case 'card':
      return { ...notice, job: redactJob(notice.job, redaction) };
    case 'listing':
      return { ...notice, events: notice.events.map((event) => redactTitled(event, redaction)) };
    case 'approval':
    case 'superseded':
    case 'reminder':
      return { ...notice, approval: redactApproval(notice.approval, redaction) };
    case 'bundle':
      return {
        ...notice,
        requests: notice.requests.map((one) => ({
          ...one,
          approval: redactApproval(one.approval, redaction),
        })),
      };
    case 'tail': {
      const { jobId, title } = notice;
      const hidden = defined({ title: title && redaction.text(title) });
      return { ...notice, jobId: redaction.text(jobId), ...hidden };
    }
    case 'log-file':
      return { ...notice, jobId: redaction.text(notice.jobId) };
  }
}

function redactGroup({ events, more }: DigestGroup, redaction: Redaction): DigestGroup {
  return {
    events: events.map((event) => redactTitled(event, redaction)),
    more,
  };
}

export function redactJob(job: Job, redaction: Redaction): Job {
  const { steps, links, ...others } = job;
  const texts = Object.entries(others).map(([name, value]) => [
    name,
    typeof value === 'string' ? redaction.text(value) : value,
  ]);
  const newest = steps?.newest.map((step) => redaction.text(step)) ?? [];
  const hidden = steps === undefined ? {} : { steps: { ...steps, newest } };
  const found = defined({ links: links?.map((link) => redaction.text(link)) });
  return { ...job, ...Object.fromEntries(texts), ...hidden, ...found };
}

export function redactTitled({ event, title }: TitledEvent, redaction: Redaction): TitledEvent {
  const text = title === undefined ? title : redaction.text(title);
  return { event: redactEvent(event, redaction), ...defined({ title: text }) };
}

/** For display only: ids are redacted too. */
export function redactEvent(event: CanonicalEvent, redaction: Redaction): CanonicalEvent {
  const { projectId, sessionId, jobId, stage, extensions } = event;
  const text = (name: string, value: string | undefined) =>
    value === undefined ? {} : { [name]: redaction.text(value) };
  return {
    ...event,
    type: redaction.text(event.type),
    data: redaction.data(event.data),
    ...text('projectId', projectId),
    ...text('sessionId', sessionId),
    ...text('jobId', jobId),
    ...text('stage', stage),
    ...defined({ extensions: extensions && redaction.data(extensions) }),
  };
}
