// The name under which jobwire announces events. Nobody else may publish under it, or under one that reads like it.
import { inLatin, normalise } from '../approvals/policy/normalise.ts';
import type { CanonicalEvent } from '../event/canonical-event.ts';

const OWN_NAME = 'jobwire';
const SIGNS = /[^\p{L}\p{N}]/gu;

export const OWN_NAME_REFUSED =
  'Only jobwire itself publishes as jobwire, or under a name that looks like it; expected the source that the event comes from, like {"source":{"component":"runner"}} or, in a CloudEvent, "/builds/runner-1".';

/** Whether people would take it for an event of jobwire's: case, width, signs, invisible and look-alike letters aside. */
export function bearsOwnName({ source }: Pick<CanonicalEvent, 'source'>): boolean {
  return inLatin(normalise(source.component)).replace(SIGNS, '') === OWN_NAME;
}
