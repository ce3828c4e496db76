// Standing approvals in words: what one would count for, what was approved together with a request, and the button
// that stops it.
import type { Approval, ApprovalRequest, StandingTerms } from '../../approvals/approval.ts';
import { instantSpan, type Voice } from '../locale/voice.ts';
import type { Button } from '../message.ts';
import { revealedCode, revealedLine } from '../text/excerpt.ts';
import { type RichText, styled } from '../text/rich-text.ts';

const MAX_UNITS = { pattern: 80, who: 32 } as const;
const UNITS = [
  { name: 'days', ms: 86_400_000 },
  { name: 'hours', ms: 3_600_000 },
  { name: 'minutes', ms: 60_000 },
] as const;

/** What the third button of a request does; empty where there is none. */
export function offerLines({ terms }: Pick<ApprovalRequest, 'terms'>, voice: Voice): RichText[] {
  const { standing } = terms;
  if (standing === undefined) return [];
  const time = forText(standing, voice);
  return [
    voice.speak(`standing-offer-${standing.scope}`, { time, action: likeText(standing, voice) }),
  ];
}

/** What the votes on a request gave, once it is settled. */
export function givenLines({ request, votes, outcome }: Approval, voice: Voice): RichText[] {
  const { standing } = request.terms;
  if (standing === undefined || outcome === undefined) return [];
  const giving = votes.filter(({ by, standing: given }) => given && by.via !== 'standing');
  return giving.map(({ by, at }) =>
    voice.speak(`standing-given-${standing.scope}`, {
      who: revealedLine(by.name.trim() || by.id, MAX_UNITS.who),
      action: likeText(standing, voice),
      until: instantSpan(
        new Date(Date.parse(at) + standing.forMs).toISOString(),
        request.requestedAt,
        voice,
      ),
    }),
  );
}

export function offerLabel(standing: StandingTerms, voice: Voice): string {
  return voice.speak(`standing-button-${standing.scope}`, { time: forText(standing, voice) }).text;
}

/** The action, or the pattern that it has to match. */
export function likeText({ pattern }: Pick<StandingTerms, 'pattern'>, voice: Voice): RichText {
  return pattern === undefined
    ? voice.speak('standing-same')
    : styled(revealedCode(pattern, MAX_UNITS.pattern), { type: 'code' });
}

/** `1 h`: in the largest unit without a remainder. */
function forText({ forMs }: Pick<StandingTerms, 'forMs'>, { speak }: Voice): RichText {
  const unit = UNITS.find(({ ms }) => forMs % ms === 0);
  if (unit === undefined) return speak('standing-seconds', { count: Math.round(forMs / 1_000) });
  return speak(`standing-${unit.name}`, { count: forMs / unit.ms });
}

const FORM = /^s:([A-Za-z0-9_-]{16,48}):([cl])$/;

/** What a button stops, and where it is: below a request that was decided so, or below the list. */
export interface StopAction {
  readonly id: string;
  readonly place: 'card' | 'list';
}

export function stopButton({ id, place }: StopAction, label: RichText): Button {
  return { label: label.text, action: `s:${id}:${place === 'card' ? 'c' : 'l'}` };
}

/** `undefined` for data of other buttons. */
export function readStop(data: string): StopAction | undefined {
  const [, id, letter] = FORM.exec(data) ?? [];
  return id === undefined ? undefined : { id, place: letter === 'c' ? 'card' : 'list' };
}
