// All requests: what waits for the person, what waits for others, what was decided last.
import type { ApprovalJson } from '../api/shapes.ts';
import { address, pathWith, setFilters } from '../browser/location.ts';
import { sortWaiting, useApprovals } from '../live/approvals.ts';
import { useKept } from '../live/kept.ts';
import { t } from '../locale/texts.ts';
import { ApprovalCard } from '../parts/approval/approval-card.tsx';
import { Empty, Loaded } from '../parts/notice.tsx';

const SHOWN_SETTLED = 20;

export function ApprovalsPage() {
  const project = address.value.searchParams.get('project') ?? '';
  const query = { project_id: project, limit: '100' };
  const pending = useApprovals(pathWith('/api/v1/approvals', { status: 'pending', ...query }));
  const recent = useApprovals(pathWith('/api/v1/approvals', query));
  const { forYou, forOthers } = sortWaiting(pending.data?.approvals ?? []);
  const kept = useKept();
  const isElsewhere = (approval: ApprovalJson) => !kept.isKept(approval);
  const settled = (recent.data?.approvals ?? []).filter(
    (approval) => approval.status !== 'pending' && isElsewhere(approval),
  );
  return (
    <>
      <h1>{t('page-approvals')}</h1>
      <div class="filters">
        <label>
          {t('filter-project')}
          <input
            value={project}
            dir="auto"
            onChange={(event) => setFilters({ project: event.currentTarget.value.trim() })}
          />
        </label>
      </div>
      <Loaded isLoaded={pending.data !== undefined} problem={pending.problem}>
        <Section
          title="home-waiting"
          approvals={kept.with(forYou, recent.data?.approvals)}
          onDecided={kept.keep}
        />
        <Section
          title="approvals-others"
          approvals={forOthers.filter(isElsewhere)}
          onDecided={kept.keep}
        />
      </Loaded>
      <Loaded isLoaded={recent.data !== undefined} problem={recent.problem}>
        <Section
          title="approvals-settled"
          approvals={settled.slice(0, SHOWN_SETTLED)}
          onDecided={kept.keep}
        />
      </Loaded>
    </>
  );
}

interface Listed {
  /** Key of its heading. */
  readonly title: string;
  readonly approvals: readonly ApprovalJson[];
  readonly onDecided: (approval: ApprovalJson) => void;
}

function Section({ title, approvals, onDecided }: Listed) {
  return (
    <section aria-labelledby={title}>
      <h2 id={title}>{t(title)}</h2>
      {approvals.length === 0 ? (
        <Empty>{t('approvals-none')}</Empty>
      ) : (
        <div class="cards">
          {approvals.map((approval) => (
            <ApprovalCard key={approval.key} approval={approval} onDecided={onDecided} />
          ))}
        </div>
      )}
    </section>
  );
}
