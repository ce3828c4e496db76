// The votes on a request: how many of how many, and whose.
import type { Approval, Decider, Vote } from '../../approvals/approval.ts';
import type { Voice } from '../locale/voice.ts';
import { revealedLine } from '../text/excerpt.ts';
import { EMPTY, join, type RichText, styled } from '../text/rich-text.ts';

/** UTF-16 units. */
const MAX_LENGTH = { who: 32, reason: 50 } as const;
const MAX_NAMES = 6;
const SIGNS = { approve: ' ✓', deny: ' ✗' } as const;

/** The votes that led to the outcome; none if something else settled it. */
export function decidingVotes({ votes, outcome }: Approval): Vote[] {
  const { by, status } = outcome ?? {};
  const verdict = status === 'approved' ? 'approve' : 'deny';
  const isTheirs = (vote: Vote) => vote.by.id === by?.id && vote.by.via === by.via;
  const agreeing = votes.filter((vote) => vote.verdict === verdict);
  return agreeing.some(isTheirs) ? agreeing : [];
}

/** Empty if one vote decides. After the outcome: the votes that did not lead to it. */
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

/** `Ana: looks good`, one line for each voter who gave a reason. */
export function reasonLines(votes: readonly Vote[], { speak }: Voice): RichText[] {
  return votes.slice(0, MAX_NAMES).flatMap(({ by, reason = '' }) => {
    if (reason.trim() === '') return [];
    const text = shortText(reason, MAX_LENGTH.reason);
    return [speak('approval-reason-of', { who: voterText(by), reason: text })];
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
  format: (vote: Vote) => RichText,
): RichText[] {
  const count = votes.length - MAX_NAMES;
  const more = count > 0 ? [speak('event-list-more', { count })] : [];
  return [...votes.slice(0, MAX_NAMES).map(format), ...more];
}

function voterText({ name, id }: Decider): RichText {
  return shortText(name.trim() === '' ? id : name, MAX_LENGTH.who);
}

/** With at most one span: a message holds only so many, and there may be many votes. */
function shortText(text: string, units: number): RichText {
  const line = revealedLine(text.trim(), units);
  return line.spans.length > 1 ? styled(line, { type: 'code' }) : line;
}
