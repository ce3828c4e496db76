// What happened: events that match the filters in the address, the newest first. The address can be passed on.
import type { EventPageJson } from '../api/admin-shapes.ts';
import type { JobJson, ShownEvent } from '../api/shapes.ts';
import { address, pathWith, setFilters } from '../browser/location.ts';
import { usePages } from '../live/pages.ts';
import { useResource } from '../live/resource.ts';
import { hasText, t } from '../locale/texts.ts';
import { CopyButton } from '../parts/copy-button.tsx';
import { Filter, InstantFilter } from '../parts/filters.tsx';
import { jobName } from '../parts/job/job-list.tsx';
import { MoreButton } from '../parts/more-button.tsx';
import { Notes } from '../parts/notes.tsx';
import { Empty, Loaded } from '../parts/notice.tsx';
import { Outside } from '../parts/text-of-event.tsx';
import { Ago } from '../parts/when.tsx';

/** As the API calls them. */
const FILTERS = ['project_id', 'session_id', 'job_id', 'types', 'since', 'until'] as const;
const LIMIT = '50';
const MAX_CHARACTERS = 20_000;

export function SearchPage() {
  const { searchParams } = address.value;
  const given = Object.fromEntries(FILTERS.map((name) => [name, searchParams.get(name) ?? '']));
  const list = usePages<EventPageJson>({
    path: '/api/v1/events',
    query: { ...given, order: 'desc', limit: LIMIT },
    nextOf: ({ next }) => next,
    // A list that moves while somebody reads it helps nobody.
    concerns: () => false,
  });
  const events = list.pages?.flatMap((page) => page.events) ?? [];
  const jobs = useResource<{ jobs: readonly JobJson[] }>('/api/v1/jobs?limit=100', () => false);
  const jobOf = ({ job_id, project_id }: ShownEvent) =>
    jobs.data?.jobs.find((job) => job.id === job_id && job.project_id === project_id);
  const isFiltered = Object.values(given).some((value) => value !== '');
  return (
    <>
      <h1>{t('page-search')}</h1>
      <search class="filters">
        <Filter name="project_id" label={t('filter-project')} />
        <Filter name="types" label={t('filter-types')} example="job.failed,pr.*" />
        <Filter name="session_id" label={t('filter-session')} />
        <Filter name="job_id" label={t('filter-job')} />
        <InstantFilter name="since" label={t('filter-since')} />
        <InstantFilter name="until" label={t('filter-until')} />
      </search>
      <div class="actions">
        <button type="button" onClick={list.reload}>
          {t('refresh')}
        </button>
        <button
          type="button"
          disabled={!isFiltered}
          onClick={() => setFilters(Object.fromEntries(FILTERS.map((name) => [name, ''])))}
        >
          {t('filters-clear')}
        </button>
        <CopyButton text={address.value.href} label={t('copy-link')} />
      </div>
      <Loaded isLoaded={list.pages !== undefined} problem={list.problem}>
        {events.length === 0 ? (
          <Empty>{t(isFiltered ? 'search-none' : 'search-empty')}</Empty>
        ) : (
          <ol class="rows">
            {events.map((event) => (
              <EventRow key={event.event_id} event={event} job={jobOf(event)} />
            ))}
          </ol>
        )}
        <MoreButton list={list} />
      </Loaded>
    </>
  );
}

interface RowProps {
  readonly event: ShownEvent;
  /** Its job, where that is among the newest. */
  readonly job: JobJson | undefined;
}

function EventRow({ event, job }: RowProps) {
  const { event_type: type, timestamp, project_id, job_id } = event;
  return (
    <li class="row event-row">
      <div class="row-main">
        <details>
          <summary>
            <span class="row-title">{nameOf(type)}</span> <code dir="ltr">{type}</code>
          </summary>
          <pre dir="ltr">{wholeOf(event)}</pre>
        </details>
        <Notes
          facts={[
            typeof project_id === 'string' && <Outside text={project_id} />,
            typeof job_id === 'string' && (
              <a href={pathWith(`/jobs/${encodeURIComponent(job_id)}`, { project: project_id })}>
                <Outside text={job === undefined ? job_id : jobName(job)} />
              </a>
            ),
          ]}
        />
      </div>
      <span class="row-age">
        <Ago at={timestamp} />
      </span>
    </li>
  );
}

/** An event may weigh a megabyte. */
function wholeOf(event: ShownEvent): string {
  const text = JSON.stringify(event, null, 2);
  return text.length <= MAX_CHARACTERS ? text : `${text.slice(0, MAX_CHARACTERS)}…`;
}

function nameOf(type: string): string {
  const key = `event-${type.replaceAll('.', '-')}`;
  return hasText(key) ? t(key) : t('event-unnamed');
}
