// Which compression a client accepts, the better one first.

interface Encoding {
  /** In `Content-Encoding`. */
  readonly name: string;
  /** Of the file. */
  readonly extension: string;
}

const KNOWN: readonly Encoding[] = [
  { name: 'br', extension: 'br' },
  { name: 'gzip', extension: 'gz' },
];

export function acceptedEncoding(header: string | string[] | undefined): Encoding | undefined {
  const accepted = [header ?? ''].flat().join(',').toLowerCase();
  const offers = accepted.split(',').map((offer) => offer.trim().split(/\s*;\s*/));
  const names = new Set(
    offers.flatMap(([name = '', quality]) => (/^q=0(\.0*)?$/.test(quality ?? '') ? [] : [name])),
  );
  return KNOWN.find(({ name }) => names.has(name));
}
