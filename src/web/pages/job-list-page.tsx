// All jobs, newest change first; filters are in the address.
import type { JobJson } from '../api/shapes.ts';
import { address, pathWith } from '../browser/location.ts';
import { useResource } from '../live/resource.ts';
import { t } from '../locale/texts.ts';
import { ChoiceFilter, Filter } from '../parts/filters.tsx';
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
    ({ job_id }) => typeof job_id === 'string',
  );
  return (
    <>
      <h1>{t('page-jobs')}</h1>
      <div class="filters">
        <ChoiceFilter
          name="status"
          label={t('filter-state')}
          choices={[
            ['', t('filter-any')],
            ...STATUSES.map((each) => [each, t(`state-${each}`)] as const),
          ]}
        />
        <Filter name="project" label={t('filter-project')} />
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
