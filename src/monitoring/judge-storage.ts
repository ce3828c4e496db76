// Whether the storage is safe.
import type { StorageFacts } from '../runtime/system-state.ts';
import { FINE, failing, noteworthy, type Verdict } from './verdict.ts';

const NEARLY_FULL = 0.9;

/** `undefined`: our user lacks the permission. */
export function judgeStorage(facts: StorageFacts | undefined): Verdict {
  if (facts === undefined) {
    const text = 'the Redis user has no permission for INFO: disk and eviction are not monitored';
    return noteworthy({ code: 'storage-unknown', args: {}, text });
  }
  return failure(facts) ?? warning(facts) ?? FINE;
}

function failure(facts: StorageFacts): Verdict | undefined {
  const { hasAppendOnlyFile, failedWrites, evictionPolicy: policy = '' } = facts;
  const vital = hasAppendOnlyFile ? 'aof_last_write_status' : 'rdb_last_bgsave_status';
  if (failedWrites.includes(vital)) {
    const text = `Redis can not write its file (${vital}:err): its disk may be full`;
    return failing({ code: 'storage-unwritable', args: { status: vital }, text });
  }
  const { maxMemoryBytes, usedMemoryBytes } = facts;
  if (maxMemoryBytes === 0) return undefined;
  if (policy.startsWith('allkeys-')) {
    const text = `Redis evicts data when memory runs out (maxmemory-policy ${policy}); expected noeviction`;
    return failing({ code: 'storage-evicts', args: { policy }, text });
  }
  if (policy === 'noeviction' && usedMemoryBytes >= maxMemoryBytes) {
    const text = 'Redis has no memory left (maxmemory) and accepts no writes';
    return failing({ code: 'storage-full', args: {}, text });
  }
  return undefined;
}

function warning(facts: StorageFacts): Verdict | undefined {
  const { maxMemoryBytes, usedMemoryBytes, failedWrites, evictionPolicy: policy = '' } = facts;
  if (maxMemoryBytes > 0 && policy !== '' && policy !== 'noeviction') {
    const text = `when memory runs out, Redis evicts keys that expire (maxmemory-policy ${policy}), and events may come twice; expected noeviction`;
    return noteworthy({ code: 'storage-may-evict', args: { policy }, text });
  }
  if (maxMemoryBytes > 0 && usedMemoryBytes > maxMemoryBytes * NEARLY_FULL) {
    const percent = Math.round((usedMemoryBytes * 100) / maxMemoryBytes);
    const text = `Redis uses ${percent} % of its memory (maxmemory)`;
    return noteworthy({ code: 'storage-nearly-full', args: { percent }, text });
  }
  if (failedWrites.includes('aof_last_bgrewrite_status')) {
    const text = 'Redis could not rewrite its append-only file, which grows until that works again';
    return noteworthy({ code: 'storage-rewrite-failed', args: {}, text });
  }
  if (!facts.hasAppendOnlyFile) {
    const text =
      'Redis has no append-only file: a restart loses everything since its last snapshot';
    return noteworthy({ code: 'storage-not-kept', args: {}, text });
  }
  return undefined;
}
