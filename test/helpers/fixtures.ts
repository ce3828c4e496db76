// Recorded messages: one JSON object a line.
import { readFileSync } from 'node:fs';

/** `name` within test/fixtures: `jobs/jobs.jsonl`. */
export function fixtureLines<T>(name: string): T[] {
  const file = new URL(`../fixtures/${name}`, import.meta.url);
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line): T => JSON.parse(line));
}
