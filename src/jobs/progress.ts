// How far a job is. The formats say `progress` from 0 to 1; many producers count in percent, or steps of so many.
import type { JsonObject } from '../event/canonical-event.ts';
import { quantity } from '../event/quantity.ts';

const PERCENT = ['percent', 'percentage', 'progress_percent'];
const COUNTS = [
  ['step', 'total'],
  ['step', 'steps'],
  ['step', 'total_steps'],
  ['current', 'total'],
  ['done', 'total'],
  ['completed', 'total'],
  ['completed_steps', 'total_steps'],
] as const;
/** Rounding may lead a share beyond 1; from here on it is a percentage. */
const LEAST_PERCENT = 2;

export interface Progress {
  /** 0 to 1. */
  readonly share: number;
  /** That say so. */
  readonly fields: readonly string[];
}

/** `undefined` where the data say nothing of it. */
export function readProgress(data: JsonObject): Progress | undefined {
  const own = amount(data, 'progress');
  if (own !== undefined) return said(own >= LEAST_PERCENT ? own / 100 : own, ['progress']);
  for (const field of PERCENT) {
    const percent = amount(data, field);
    if (percent !== undefined) return said(percent / 100, [field]);
  }
  for (const [done, all] of COUNTS) {
    const [count, total] = [amount(data, done), amount(data, all)];
    if (count !== undefined && total !== undefined && total > 0)
      return said(count / total, [done, all]);
  }
  return undefined;
}

function amount(data: JsonObject, field: string): number | undefined {
  return Object.hasOwn(data, field) ? quantity(data[field]) : undefined;
}

function said(share: number, fields: readonly string[]): Progress {
  return { share: Math.min(1, Math.max(0, share)), fields };
}
