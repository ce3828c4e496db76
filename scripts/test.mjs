// What `npm test` runs after everything is installed: build, check, unit tests on the image's Node,
// all tests on this one; and as its last line how many passed, failed and were skipped, counted from
// the test reports.
import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { hasNode24, NODE_24 } from './node-24.mjs';

const REPORT = 'reports/tests.json';
const REPORT_24 = 'reports/tests-node-24.json';
const LOG_24 = 'reports/tests-node-24.log';
const NOTHING = { passed: 0, failed: 0, skipped: 0 };

/** Resolves with whether it ended with 0. */
function run(command, { log } = {}) {
  const [name, ...args] = command;
  const stdio = log === undefined ? 'inherit' : ['ignore', 'pipe', 'pipe'];
  const child = spawn(name, args, { stdio });
  if (log !== undefined) {
    const file = createWriteStream(log);
    for (const stream of [child.stdout, child.stderr]) stream.pipe(file, { end: false });
  }
  return new Promise((resolve) => {
    child.on('error', () => resolve(false));
    child.on('close', (code) => resolve(code === 0));
  });
}

/** Of a run of vitest. One that did not end well has failed, whatever its report says. */
function counts(report, hasEndedWell) {
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults, success } =
    JSON.parse(readFileSync(report, 'utf8'));
  // A file that can't even be loaded has no tests that could fail.
  const brokenFiles = testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  );
  const failed = numFailedTests + brokenFiles.length;
  return {
    passed: numPassedTests,
    failed: failed === 0 && !(hasEndedWell && success) ? 1 : failed,
    skipped: numPendingTests + numTodoTests,
  };
}

function vitest(report, ...args) {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  return ['node_modules/vitest/vitest.mjs', 'run', ...args, ...reporters];
}

/** Unit tests on the image's Node; their output is shown when one fails. Few workers: each loads the same modules. */
async function testOnNode24() {
  if (!hasNode24()) return NOTHING;
  const args = [
    '--project',
    'unit',
    '--project',
    'long',
    '--maxWorkers',
    `${availableParallelism()}`,
  ];
  const ran = await run([NODE_24, ...vitest(REPORT_24, ...args)], { log: LOG_24 });
  const result = safely(() => counts(REPORT_24, ran));
  if (result.failed > 0) console.error(readFileSync(LOG_24, 'utf8'));
  return result;
}

async function testAll() {
  const ran = await run([process.execPath, ...vitest(REPORT)]);
  return safely(() => counts(REPORT, ran));
}

/** No report is a failure. */
function safely(count) {
  try {
    return count();
  } catch (error) {
    console.error(String(error));
    return { ...NOTHING, failed: 1 };
  }
}

async function main() {
  if (!(await run(['npm', 'run', '-s', 'build']))) return [{ ...NOTHING, failed: 1 }];
  // Side by side: each keeps one core busy.
  const [isClean, onNode24] = await Promise.all([
    run(['npm', 'run', '-s', 'check:static']),
    testOnNode24(),
  ]);
  if (isClean) return [onNode24, await testAll()];
  console.error('A static check failed; only the unit tests on Node 24 were run.');
  return [onNode24, { ...NOTHING, failed: 1 }];
}

mkdirSync('reports', { recursive: true });
for (const file of [REPORT, REPORT_24, LOG_24]) rmSync(file, { force: true });
const results = await main();
const sum = (name) => results.reduce((total, result) => total + result[name], 0);
if (hasNode24()) console.log(`Unit tests on Node 24: ${results[0].passed} passed`);
else console.log('Node 24 was not tested: its package is for Linux on x64 only.');
console.log(`${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`);
process.exitCode = sum('failed') === 0 && sum('passed') > 0 ? 0 : 1;
