// All jobs, newest change first; filters are in the address.
import type { JobJson } from '../api/shapes.ts';
import { address, pathWith, setFilters } from '../browser/location.ts';
import { useResource } from '../live/resource.ts';
import { t } from '../locale/texts.ts';
import { JobList } from '../parts/job/job-list.tsx';
import { Empty, Loaded } from '../parts/notice.tsx';

const STATUSES = ['running', 'waiting', 'queued', 'completed', 'failed', 'canceled'];
const LIMIT = '100';

export function JobListPage() {
  const filters = address.value.searchParams;
  const status = filters.get('status') ?? '';
  const project = filters.get('project') ?? '';
  const path = pathWith('/api/v1/jobs', { status, project_id: project, limit: LIMIT });
  const { data, problem } = useResource<{ jobs: readonly JobJson[] }>(
    path,
    ({ job_id }) => job_id !== undefined,
  );
  return (
    <>
      <h1>{t('page-jobs')}</h1>
      <div class="filters">
        <label>
          {t('filter-state')}
          <select
            value={status}
            onChange={(event) => setFilters({ status: event.currentTarget.value })}
          >
            <option value="">{t('filter-any')}</option>
            {STATUSES.map((each) => (
              <option key={each} value={each}>
                {t(`state-${each}`)}
              </option>
            ))}
          </select>
        </label>
        <label>
          {t('filter-project')}
          <input
            value={project}
            dir="auto"
            onChange={(event) => setFilters({ project: event.currentTarget.value.trim() })}
          />
        </label>
      </div>
      <Loaded isLoaded={data !== undefined} problem={problem}>
        {data?.jobs.length === 0 ? (
          <Empty>{t('jobs-none')}</Empty>
        ) : (
          <JobList jobs={data?.jobs ?? []} />
        )}
      </Loaded>
    </>
  );
}
