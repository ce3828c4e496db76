// Names and bodies that nobody means well with.
import type { Seeded } from '../helpers/seeded.ts';

export function pick<T>(chance: Seeded, list: readonly T[]): T {
  if (list.length === 0) throw new Error('there is nothing to pick');
  return list[chance.below(list.length)] as T;
}

export const ODD_IDS = [
  '..',
  '../sealed-1',
  '.',
  ':',
  '*',
  'x:audit',
  'approvals:pending',
  '%',
  '\u0000',
  'evil\r\nx: y',
  'ʻ\u202e\u200b',
  '𝓼𝓮𝓪𝓵𝓮𝓭-1',
  '__proto__',
  'constructor',
  "' OR 1=1 --",
  '{"$ne":1}',
  'x'.repeat(512),
  'ü'.repeat(300),
  'y'.repeat(5_000),
] as const;

/** How a type of an outcome may be spelled so that a check overlooks it. */
export const OUTCOME_TYPES = [
  'job.approved',
  'job.denied',
  'Job.Approved',
  'JOB.APPROVED',
  'job_approved',
  'job.approved\u200b',
  'ｊｏｂ.ａｐｐｒｏｖｅｄ',
  'gate.approved',
  'gate_approved',
  'gate.rejected',
  'gate.auto_approved',
  'job.approval_expired',
  'job.approval_canceled',
  'job.approval_withdrawn',
] as const;

/** Who jobwire is, who may decide, and nobody. */
export const COMPONENTS = ['jobwire', 'Jobwire', 'orchestrator', 'telegram', 'timeout'] as const;

export const CLOCKS = [
  '1970-01-01T00:00:00Z',
  '9999-12-31T23:59:59Z',
  '2026-02-30T00:00:00Z',
  0,
  253_402_300_799_999,
] as const;
