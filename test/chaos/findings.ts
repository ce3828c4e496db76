// What a judge found to be wrong, in one line each, and which of it is of one kind.
export interface Finding {
  /** Promise that is broken: `journal`, `requests`, … */
  readonly about: string;
  readonly what: string;
}

const SHOWN = 8;

export const finding = (about: string, what: string): Finding => ({ about, what });

/** Cases that differ by nothing but numbers are one, with how many there are. */
export function alike(cases: readonly string[]): string[] {
  const groups = new Map<string, { readonly first: string; count: number }>();
  for (const first of cases) {
    const kind = first.replace(/\b[0-9a-f]*\d[\w-]*/g, '#');
    const group = groups.get(kind) ?? { first, count: 0 };
    group.count += 1;
    groups.set(kind, group);
  }
  return [...groups.values()].map(({ first, count }) =>
    count > 1 ? `${first} (${count} times)` : first,
  );
}

/** One finding for many of a kind, with the first of them. */
export function several(about: string, what: string, cases: readonly string[]): Finding[] {
  if (cases.length === 0) return [];
  const more = cases.length > SHOWN ? `, and ${cases.length - SHOWN} more` : '';
  return [finding(about, `${cases.length} × ${what}: ${cases.slice(0, SHOWN).join(', ')}${more}`)];
}
