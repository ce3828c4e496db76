// Instants as people read them: how long ago, or until when; the exact time on hover.
import { tick } from '../browser/browser-clock.ts';
import { exactMoment, moment, relative } from '../locale/amounts.ts';

export function Ago({ at }: { readonly at: string }) {
  const ms = Date.parse(at);
  if (Number.isNaN(ms)) return null;
  return (
    <time dateTime={at} title={exactMoment(ms)}>
      {relative(Math.min(ms, tick.value), tick.value)}
    </time>
  );
}

/** "in 29 min (17:33)". */
export function Until({ at }: { readonly at: string }) {
  const ms = Date.parse(at);
  if (Number.isNaN(ms)) return null;
  return (
    <time dateTime={at} title={exactMoment(ms)}>
      {relative(ms, tick.value)} ({moment(ms, tick.value)})
    </time>
  );
}

export function At({ at }: { readonly at: string }) {
  const ms = Date.parse(at);
  if (Number.isNaN(ms)) return null;
  return (
    <time dateTime={at} title={exactMoment(ms)}>
      {moment(ms, tick.value)}
    </time>
  );
}
