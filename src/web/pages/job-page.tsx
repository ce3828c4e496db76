// One job: how it stands, what it asks, its log, and what happened.
import type { JobJson } from '../api/shapes.ts';
import { address, pathWith } from '../browser/location.ts';
import { useApprovals } from '../live/approvals.ts';
import { useSeenOpen } from '../live/kept.ts';
import { useResource } from '../live/resource.ts';
import { t } from '../locale/texts.ts';
import { ApprovalCard } from '../parts/approval/approval-card.tsx';
import { JobFacts } from '../parts/job/job-facts.tsx';
import { jobName } from '../parts/job/job-list.tsx';
import { LogPanel } from '../parts/job/log-panel.tsx';
import { Timeline } from '../parts/job/timeline.tsx';
import { Loaded } from '../parts/notice.tsx';
import type { PageProps } from '../parts/page-props.ts';
import { Outside } from '../parts/text-of-event.tsx';

export function JobPage({ id }: PageProps) {
  const project = address.value.searchParams.get('project') ?? '';
  const path = pathWith(`/api/v1/jobs/${encodeURIComponent(id)}`, { project_id: project });
  const { data, problem } = useResource<JobJson>(path, ({ job_id }) => job_id === id);
  return (
    <Loaded isLoaded={data !== undefined} problem={problem}>
      {data !== undefined && (
        <>
          <h1>
            <Outside text={jobName(data)} />
          </h1>
          <JobFacts job={data} />
          <Asked job={data} />
          <div class="columns">
            <LogPanel jobId={id} projectId={data.project_id} />
            <Timeline job={data} />
          </div>
        </>
      )}
    </Loaded>
  );
}

/** Its requests, the open ones first; those that were open here stay there with what came of them. */
function Asked({ job: { id, project_id } }: { readonly job: JobJson }) {
  const path = pathWith('/api/v1/approvals', { job_id: id, project_id, limit: '20' });
  const { data, reload } = useApprovals(path);
  const approvals = data?.approvals ?? [];
  const wasOpen = useSeenOpen(approvals);
  if (approvals.length === 0) return null;
  const open = approvals.filter(wasOpen);
  const settled = approvals.filter((approval) => !wasOpen(approval));
  return (
    <section aria-labelledby="asked">
      <h2 id="asked">{t('page-approvals')}</h2>
      <div class="cards">
        {open.map((approval) => (
          <ApprovalCard key={approval.key} approval={approval} onDecided={reload} />
        ))}
      </div>
      {settled.length > 0 && (
        <details open={open.length === 0 && settled.length === 1}>
          <summary>{t('job-settled', { count: settled.length })}</summary>
          <div class="cards">
            {settled.map((approval) => (
              <ApprovalCard key={approval.key} approval={approval} />
            ))}
          </div>
        </details>
      )}
    </section>
  );
}
