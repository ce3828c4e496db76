// All requests: what waits for the person, what waits for others, what was decided last.
import type { ApprovalJson } from '../api/shapes.ts';
import { address, pathWith } from '../browser/location.ts';
import { sortWaiting, useApprovals } from '../live/approvals.ts';
import { useKept } from '../live/kept.ts';
import { t } from '../locale/texts.ts';
import { ApprovalCard } from '../parts/approval/approval-card.tsx';
import { Filter } from '../parts/filters.tsx';
import { Empty, Loaded } from '../parts/notice.tsx';

const SHOWN_SETTLED = 20;

export function ApprovalsPage() {
  const project = address.value.searchParams.get('project') ?? '';
  const query = { project_id: project, limit: '100' };
  const pending = useApprovals(pathWith('/api/v1/approvals', { status: 'pending', ...query }));
  const recent = useApprovals(pathWith('/api/v1/approvals', query));
  const { forYou, forOthers } = sortWaiting(pending.data?.approvals ?? []);
  // What was begun in one list stays in it.
  const yours = useKept();
  const others = useKept();
  const settled = (recent.data?.approvals ?? []).filter(
    (approval) =>
      approval.status !== 'pending' && !yours.isKept(approval) && !others.isKept(approval),
  );
  return (
    <>
      <h1>{t('page-approvals')}</h1>
      <div class="filters">
        <Filter name="project" label={t('filter-project')} />
      </div>
      <Loaded isLoaded={pending.data !== undefined} problem={pending.problem}>
        <Section
          title="home-waiting"
          approvals={yours.with(
            forYou.filter((approval) => !others.isKept(approval)),
            recent.data?.approvals,
          )}
          onTouched={yours.keep}
        />
        <Section
          title="approvals-others"
          approvals={others.with(
            forOthers.filter((approval) => !yours.isKept(approval)),
            recent.data?.approvals,
          )}
          onTouched={others.keep}
        />
      </Loaded>
      <Loaded isLoaded={recent.data !== undefined} problem={recent.problem}>
        <Section title="approvals-settled" approvals={settled.slice(0, SHOWN_SETTLED)} />
      </Loaded>
    </>
  );
}

interface Listed {
  /** Key of its heading. */
  readonly title: string;
  readonly approvals: readonly ApprovalJson[];
  readonly onTouched?: (approval: ApprovalJson) => void;
}

function Section({ title, approvals, onTouched = () => {} }: Listed) {
  return (
    <section aria-labelledby={title}>
      <h2 id={title}>{t(title)}</h2>
      {approvals.length === 0 ? (
        <Empty>{t('approvals-none')}</Empty>
      ) : (
        <div class="cards">
          {approvals.map((approval) => (
            <ApprovalCard key={approval.key} approval={approval} onTouched={onTouched} />
          ))}
        </div>
      )}
    </section>
  );
}
