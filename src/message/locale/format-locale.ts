// How a locale writes numbers and dates, and in which direction.

const RIGHT_TO_LEFT: ReadonlySet<string> = new Set(['ar', 'fa', 'he', 'ur']);

export function isRightToLeft(locale: string): boolean {
  return RIGHT_TO_LEFT.has(languageOf(locale));
}

/** Plain `en` writes the day before the month; digits are Western in every language. */
export function dateLocale(locale: string): string {
  return locale === 'en' ? 'en-GB' : withWesternDigits(locale);
}

/** Where text runs right to left, amounts are written as where they come from: `$3.20`, `1.2 MB`. */
export function numberLocale(locale: string): string {
  return isRightToLeft(locale) ? 'en' : locale;
}

export function withWesternDigits(locale: string): string {
  return isRightToLeft(locale) ? `${locale}-u-nu-latn` : locale;
}

function languageOf(locale: string): string {
  return locale.split('-')[0] ?? '';
}
