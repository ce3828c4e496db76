// Home: what waits for the person first, then what runs, then what ended last.
import type { JobJson } from '../api/shapes.ts';
import { sortWaiting, useApprovals } from '../live/approvals.ts';
import { useKept } from '../live/kept.ts';
import { useResource } from '../live/resource.ts';
import { t } from '../locale/texts.ts';
import { ApprovalCard } from '../parts/approval/approval-card.tsx';
import { hasJobEnded, JobList } from '../parts/job/job-list.tsx';
import { Empty, Loaded } from '../parts/notice.tsx';

const SHOWN_ENDED = 8;
const JOBS = '/api/v1/jobs?limit=100';
const RECENT = '/api/v1/approvals?limit=100';
const PENDING = '/api/v1/approvals?status=pending&limit=100';

export function HomePage() {
  const jobs = useResource<{ jobs: readonly JobJson[] }>(
    JOBS,
    ({ job_id }) => typeof job_id === 'string',
  );
  return (
    <>
      <h1 class="hidden">{t('page-home')}</h1>
      <Waiting />
      <Loaded isLoaded={jobs.data !== undefined} problem={jobs.problem}>
        <Jobs jobs={jobs.data?.jobs ?? []} />
      </Loaded>
    </>
  );
}

function Waiting() {
  const { data, problem } = useApprovals(PENDING);
  const kept = useKept();
  const { forYou, forOthers } = sortWaiting(data?.approvals ?? []);
  const recent = useApprovals(kept.isEmpty ? undefined : RECENT);
  const shown = kept.with(forYou, recent.data?.approvals);
  const others = forOthers.filter((approval) => !kept.isKept(approval)).length;
  return (
    <section aria-labelledby="waiting">
      <h2 id="waiting">{t('home-waiting')}</h2>
      <Loaded isLoaded={data !== undefined} problem={problem}>
        {shown.length === 0 ? (
          <Empty>{t('home-nothing-waits')}</Empty>
        ) : (
          <div class="cards">
            {shown.map((approval) => (
              <ApprovalCard key={approval.key} approval={approval} onTouched={kept.keep} />
            ))}
          </div>
        )}
        {others > 0 && (
          <p>
            <a href="/approvals">{t('home-others-wait', { count: others })}</a>
          </p>
        )}
      </Loaded>
    </section>
  );
}

function Jobs({ jobs }: { readonly jobs: readonly JobJson[] }) {
  const running = jobs.filter((job) => !hasJobEnded(job));
  const ended = jobs.filter(hasJobEnded).slice(0, SHOWN_ENDED);
  return (
    <>
      <section aria-labelledby="running">
        <h2 id="running">{t('home-running')}</h2>
        {running.length === 0 ? (
          <Empty>{t('home-nothing-runs')}</Empty>
        ) : (
          <JobList jobs={running} />
        )}
      </section>
      {ended.length > 0 && (
        <section aria-labelledby="ended">
          <h2 id="ended">{t('home-ended')}</h2>
          <JobList jobs={ended} />
          <p>
            <a href="/jobs">{t('home-all-jobs')}</a>
          </p>
        </section>
      )}
    </>
  );
}
