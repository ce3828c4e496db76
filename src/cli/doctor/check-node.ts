// Whether this Node is new enough; package.json says the same under `engines`.
import type { Finding } from './finding.ts';

const OLDEST = { major: 20, minor: 12 } as const;

export function checkNode(version: string): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isFine = major > OLDEST.major || (major === OLDEST.major && minor >= OLDEST.minor);
  if (isFine) return { name: 'node', status: 'ok', detail: `Node ${version}.` };
  return {
    name: 'node',
    status: 'fail',
    detail: `Node ${version} is too old.`,
    advice: `Install Node ${OLDEST.major}.${OLDEST.minor} or newer.`,
  };
}
