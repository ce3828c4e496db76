// What happened to a job, newest first: a heading for each event in the person's language, and what it says. Steps
// that come in a row are one entry that unfolds.
import type { JobJson, ShownEvent } from '../../api/shapes.ts';
import { pathWith } from '../../browser/location.ts';
import { useResource } from '../../live/resource.ts';
import { hasText, t } from '../../locale/texts.ts';
import { Loaded } from '../notice.tsx';
import { Outside } from '../text-of-event.tsx';
import { At } from '../when.tsx';
import { detailOf } from './event-detail.ts';

const SHOWN = '100';
/** Types of which many come in a row. */
const STEPS = new Set(['job.progress', 'job.updated', 'job.tool_started', 'job.tool_completed']);
/** As many of them in a row are shown each. */
const MAX_UNFOLDED = 3;

export function Timeline({ job: { id, project_id } }: { readonly job: JobJson }) {
  const path = pathWith('/api/v1/events', { job_id: id, project_id, order: 'desc', limit: SHOWN });
  const { data, problem } = useResource<{ events: readonly ShownEvent[] }>(
    path,
    ({ job_id }) => job_id === id,
  );
  return (
    <section aria-labelledby="timeline">
      <h2 id="timeline">{t('timeline')}</h2>
      <Loaded isLoaded={data !== undefined} problem={problem}>
        <ol class="timeline">
          {grouped(data?.events ?? []).map((group) => (
            <Group key={group[0]?.event_id} events={group} />
          ))}
        </ol>
      </Loaded>
    </section>
  );
}

/** Steps in a row together, everything else by itself. */
function grouped(events: readonly ShownEvent[]): ShownEvent[][] {
  const groups: ShownEvent[][] = [];
  for (const event of events) {
    const last = groups.at(-1);
    const isStep = STEPS.has(event.event_type);
    if (isStep && last?.[0] !== undefined && STEPS.has(last[0].event_type)) last.push(event);
    else groups.push([event]);
  }
  return groups;
}

function Group({ events }: { readonly events: readonly ShownEvent[] }) {
  const shown = events.slice(0, MAX_UNFOLDED);
  const folded = events.slice(MAX_UNFOLDED);
  return (
    <>
      {shown.map((event) => (
        <TimelineEntry key={event.event_id} event={event} />
      ))}
      {folded.length > 0 && (
        <li class="folded">
          <details>
            <summary>{t('timeline-more', { count: folded.length })}</summary>
            <ol class="timeline">
              {folded.map((event) => (
                <TimelineEntry key={event.event_id} event={event} />
              ))}
            </ol>
          </details>
        </li>
      )}
    </>
  );
}

function TimelineEntry({ event }: { readonly event: ShownEvent }) {
  const detail = detailOf(event);
  return (
    <li>
      <At at={event.timestamp} />
      <div>
        <span class="event-heading">{headingOf(event)}</span>
        {detail !== '' && (
          <p class="event-detail">
            <Outside text={detail} />
          </p>
        )}
      </div>
    </li>
  );
}

/** Types that nobody here knows are shown by their name. */
export function headingOf({ event_type: type, data }: ShownEvent): string {
  const key = `event-${type.replaceAll('.', '-')}`;
  const isFailure = data.success === false || data.status === 'failed';
  if (isFailure && hasText(`${key}-failed`)) return t(`${key}-failed`);
  return hasText(key) ? t(key) : type;
}
