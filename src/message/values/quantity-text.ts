// Numbers in the reader's language, and sizes of data.
import { numberLocale } from '../locale/format-locale.ts';
import type { Voice } from '../locale/voice.ts';

/** From here on, and for fractions below, digits say nothing. */
const MAX_NUMBER = 1e15;
const MIN_FRACTION = 1e-6;
const SIZES = ['kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;
const STEP = 1_000;

/** `isName`: it stands for something, as a port or a year does, and is not grouped. */
export function numberText(
  value: number,
  { locale }: Pick<Voice, 'locale'>,
  { isName = false }: { readonly isName?: boolean } = {},
): string {
  const size = Math.abs(value);
  if (size >= MAX_NUMBER || (size > 0 && size < MIN_FRACTION)) return String(value);
  return new Intl.NumberFormat(numberLocale(locale), {
    useGrouping: isName ? false : 'min2',
    maximumFractionDigits: 12,
  }).format(value);
}

/** `512 B`, `1.2 MB`; `undefined` for what is no size. */
export function bytesText(bytes: number, voice: Pick<Voice, 'locale'>): string | undefined {
  if (!(bytes >= 0) || bytes >= MAX_NUMBER) return undefined;
  if (bytes < STEP) return `${numberText(bytes, voice)} B`;
  const power = Math.min(SIZES.length, Math.floor(Math.log10(bytes) / Math.log10(STEP)));
  return new Intl.NumberFormat(numberLocale(voice.locale), {
    style: 'unit',
    unit: SIZES[power - 1] ?? 'terabyte',
    unitDisplay: 'short',
    maximumFractionDigits: 1,
  }).format(bytes / STEP ** power);
}
