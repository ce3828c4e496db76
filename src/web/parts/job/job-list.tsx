// Jobs, one a row: state, title, where, how far, what it cost, how long.
import type { JobJson } from '../../api/shapes.ts';
import { tick } from '../../browser/browser-clock.ts';
import { pathWith } from '../../browser/location.ts';
import { dollars, lasting, percent } from '../../locale/amounts.ts';
import { t } from '../../locale/texts.ts';
import { Notes } from '../notes.tsx';
import { StateSign } from '../state.tsx';
import { Outside } from '../text-of-event.tsx';
import { Ago } from '../when.tsx';

const ENDED = new Set(['completed', 'failed', 'canceled']);

export function hasJobEnded({ status }: Pick<JobJson, 'status'>): boolean {
  return ENDED.has(status);
}

export function jobPath({ id, project_id }: Pick<JobJson, 'id' | 'project_id'>): string {
  return pathWith(`/jobs/${encodeURIComponent(id)}`, { project: project_id });
}

export function jobName({ title, id }: Pick<JobJson, 'title' | 'id'>): string {
  return title.trim() === '' ? id : title;
}

export function JobList({ jobs }: { readonly jobs: readonly JobJson[] }) {
  return (
    <ul class="rows">
      {jobs.map((job) => (
        <JobRow key={`${job.project_id ?? ''}/${job.id}`} job={job} />
      ))}
    </ul>
  );
}

function JobRow({ job }: { readonly job: JobJson }) {
  const { project_id, step, stage } = job;
  const doing = step ?? stage;
  return (
    <li class="row job-row">
      <StateSign status={job.status} />
      <div class="row-main">
        <a class="row-title" href={jobPath(job)}>
          <Outside text={jobName(job)} />
        </a>
        <Notes
          facts={[
            project_id !== undefined && <Outside text={project_id} />,
            !hasJobEnded(job) && doing !== undefined && <Outside text={doing} />,
          ]}
        />
      </div>
      <JobProgress job={job} />
      <span class="row-amount">{costOf(job)}</span>
      <span class="row-age">
        <Age job={job} />
      </span>
    </li>
  );
}

export function JobProgress({ job: { progress, status, title } }: { readonly job: JobJson }) {
  if (progress === undefined || ENDED.has(status)) return <span class="progress" />;
  return (
    <span class="progress">
      <progress max={1} value={progress} aria-label={t('job-progress-of', { title })} />
      <span aria-hidden="true">{percent(progress)}</span>
    </span>
  );
}

/** Of one that runs how long already, else when it ended. */
function Age({ job }: { readonly job: JobJson }) {
  if (hasJobEnded(job)) return <Ago at={job.updated_at} />;
  const ms = tick.value - Date.parse(job.started_at);
  return <>{Number.isNaN(ms) ? '' : lasting(Math.floor(ms / 60_000) * 60_000 || ms)}</>;
}

export function costOf({ cost_usd, budget_usd }: JobJson): string {
  if (cost_usd === undefined) return '';
  const cost = dollars(cost_usd);
  return budget_usd === undefined ? cost : t('job-cost-of', { cost, budget: dollars(budget_usd) });
}
