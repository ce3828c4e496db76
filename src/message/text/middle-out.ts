// Shortens a text in its middle.

/** At most `maxUnits` UTF-16 units, and no half characters. */
export function middleOut(text: string, maxUnits: number): string {
  if (text.length <= maxUnits) return text;
  const half = Math.floor((maxUnits - 3) / 2);
  const beginning = text.slice(0, half).replace(/[\uD800-\uDBFF]$/, '');
  const end = text.slice(-half).replace(/^[\uDC00-\uDFFF]/, '');
  return `${beginning} … ${end}`;
}
