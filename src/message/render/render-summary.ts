// What came while a chat was left alone, in at most two messages: what failed and what still waits, then how things
// ended. What is not named is counted.
import type { Approval } from '../../approvals/approval.ts';
import { requestHeadline, requestHeadlineText } from '../approvals/approval-headline.ts';
import { boldTitle, type Voice } from '../locale/voice.ts';
import type { Message } from '../message.ts';
import type { Notice } from '../notice.ts';
import { shorten } from '../text/cut.ts';
import { type Block, pack } from '../text/pack.ts';
import { EMPTY, join, type RichText } from '../text/rich-text.ts';
import { digestLine } from './digest-line.ts';

type Summary = Extract<Notice, { kind: 'summary' }>;

const MAX_MESSAGES = 2;
const MAX_WAITING = 20;
const LINE_UNITS = 90;

export function renderSummary(summary: Summary, voice: Voice): Message[] {
  const { failures, waiting, others, fixed } = summary;
  const whole = pack(blocksOf(summary, { isShort: false }, voice), MAX_MESSAGES);
  const isShort = whole.leftOut > 0;
  const { bodies, leftOut } = isShort
    ? pack(blocksOf(summary, { isShort }, voice), MAX_MESSAGES)
    : whole;
  const notes = [
    fixed > 0 ? voice.speak('summary-fixed', { count: fixed }) : EMPTY,
    others > 0 ? voice.speak('summary-others', { count: others }) : EMPTY,
    leftOut > 0 ? voice.speak('digest-more', { count: leftOut }) : EMPTY,
  ].filter(({ text }) => text !== '');
  return bodies.map((body, at) => {
    const isLast = at === bodies.length - 1;
    const all = isLast && notes.length > 0 ? join([body, '\n\n', join(notes, '\n')]) : body;
    const silent = at > 0 || failures.count + waiting.length === 0;
    return { body: all, silent, ...(isLast ? buttonOf(summary, leftOut, voice) : {}) };
  });
}

interface Layout {
  /** Each line is cut, however much it says. */
  readonly isShort: boolean;
}

function blocksOf(summary: Summary, layout: Layout, voice: Voice): Block[] {
  const { failures, waiting, results } = summary;
  const events = ({ count, newest }: Summary['failures']): Listed => ({
    count,
    lines: newest.map((titled) => digestLine(titled, { isUnderHeading: false, ...layout }, voice)),
    ...layout,
  });
  const requests = { count: waiting.length, lines: requestLines(waiting, voice), ...layout };
  const title = { heading: EMPTY, lines: [{ body: titleOf(summary, voice), events: 0 }] };
  const lists = [
    listed('failed', events(failures), voice),
    listed('waiting', requests, voice),
    listed('done', events(results), voice),
  ];
  return [title, ...lists.filter(({ lines }) => lines.length > 0)];
}

/** `While it was quiet: 3 failed · 2 waiting · 14 done`: what a locked screen shows. */
function titleOf({ failures, waiting, results }: Summary, { speak }: Voice): RichText {
  const counts = [
    ['failed', failures.count],
    ['waiting', waiting.length],
    ['done', results.count],
  ] as const;
  const parts = counts.flatMap(([what, count]) =>
    count === 0 ? [] : [speak(`summary-count-${what}`, { count })],
  );
  if (parts.length === 0) return boldTitle(speak('summary-title-news'));
  return boldTitle(speak('summary-title', { what: join(parts, ' · ') }));
}

interface Listed extends Layout {
  /** Of all that there are. */
  readonly count: number;
  readonly lines: readonly RichText[];
}

function listed(what: string, { count, lines, isShort }: Listed, { speak }: Voice): Block {
  const bodies = lines.map((body) => ({
    body: isShort ? shorten(body, LINE_UNITS) : body,
    events: 1,
  }));
  const rest = count - lines.length;
  const more = rest > 0 ? [{ body: speak('digest-more', { count: rest }), events: rest }] : [];
  return { heading: boldTitle(speak(`summary-${what}`, { count })), lines: [...bodies, ...more] };
}

function requestLines(waiting: readonly Approval[], voice: Voice): RichText[] {
  return waiting.slice(0, MAX_WAITING).map(({ request }) => {
    const headline = requestHeadlineText(requestHeadline(request, voice), voice);
    return voice.speak('summary-request', { request: headline });
  });
}

function buttonOf(
  { showAll, failures, results, others, fixed }: Summary,
  leftOut: number,
  { speak }: Voice,
): Pick<Message, 'buttons'> {
  const named = failures.newest.length + results.newest.length - leftOut;
  if (showAll === undefined || failures.count + results.count + others + fixed <= named) return {};
  return { buttons: [[{ label: speak('digest-show-all').text, action: showAll }]] };
}
