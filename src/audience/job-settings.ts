// What a chat, or a topic of it, wants to hear of jobs.
import { settingsOf } from './address-settings.ts';
import { indexOf } from './audience-index.ts';
import type { Address, Audience } from './chat-book.ts';
import { jobMutedUntil } from './quiet/muted-jobs.ts';

/** Whether running jobs have live cards there. A chat that only the policy file names has them, too. */
export function wantsCards(address: Address, audience: Audience): boolean {
  return settingsAt(address, audience)?.cards !== 'off';
}

interface Muting {
  /** Those that the job may be muted by. */
  readonly names: readonly string[];
  readonly atMs: number;
}

/** Whether it hears nothing of a job until it ends. */
export function isMuted(address: Address, muting: Muting, audience: Audience): boolean {
  return mutedUntil(address, muting, audience) !== undefined;
}

/** Epoch milliseconds; infinite: until the job ends. `undefined` for a job that is heard there. */
export function mutedUntil(
  address: Address,
  { names, atMs }: Muting,
  audience: Audience,
): number | undefined {
  const settings = settingsAt(address, audience);
  return settings && jobMutedUntil(settings, names, atMs);
}

function settingsAt(address: Address, audience: Audience) {
  const found = indexOf(audience).chat(address.chatId);
  return found && settingsOf(found.chat, address);
}
