// Events over time as bars, of which the dark part failed. Drawn by hand, because two kinds of rectangles need no
// library; the same numbers are in a table behind it.
import type { BucketJson } from '../../api/admin-shapes.ts';
import { tick } from '../../browser/browser-clock.ts';
import { moment, whole } from '../../locale/amounts.ts';
import { t } from '../../locale/texts.ts';
import { Empty } from '../notice.tsx';

interface Props {
  readonly buckets: readonly BucketJson[];
}

const [WIDTH, HEIGHT, GAP] = [600, 120, 0.15] as const;

export function EventsChart({ buckets }: Props) {
  const total = sum(buckets, 'events');
  const failures = sum(buckets, 'failures');
  if (total === 0) return <Empty>{t('chart-events-none')}</Empty>;
  return (
    <figure class="chart">
      <figcaption>
        <span class="key key-events">{t('chart-all', { count: total })}</span>{' '}
        <span class="key key-failures">{t('chart-failures', { count: failures })}</span>
      </figcaption>
      <Bars buckets={buckets} label={figuresOf(t('chart-events'), { events: total, failures })} />
      <div class="axis" aria-hidden="true">
        {[buckets[0], buckets[Math.floor(buckets.length / 2)], buckets.at(-1)].map((one, at) => (
          <bdi key={at}>{one === undefined ? '' : timeOf(one)}</bdi>
        ))}
      </div>
      <details>
        <summary>{t('chart-table')}</summary>
        <BucketTable buckets={buckets} />
      </details>
    </figure>
  );
}

function Bars({ buckets, label }: Props & { readonly label: string }) {
  const most = Math.max(...buckets.map(({ events }) => events));
  const width = WIDTH / buckets.length;
  const bar = (at: number, count: number) => {
    // What happened once beside a thousand is seen, too.
    const height = count === 0 ? 0 : Math.max(2, (count / most) * HEIGHT);
    return { x: at * width, y: HEIGHT - height, width: width * (1 - GAP), height };
  };
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
    >
      {buckets.map((bucket, at) => (
        <g key={bucket.at}>
          <title>{figuresOf(timeOf(bucket), bucket)}</title>
          <rect class="bar-events" {...bar(at, bucket.events)} />
          <rect class="bar-failures" {...bar(at, bucket.failures)} />
        </g>
      ))}
    </svg>
  );
}

/** Times in which nothing happened are left out. */
function BucketTable({ buckets }: Props) {
  return (
    <table class="bars">
      <thead>
        <tr>
          <th scope="col">{t('chart-from')}</th>
          <th scope="col">{t('chart-events-heading')}</th>
          <th scope="col">{t('chart-failures-heading')}</th>
        </tr>
      </thead>
      <tbody>
        {buckets
          .filter(({ events }) => events > 0)
          .map((bucket) => (
            <tr key={bucket.at}>
              <th scope="row">{timeOf(bucket)}</th>
              <td>{whole(bucket.events)}</td>
              <td>{whole(bucket.failures)}</td>
            </tr>
          ))}
      </tbody>
    </table>
  );
}

function figuresOf(of: string, { events, failures }: Pick<BucketJson, 'events' | 'failures'>) {
  return `${of}: ${t('chart-all', { count: events })}, ${t('chart-failures', { count: failures })}`;
}

function timeOf({ at }: BucketJson): string {
  return moment(Date.parse(at), tick.value);
}

function sum(buckets: readonly BucketJson[], what: 'events' | 'failures'): number {
  return buckets.reduce((total, bucket) => total + bucket[what], 0);
}
