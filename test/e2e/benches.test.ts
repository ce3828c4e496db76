// Every bench, small: that it still runs and says something, not what it measures.
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const FOLDER = new URL('../../bench/', import.meta.url);
const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Of each bench: arguments with which it takes a few seconds, and a part of its last line. */
const BENCHES: Readonly<Record<string, { args: readonly string[]; ends: RegExp }>> = {
  'alert-flood.ts': { args: ['80', '4'], ends: /named 80 times, 80 of them[\s\S]*ratio: .*\n$/ },
  'approval-flood.ts': { args: ['5'], ends: /warnings: .*\n$/ },
  'approval-latency.ts': { args: ['5'], ends: /digests sent\n$/ },
  'drain.ts': { args: ['1'], ends: /\| 40 \| 4 \| 500 ms \| .* \|\n$/ },
  'durability.ts': { args: ['50'], ends: /50 at once: .*\n$/ },
  'ingest-large.ts': { args: ['5'], ends: /ours: 5 entries/ },
  'ingest.ts': { args: ['300'], ends: /median ratio .*\n$/ },
  // A card and an outcome at most, where there are jobs with a beginning and one end.
  'messages.ts': {
    args: ['0.05'],
    ends: /more than a card and an outcome: (?!.*(?:televibe|jobs|build|pipeline)).*\n$/,
  },
  'metrics.ts': { args: ['2000'], ends: /median ratio .*\n$/ },
  'proxies.ts': { args: ['10'], ends: /ratio: nginx .*, haproxy .*, caddy .*\n$/ },
  'query.ts': { args: ['1000'], ends: /everything, desc: 100 found .*\n$/ },
  'redact.ts': { args: ['0.1'], ends: /twice the text costs .*\n$/ },
  'routing.ts': { args: ['300', '50'], ends: /longest pause .*\n$/ },
  'sse-fanout.ts': { args: ['20'], ends: /ratio: .*\n$/ },
  'start.ts': { args: ['1'], ends: /libraries only: ready .*\naims: .*\n$/ },
  'stats.ts': { args: ['2000'], ends: /one project of 50: .*ratio .*\n$/ },
};

const isBench = (file: string) =>
  readFileSync(new URL(file, FOLDER), 'utf8').includes(`tsx bench/${file}`);

describe('a bench', () => {
  it('is run here, whichever there is', () => {
    expect(readdirSync(FOLDER).filter(isBench)).toEqual(Object.keys(BENCHES));
  });

  it.each(Object.entries(BENCHES))('%s still measures', async (file, { args, ends }) => {
    const command = ['--import', 'tsx', `bench/${file}`, ...args];
    const { stdout } = await promisify(execFile)(process.execPath, command, { cwd: ROOT });
    expect(stdout).toMatch(ends);
    expect(stdout).not.toMatch(/NaN|Infinity|undefined/);
  });
});
