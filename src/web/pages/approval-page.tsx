// One request with everything that happened to it.
import type { ApprovalJson, AuditJson } from '../api/shapes.ts';
import { address, pathWith } from '../browser/location.ts';
import { concernsApprovals } from '../live/approvals.ts';
import { useResource } from '../live/resource.ts';
import { hasText, t } from '../locale/texts.ts';
import { ApprovalCard, Via } from '../parts/approval/approval-card.tsx';
import { Loaded } from '../parts/notice.tsx';
import type { PageProps } from '../parts/page-props.ts';
import { Outside } from '../parts/text-of-event.tsx';
import { At } from '../parts/when.tsx';

export function ApprovalPage({ id }: PageProps) {
  const project = address.value.searchParams.get('project');
  const path = pathWith(`/api/v1/approvals/${encodeURIComponent(id)}`, { project_id: project });
  const { data, problem, reload } = useResource<ApprovalJson>(path, concernsApprovals);
  return (
    <>
      <h1>{t('page-approval')}</h1>
      <Loaded isLoaded={data !== undefined} problem={problem}>
        {data !== undefined && (
          <>
            <ApprovalCard approval={data} onDecided={reload} isAlone />
            <Audit entries={data.audit ?? []} />
          </>
        )}
      </Loaded>
    </>
  );
}

function Audit({ entries }: { readonly entries: readonly AuditJson[] }) {
  return (
    <section aria-labelledby="audit">
      <h2 id="audit">{t('audit')}</h2>
      <ol class="timeline">
        {entries.map((entry, at) => (
          <li key={at}>
            <At at={entry.at} />
            <AuditEntry entry={entry} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function AuditEntry({ entry }: { readonly entry: AuditJson }) {
  const { what, verdict, by, name, from, reason, text, why } = entry;
  const key = `audit-${what.replaceAll('_', '-')}${what === 'vote' && verdict !== undefined ? `-${verdict}` : ''}`;
  const who = by?.name ?? name;
  const said = reason ?? text ?? why;
  return (
    <div>
      <span>{hasText(key) ? t(key) : what}</span>
      {who !== undefined && (
        <span>
          {' '}
          <Outside text={who} /> {by?.via !== undefined && <Via via={by.via} />}
        </span>
      )}
      {from !== undefined && (
        <span class="hint">
          {' '}
          <Outside text={from} />
        </span>
      )}
      {said !== undefined && (
        <p>
          <Outside text={said} />
        </p>
      )}
    </div>
  );
}
