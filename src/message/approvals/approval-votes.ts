// The votes of a request: how many there are of how many, and whose.
import type { Approval, Decider, Vote } from '../../approvals/approval.ts';
import type { Voice } from '../locale/voice.ts';
import { revealedLine } from '../text/excerpt.ts';
import { EMPTY, join, type RichText, styled } from '../text/rich-text.ts';

/** UTF-16 units. */
const MAX_LENGTH = { who: 32, reason: 50 } as const;
const MAX_NAMES = 6;
const SIGNS = { approve: ' ✓', deny: ' ✗' } as const;

/** The votes that an outcome is made of; none when something else than votes settled it. */
export function decidingVotes({ votes, outcome }: Approval): Vote[] {
  const { by, status } = outcome ?? {};
  const verdict = status === 'approved' ? 'approve' : 'deny';
  const isTheirs = (vote: Vote) => vote.by.id === by?.id && vote.by.via === by.via;
  const agreeing = votes.filter((vote) => vote.verdict === verdict);
  return agreeing.some(isTheirs) ? agreeing : [];
}

/** Nothing for a request that one vote decides. After the outcome, the votes that it is not made of. */
export function voteLines(approval: Approval, voice: Voice): RichText[] {
  const { votes, request } = approval;
  const deciding = decidingVotes(approval);
  const shown = votes.filter((vote) => !deciding.includes(vote));
  const names = shown.length === 0 ? undefined : signedNames(shown, voice);
  if (deciding.length > 0) {
    return names === undefined ? [] : [voice.speak('approval-votes-other', { names })];
  }
  const { required, denyRequired } = request.terms;
  if (required === 1 && denyRequired === 1 && names === undefined) return [];
  const count = (verdict: Vote['verdict']) =>
    votes.filter((vote) => vote.verdict === verdict).length;
  const denials = denyRequired === 1 ? undefined : count('deny');
  const counts = { given: count('approve'), required, denials, needed: denyRequired };
  return [voice.speak('approval-votes', { ...counts, names })];
}

/** `Ana and Ben`. */
export function votersText(votes: readonly Vote[], voice: Voice): RichText {
  const names = listed(votes, voice, ({ by }) => voterText(by));
  const format = new Intl.ListFormat(voice.locale, { type: 'conjunction' });
  const parts = format.formatToParts(names.map((_, index) => String(index)));
  return join(
    parts.map(({ type, value }) => (type === 'element' ? (names[Number(value)] ?? EMPTY) : value)),
  );
}

/** `Ana: looks good`, a line for each who gave a reason. */
export function reasonLines(votes: readonly Vote[], { speak }: Voice): RichText[] {
  return votes.slice(0, MAX_NAMES).flatMap(({ by, reason = '' }) => {
    if (reason.trim() === '') return [];
    const said = shortText(reason, MAX_LENGTH.reason);
    return [speak('approval-reason-of', { who: voterText(by), reason: said })];
  });
}

/** `Ana ✓ · Ben ✗ (not today)`. */
function signedNames(votes: readonly Vote[], voice: Voice): RichText {
  const names = listed(votes, voice, ({ by, verdict, reason = '' }) => {
    const isExplained = verdict === 'deny' && reason.trim() !== '';
    const why = isExplained ? [' (', shortText(reason, MAX_LENGTH.reason), ')'] : [];
    return join([voterText(by), SIGNS[verdict], ...why]);
  });
  return join(names, ' · ');
}

function listed(
  votes: readonly Vote[],
  { speak }: Voice,
  tell: (vote: Vote) => RichText,
): RichText[] {
  const count = votes.length - MAX_NAMES;
  const more = count > 0 ? [speak('event-list-more', { count })] : [];
  return [...votes.slice(0, MAX_NAMES).map(tell), ...more];
}

function voterText({ name, id }: Decider): RichText {
  return shortText(name.trim() === '' ? id : name, MAX_LENGTH.who);
}

/** With at most one format: a message holds only so many, and there may be many votes. */
function shortText(text: string, units: number): RichText {
  const said = revealedLine(text.trim(), units);
  return said.spans.length > 1 ? styled(said, { type: 'code' }) : said;
}
