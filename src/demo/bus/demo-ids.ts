// Random ids for the example workload, so that no two runs share one.
import type { Clock } from '../../runtime/clock.ts';

/** A UUID of version 4. */
export function createUuid(clock: Clock): string {
  const bytes = Buffer.from(clock.token(16), 'base64url');
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join('-');
}

/** Short enough to type: the prefix and ten characters. */
export function createShortId(clock: Clock, prefix: string): string {
  return `${prefix}-${Buffer.from(clock.token(5), 'base64url').toString('hex')}`;
}

/** Short enough to read out: the prefix and six characters. */
export function createBriefId(clock: Clock, prefix: string): string {
  return `${prefix}-${Buffer.from(clock.token(3), 'base64url').toString('hex')}`;
}
