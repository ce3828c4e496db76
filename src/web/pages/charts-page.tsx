// Where people would rather look than read: events and failures over time, cost by project, time to decision.
import type { StatsJson } from '../api/admin-shapes.ts';
import { tick } from '../browser/browser-clock.ts';
import { address, pathWith } from '../browser/location.ts';
import { useResource } from '../live/resource.ts';
import { dollars, lasting, whole } from '../locale/amounts.ts';
import { t } from '../locale/texts.ts';
import { BarRows } from '../parts/charts/bar-rows.tsx';
import { EventsChart } from '../parts/charts/events-chart.tsx';
import { ChoiceFilter, Filter } from '../parts/filters.tsx';
import { Empty, Loaded } from '../parts/notice.tsx';
import { At } from '../parts/when.tsx';

const HOUR_MS = 3_600_000;
const RANGES = { hour: HOUR_MS, day: 24 * HOUR_MS, week: 168 * HOUR_MS, month: 720 * HOUR_MS };
type RangeName = keyof typeof RANGES;
/** It changes with every event, and is only looked at. */
const EVERY_MS = 60_000;

export function ChartsPage() {
  const { searchParams } = address.value;
  const range = (searchParams.get('range') ?? 'day') as RangeName;
  const untilMs = Math.ceil(tick.value / EVERY_MS) * EVERY_MS;
  const path = pathWith('/api/v1/stats', {
    since: new Date(untilMs - (RANGES[range] ?? RANGES.day)).toISOString(),
    until: new Date(untilMs).toISOString(),
    project_id: searchParams.get('project_id'),
  });
  const { data, problem } = useResource<StatsJson>(path, () => false);
  return (
    <>
      <h1>{t('page-charts')}</h1>
      <div class="filters">
        <ChoiceFilter
          name="range"
          label={t('filter-range')}
          choices={[
            ['hour', t('range-hour')],
            ['', t('range-day')],
            ['week', t('range-week')],
            ['month', t('range-month')],
          ]}
        />
        <Filter name="project_id" label={t('filter-project')} />
      </div>
      <Loaded isLoaded={data !== undefined} problem={problem}>
        {data !== undefined && <Charts stats={data} />}
      </Loaded>
    </>
  );
}

function Charts({ stats }: { readonly stats: StatsJson }) {
  const { buckets, counted_since, cost, decisions } = stats;
  const projectOf = (id: string | null) => id ?? t('no-project');
  return (
    <>
      <section aria-labelledby="events-over-time">
        <h2 id="events-over-time">{t('chart-events')}</h2>
        {counted_since !== null && (
          <p class="hint">
            {t('chart-truncated')} <At at={counted_since} />
          </p>
        )}
        <EventsChart buckets={buckets} />
      </section>
      <section aria-labelledby="cost-by-project">
        <h2 id="cost-by-project">{t('chart-cost')}</h2>
        <p class="hint">{t('chart-cost-about')}</p>
        {cost.length === 0 ? (
          <Empty>{t('chart-cost-none')}</Empty>
        ) : (
          <BarRows
            headings={[t('filter-project'), t('chart-jobs'), t('chart-usd')]}
            rows={cost.map(({ project_id, usd, jobs }) => ({
              name: projectOf(project_id),
              amount: usd,
              cells: [whole(jobs), dollars(usd)],
            }))}
          />
        )}
      </section>
      <section aria-labelledby="time-to-decision">
        <h2 id="time-to-decision">{t('chart-decisions')}</h2>
        {decisions.count === 0 ? (
          <Empty>{t('chart-decisions-none')}</Empty>
        ) : (
          <BarRows
            headings={[t('filter-project'), t('chart-count'), t('chart-median'), t('chart-p90')]}
            rows={[{ project_id: t('all-projects'), ...decisions }, ...decisions.projects].map(
              ({ project_id, count, median_seconds, p90_seconds }) => ({
                name: projectOf(project_id),
                amount: median_seconds ?? 0,
                cells: [whole(count), span(median_seconds), span(p90_seconds)],
              }),
            )}
          />
        )}
      </section>
    </>
  );
}

function span(seconds: number | null): string {
  return seconds === null ? '' : lasting(seconds * 1_000);
}
