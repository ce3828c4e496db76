// What `npm test` runs after everything is installed: build, check, all tests; and as its last line
// how many passed, failed and were skipped, counted from the test report.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';

const REPORT = 'reports/tests.json';

function run(...command) {
  const [name, ...args] = command;
  return spawnSync(name, args, { stdio: 'inherit' }).status === 0;
}

function counts() {
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults, success } =
    JSON.parse(readFileSync(REPORT, 'utf8'));
  // A file that can't even be loaded has no tests that could fail.
  const brokenFiles = testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  );
  return {
    passed: numPassedTests,
    failed: numFailedTests + brokenFiles.length,
    skipped: numPendingTests + numTodoTests,
    success,
  };
}

mkdirSync('reports', { recursive: true });
rmSync(REPORT, { force: true });
const built = run('npm', 'run', '-s', 'build') && run('npm', 'run', '-s', 'check:static');
const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${REPORT}`];
const ran = built && run('npx', '--no-install', 'vitest', 'run', ...reporters);
if (!built) console.error('The build or a static check failed; no test was run.');
const { passed, failed, skipped, success } = built
  ? counts()
  : { passed: 0, failed: 1, skipped: 0, success: false };
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exitCode = ran && success && failed === 0 && passed > 0 ? 0 : 1;
