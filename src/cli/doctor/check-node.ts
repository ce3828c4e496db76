// Checks that this version of Node is supported; must match `engines` in package.json.
import type { DoctorFinding } from './finding.ts';

/** The first supported version of each major; later majors are supported from their start. */
const MIN_MINOR: Readonly<Record<number, number>> = { 20: 12, 22: 12 };
const FIRST_OPEN_MAJOR = 24;
/** End-of-life majors: https://nodejs.org/en/about/previous-releases */
const ENDED_MAJORS: ReadonlySet<number> = new Set([20]);

export function checkNode(version: string): DoctorFinding {
  const name = 'node';
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isSupported = major >= FIRST_OPEN_MAJOR || minor >= (MIN_MINOR[major] ?? Infinity);
  if (!isSupported) {
    const detail = `Node ${version} is not supported.`;
    return { name, status: 'fail', detail, advice: 'Install Node 24.' };
  }
  if (ENDED_MAJORS.has(major)) {
    const detail = `Node ${version} works, but no longer gets security fixes.`;
    return { name, status: 'warn', detail, advice: 'Install Node 24.' };
  }
  return { name, status: 'ok', detail: `Node ${version}.` };
}
