// Standing approvals in force: what they let through, until when, and ending one.
import { useState } from 'preact/hooks';
import type { StandingJson } from '../api/admin-shapes.ts';
import { request } from '../api/request.ts';
import { has } from '../api/session.ts';
import { useResource } from '../live/resource.ts';
import { t } from '../locale/texts.ts';
import { Confirm } from '../parts/confirm.tsx';
import { Notes } from '../parts/notes.tsx';
import { Empty, Loaded, problemText } from '../parts/notice.tsx';
import { Outside, Revealed } from '../parts/text-of-event.tsx';
import { Until } from '../parts/when.tsx';

const PATH = '/api/v1/standing';

export function StandingPage() {
  const { data, problem, reload } = useResource<{ standing: readonly StandingJson[] }>(
    PATH,
    ({ event_type }) => event_type === 'job.approved',
  );
  const [said, setSaid] = useState('');
  const inForce = data?.standing ?? [];

  async function end(id: string): Promise<void> {
    const answer = await request(`${PATH}/${encodeURIComponent(id)}`, { method: 'DELETE' });
    setSaid(answer.kind === 'ok' ? t('standing-ended') : problemText(answer.problem));
    reload();
  }

  return (
    <>
      <h1>{t('page-standing')}</h1>
      <p class="hint">{t('standing-about')}</p>
      <p class="said" role="status">
        {said}
      </p>
      <Loaded isLoaded={data !== undefined} problem={problem}>
        {inForce.length === 0 ? (
          <Empty>{t('standing-none')}</Empty>
        ) : (
          <ul class="rows">
            {inForce.map((one) => (
              <StandingRow key={one.id} standing={one} onEnd={() => void end(one.id)} />
            ))}
          </ul>
        )}
      </Loaded>
    </>
  );
}

interface RowProps {
  readonly standing: StandingJson;
  readonly onEnd: () => void;
}

function StandingRow({ standing, onEnd }: RowProps) {
  const { project_id, action, pattern, given_by, until, uses } = standing;
  return (
    <li class="row standing-row">
      <div class="row-main">
        <p class="row-title">
          <code>
            <Revealed text={pattern ?? action} />
          </code>
        </p>
        <Notes
          facts={[
            project_id !== null && <Outside text={project_id} />,
            <Outside key="by" text={given_by.name === '' ? given_by.id : given_by.name} />,
            <>
              {t('standing-ends')} <Until at={until} />
            </>,
            t('standing-uses', { count: uses }),
          ]}
        />
      </div>
      {has('decide') && (
        <div class="actions">
          <Confirm
            label={t('standing-end')}
            question={t('standing-end-question')}
            isBusy={false}
            onConfirm={onEnd}
          />
        </div>
      )}
    </li>
  );
}
