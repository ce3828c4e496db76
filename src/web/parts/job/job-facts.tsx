// How a job stands: state, where, how far, what it cost, how long, and what came of it.
import type { ComponentChildren } from 'preact';
import type { JobJson } from '../../api/shapes.ts';
import { tick } from '../../browser/browser-clock.ts';
import { lasting, whole } from '../../locale/amounts.ts';
import { t } from '../../locale/texts.ts';
import { StateSign } from '../state.tsx';
import { Outside, OutsideLink } from '../text-of-event.tsx';
import { Ago } from '../when.tsx';
import { costOf, hasJobEnded, JobProgress } from './job-list.tsx';

export function JobFacts({ job }: { readonly job: JobJson }) {
  const { id, project_id, session_id, step, stage, requests_made, max_requests } = job;
  const links = job.links ?? [];
  return (
    <>
      <div class="job-now">
        <StateSign status={job.status} />
        {job.progress !== undefined && <JobProgress job={job} />}
        {(step ?? stage) !== undefined && (
          <span class="step">
            <Outside text={step ?? stage ?? ''} />
          </span>
        )}
      </div>
      <dl class="facts">
        <Fact name="fact-project">{project_id && <Outside text={project_id} />}</Fact>
        <Fact name="fact-session">{session_id && <Outside text={session_id} />}</Fact>
        <Fact name="fact-id">
          <code>
            <Outside text={id} />
          </code>
        </Fact>
        <Fact name="fact-cost">{costOf(job)}</Fact>
        <Fact name="fact-requests">{requestsText(requests_made, max_requests)}</Fact>
        <Fact name="fact-duration">{durationOf(job)}</Fact>
        <Fact name="fact-updated">
          <Ago at={job.updated_at} />
        </Fact>
      </dl>
      {links.length > 0 && (
        <ul class="links" aria-label={t('fact-links')}>
          {links.map((href) => (
            <li key={href}>
              <OutsideLink href={href} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

/** Left out where there is nothing to say. */
function Fact({ name, children }: { readonly name: string; readonly children: ComponentChildren }) {
  if (children === undefined || children === '') return null;
  return (
    <div>
      <dt>{t(name)}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function requestsText(made: number | undefined, most: number | undefined): string {
  if (made === undefined) return '';
  return most === undefined
    ? whole(made)
    : t('job-cost-of', { cost: whole(made), budget: whole(most) });
}

function durationOf(job: JobJson): string {
  const end = hasJobEnded(job) ? Date.parse(job.updated_at) : tick.value;
  const ms = end - Date.parse(job.started_at);
  return Number.isNaN(ms) ? '' : lasting(ms);
}
