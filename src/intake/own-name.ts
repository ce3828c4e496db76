// The name under which jobwire announces events. Nobody else may publish under it, or under one that reads like it.
import { inLatin, normalise } from '../approvals/policy/normalise.ts';
import type { CanonicalEvent } from '../event/canonical-event.ts';

const OWN_NAME = 'jobwire';
const SIGNS = /[^\p{L}\p{N}]/gu;
const ACCENTS = /\p{M}/gu;
/** As of a replica, or of what people call a bot. */
const ENDINGS = /(?:bot|app|official|\p{N})+$/u;
/** What reads like another letter beside it, beyond the letters of other scripts. */
const LOOK_ALIKE: readonly (readonly [RegExp, string])[] = [
  [/0/g, 'o'],
  [/vv/g, 'w'],
  [/[1l|!]/g, 'i'],
  [/3/g, 'e'],
  [/[\u029D\u0237]/g, 'j'],
];

export const OWN_NAME_REFUSED =
  'Only jobwire itself publishes as jobwire, or under a name that looks like it; expected the source that the event comes from, like {"source":{"component":"runner"}} or, in a CloudEvent, "/builds/runner-1".';

/**
 * Whether people would take it for an event of jobwire's: case, width, accents, signs, digits, invisible and look-alike
 * letters aside.
 */
export function bearsOwnName({ source }: Pick<CanonicalEvent, 'source'>): boolean {
  const plain = inLatin(normalise(source.component)).normalize('NFKD').replace(ACCENTS, '');
  const seen = LOOK_ALIKE.reduce((text, [from, to]) => text.replace(from, to), plain);
  return [plain, seen].some((text) => {
    const letters = text.replace(SIGNS, '');
    return letters === OWN_NAME || letters.replace(ENDINGS, '') === OWN_NAME;
  });
}
