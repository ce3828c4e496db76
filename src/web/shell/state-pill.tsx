// Whether what is shown is current: live, reconnecting or polling, and when the last event came.
import { tick } from '../browser/browser-clock.ts';
import { connection, lastEventAt } from '../live/connection.ts';
import { exactMoment, relative } from '../locale/amounts.ts';
import { t } from '../locale/texts.ts';

const SIGNS = { connecting: '◌', live: '●', reconnecting: '◌', polling: '◐' } as const;

export function StatePill() {
  const state = connection.value;
  const at = lastEventAt.value;
  return (
    <p class={`pill pill-${state}`}>
      <span role="status">
        <span aria-hidden="true">{SIGNS[state]}</span> {t(`live-${state}`)}
      </span>
      {at !== undefined && (
        <span class="pill-age" title={exactMoment(at)}>
          {t('live-last', { ago: relative(Math.min(at, tick.value), tick.value) })}
        </span>
      )}
    </p>
  );
}
