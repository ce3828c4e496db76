// What `npm run check` runs: everything that needs no server, side by side, as many at a time as there are cores. Each
// tells what it found once it has ended. Usage: node scripts/check.mjs [static]
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';

/** The longest first. */
const STATIC = [
  ['tsc'],
  ['biome', 'check', '--error-on-warnings'],
  ['knip'],
  ['tsc', '-p', 'tsconfig.web.json'],
  ['node', 'scripts/check-lua.mjs'],
];
/** They wait for nothing: each worker more only loads the same modules once more. */
const UNIT = ['vitest', 'run', '--project', 'unit', `--maxWorkers=${availableParallelism()}`];

/** Resolves with whether it ended with 0. */
function run([name, ...args]) {
  const env = { ...process.env, PATH: `node_modules/.bin:${process.env.PATH}` };
  const child = spawn(name, args, { stdio: ['ignore', 'pipe', 'pipe'], env });
  const said = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => said.push(text));
  return new Promise((resolve) => {
    child.on('error', (error) => said.push(Buffer.from(`${error.message}\n`)));
    child.on('close', (code) => {
      console.log(`${code === 0 ? 'passed' : 'FAILED'}: ${[name, ...args].join(' ')}`);
      // Of what is as it should be there is nothing to read.
      if (code !== 0) process.stderr.write(Buffer.concat(said));
      resolve(code === 0);
    });
  });
}

async function runAll(commands) {
  const waiting = [...commands];
  const results = [];
  const runNext = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      results.push(await run(next));
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, runNext));
  return results.every(Boolean);
}

const isClean = await runAll(process.argv[2] === 'static' ? STATIC : [UNIT, ...STATIC]);
process.exitCode = isClean ? 0 : 1;
