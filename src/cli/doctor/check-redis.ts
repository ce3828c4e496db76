// Checks that Redis is safe for storing events.
import type { Tools } from '../../app-tools.ts';
import { safe } from '../command/output.ts';
import type { DoctorFinding } from './finding.ts';

type ServerFacts = Awaited<ReturnType<Tools['serverFacts']>>;

const MIN_VERSION = { major: 6, minor: 2 } as const;
const MAX_LENGTH = 40;
const MAX_SHOWN = 12;
const MAX_LIST = 600;

export function checkRedis(facts: ServerFacts, missingRights: readonly string[]): DoctorFinding[] {
  const ofRights = rights(missingRights);
  const { evictionPolicy } = facts;
  // Unknown without permission for INFO.
  if (evictionPolicy === undefined) return [server(facts), ofRights];
  return [server(facts), ofRights, eviction({ ...facts, evictionPolicy }), persistence(facts)];
}

function rights(missing: readonly string[]): DoctorFinding {
  const name = 'redis-rights';
  if (missing.length === 0) {
    return { name, status: 'ok', detail: 'Redis grants jobwire every right that it needs.' };
  }
  const shown = missing.slice(0, MAX_SHOWN).join(', ');
  const more = missing.length > MAX_SHOWN ? ` and ${missing.length - MAX_SHOWN} more` : '';
  return {
    name,
    status: missing.every((right) => right === 'INFO') ? 'warn' : 'fail',
    detail: `jobwire's user in Redis may not: ${safe(shown, MAX_LIST)}${more}.`,
    advice: 'Give it the rights that docs/operating.md lists (ACL SETUSER).',
  };
}

function server({ version, role }: ServerFacts): DoctorFinding {
  const name = 'redis';
  const shown = safe(version, MAX_LENGTH);
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (!(major > MIN_VERSION.major || (major === MIN_VERSION.major && minor >= MIN_VERSION.minor))) {
    const detail = `Redis answers, but its version ${shown} is too old.`;
    const advice = `Use Redis ${MIN_VERSION.major}.${MIN_VERSION.minor} or newer, or Valkey.`;
    return { name, status: 'fail', detail, advice };
  }
  if (role === 'replica') {
    const detail = `Redis ${shown} answers, but it is a replica, which accepts no writes.`;
    return { name, status: 'fail', detail, advice: 'Point REDIS_URL to the master.' };
  }
  return { name, status: 'ok', detail: `Redis ${shown} answers.` };
}

function eviction({
  evictionPolicy,
  maxMemoryBytes,
}: ServerFacts & { readonly evictionPolicy: string }): DoctorFinding {
  const name = 'redis-eviction';
  if (evictionPolicy === 'noeviction') {
    return { name, status: 'ok', detail: 'Redis evicts nothing when memory runs out.' };
  }
  const policy = safe(evictionPolicy, MAX_LENGTH);
  return {
    name,
    status: maxMemoryBytes > 0 ? 'fail' : 'warn',
    detail: `Redis evicts keys when memory runs out (maxmemory-policy ${policy}).`,
    advice: 'Set maxmemory-policy noeviction: what is evicted is lost.',
  };
}

function persistence({ hasAppendOnlyFile, failedWrites }: ServerFacts): DoctorFinding {
  const name = 'redis-persistence';
  if (failedWrites.length > 0) {
    const detail = `Redis could not write its files (${failedWrites.join(', ')}).`;
    return { name, status: 'fail', detail, advice: 'Check its log, its disk and its permissions.' };
  }
  if (hasAppendOnlyFile) {
    return { name, status: 'ok', detail: 'Redis writes every change to its append-only file.' };
  }
  const detail =
    'Redis keeps no append-only file: a restart loses everything since its last snapshot.';
  return { name, status: 'warn', detail, advice: 'Set appendonly yes.' };
}
