// Amounts as people read them: money, progress, how much of a budget is spent.

import { numberLocale } from '../locale/format-locale.ts';
import type { Voice } from '../locale/voice.ts';
import type { RichText } from '../text/rich-text.ts';

const CELLS = 10;
/** Outside of this range the notation is scientific. */
const SCIENTIFIC_FROM = 1e12;
const SCIENTIFIC_BELOW = 1e-6;

/** US dollars unless said otherwise: `$3.20`, `$50`, `3,20 $`; less than a cent with two digits. */
export function moneyText(
  amount: number,
  { locale }: Pick<Voice, 'locale'>,
  currency = 'USD',
): string | undefined {
  if (!Number.isFinite(amount)) return undefined;
  return new Intl.NumberFormat(numberLocale(locale), {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    ...digitsOf(Math.abs(amount)),
  }).format(amount);
}

function digitsOf(usd: number): Intl.NumberFormatOptions {
  if (usd >= SCIENTIFIC_FROM || (usd > 0 && usd < SCIENTIFIC_BELOW)) {
    return { notation: 'scientific', minimumFractionDigits: 0, maximumFractionDigits: 1 };
  }
  if (usd > 0 && usd < 0.01) return { maximumSignificantDigits: 2 };
  return Number.isInteger(usd) ? { maximumFractionDigits: 0 } : {};
}

/** A bar and a percentage, of 0 to 1 (clamped). */
export function progressText(fraction: number, { speak }: Voice): RichText | undefined {
  if (Number.isNaN(fraction)) return undefined;
  const within = Math.min(1, Math.max(0, fraction));
  // 100 % only when it is done.
  const percent = within < 1 ? Math.min(99, Math.round(within * 100)) : 100;
  const full = Math.floor((percent * CELLS) / 100);
  return speak('event-progress', { bar: '▓'.repeat(full) + '░'.repeat(CELLS - full), percent });
}

/** US dollars spent, and of how many if that is known. */
export function costText(
  {
    costUsd,
    budgetUsd,
  }: { readonly costUsd: number | undefined; readonly budgetUsd: number | undefined },
  voice: Voice,
): RichText | undefined {
  const cost = costUsd === undefined ? undefined : moneyText(costUsd, voice);
  const budget = budgetUsd === undefined ? undefined : moneyText(budgetUsd, voice);
  if (cost === undefined) return undefined;
  if (budget === undefined) return voice.speak('event-cost', { cost });
  const isOver = (costUsd ?? 0) > (budgetUsd ?? 0);
  return voice.speak(isOver ? 'event-cost-over' : 'event-cost-of', { cost, budget });
}

/** Requests made, and of how many if that is known. */
export function requestsText(
  { made, max }: { readonly made: number | undefined; readonly max: number | undefined },
  { speak }: Voice,
): RichText | undefined {
  if (made === undefined || !isCount(made)) return undefined;
  if (max === undefined || !isCount(max)) return speak('event-requests', { made });
  return speak('event-requests-of', { made, most: max });
}

function isCount(value: number): boolean {
  return Number.isFinite(value) && Math.abs(value) < SCIENTIFIC_FROM;
}
