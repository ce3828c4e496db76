// The long run, by hand: `npx tsx test/chaos/run.ts --seed 7 --minutes 1 --seeds 20`, after `npm run
// build`. Prints the faults of each seed with their times and what was found; ends with 1 when
// something was. `--keep FOLDER` keeps chats and complaints of each. `--only TEXT` and `--without TEXT` choose kinds of faults by a part of their name.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runChaos } from './chaos-run.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    seeds: { type: 'string', default: '1' },
    minutes: { type: 'string', default: '1' },
    only: { type: 'string', multiple: true },
    keep: { type: 'string' },
    without: { type: 'string', multiple: true },
  },
});

const print = (line: string) => process.stdout.write(`${line}\n`);
const first = Number(values.seed);
let bad = 0;
for (let seed = first; seed < first + Number(values.seeds); seed += 1) {
  print(`seed ${seed}`);
  const { findings, timeline, facts, evidence } = await runChaos({
    seed,
    faultsMs: Number(values.minutes) * 60_000,
    ...(values.only === undefined ? {} : { only: values.only }),
    ...(values.without === undefined ? {} : { without: values.without }),
  });
  for (const line of timeline) print(`  ${line}`);
  for (const fact of facts) print(`  · ${fact}`);
  for (const { about, what } of findings) print(`  ✗ ${about}: ${what}`);
  print(findings.length === 0 ? `  ✓ seed ${seed}` : `  ✗ seed ${seed}`);
  if (findings.length > 0) bad += 1;
  if (values.keep !== undefined) {
    await mkdir(values.keep, { recursive: true });
    await writeFile(join(values.keep, `${seed}.jsonl`), `${evidence.join('\n')}\n`);
  }
}
print(bad === 0 ? 'nothing was found' : `${bad} seeds found something`);
process.exitCode = bad === 0 ? 0 : 1;
