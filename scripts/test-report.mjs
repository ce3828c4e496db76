// What a JSON report of vitest says.
import { readFileSync } from 'node:fs';

export const NOTHING = { passed: 0, failed: 0, skipped: 0 };

const read = (report) => JSON.parse(readFileSync(report, 'utf8'));

/** How many tests of a run passed, failed and were skipped. One that did not end well has failed, whatever its report says. */
export function countTests(report, hasEndedWell) {
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults, success } =
    read(report);
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

/** The files in which a test failed: their paths, their counts, and their failed tests by full name. */
export function failedFiles(report) {
  return read(report)
    .testResults.filter(({ status }) => status === 'failed')
    .map(({ name, assertionResults }) => {
      const of = (...wanted) => assertionResults.filter(({ status }) => wanted.includes(status));
      return {
        path: name,
        passed: of('passed').length,
        failed: of('failed').length,
        skipped: of('pending', 'todo', 'skipped').length,
        tests: of('failed').map(({ fullName }) => fullName),
      };
    });
}
