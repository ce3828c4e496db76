// The items of a JSON list as written. Parsing and re-encoding them would change their numbers.

const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|[[\]{},]/gs;
const DEPTH: Readonly<Record<string, number>> = { '[': 1, '{': 1, ']': -1, '}': -1 };

/** `text` must be a valid JSON list. */
export function itemsOf(text: string): string[] {
  const items: string[] = [];
  let depth = 0;
  let start = text.indexOf('[') + 1;
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    depth += DEPTH[token] ?? 0;
    const isEnd = depth === 0 || (depth === 1 && token === ',');
    if (!isEnd) continue;
    items.push(text.slice(start, index).trim());
    start = index + 1;
  }
  return items.length === 1 && items[0] === '' ? [] : items;
}
