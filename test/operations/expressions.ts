// Which metrics and labels an expression of Prometheus names.

/** They stand where metrics could. */
const WORDS = new Set([
  ...['and', 'or', 'unless', 'by', 'without', 'on', 'ignoring', 'group_left', 'group_right'],
  ...['bool', 'offset', 'inf', 'nan'],
]);

export interface Named {
  readonly metrics: readonly string[];
  /** `metric` is absent for the labels of a grouping, which may belong to any of them. */
  readonly labels: readonly { readonly metric?: string; readonly label: string }[];
}

export function namedIn(expression: string): Named {
  const plain = expression
    .replaceAll(/"(?:[^"\\]|\\.)*"/g, '""')
    .replaceAll(/\[[^\]]*\]/g, '')
    .replaceAll(/\$__\w+/g, '');
  const labels: { metric?: string; label: string }[] = [];
  const selectors = plain.replaceAll(
    /(\w+)\s*\{([^}]*)\}/g,
    (_, metric: string, inside: string) => {
      for (const [, label = ''] of inside.matchAll(/(\w+)\s*(?:=~|!~|!=|=)/g)) {
        labels.push({ metric, label });
      }
      return metric;
    },
  );
  const groupings = /\b(?:by|without|on|ignoring)\s*\(([^)]*)\)/g;
  for (const [, inside = ''] of selectors.matchAll(groupings)) {
    for (const label of inside.split(',')) labels.push({ label: label.trim() });
  }
  const names = selectors.replaceAll(groupings, '').matchAll(/\b[a-z_]\w*\b(?!\s*\()/gi);
  return { metrics: [...names].map(([name]) => name).filter((name) => !WORDS.has(name)), labels };
}
