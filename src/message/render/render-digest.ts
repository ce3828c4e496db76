// Several events in as few messages as possible: a line for each job, results first; what does not fit is counted.
import type { CanonicalEvent } from '../../event/canonical-event.ts';
import { describe } from '../../event/event-types.ts';
import { nameOfId, type Voice } from '../locale/voice.ts';
import type { Message } from '../message.ts';
import type { Notice, TitledEvent } from '../notice.ts';
import { MESSAGE_LIMIT } from '../text/cut.ts';
import { type Block, type Packed, pack } from '../text/pack.ts';
import { EMPTY, join, type RichText } from '../text/rich-text.ts';
import { digestLine, type LineOptions } from './digest-line.ts';

type Digest = Extract<Notice, { kind: 'digest' }>;

/** What goes beyond is only counted. */
const MAX_MESSAGES = 4;
const LABEL_UNITS = 60;
/** UTF-16 units of lines that can't fit, also where a heading makes each of them half as long. */
const HOPELESS_UNITS = 2 * MAX_MESSAGES * MESSAGE_LIMIT.units;

/** A line to be, and the events that it stands for. */
interface Line {
  readonly titled: TitledEvent;
  /** Further events of its job that it counts. */
  readonly more: number;
  readonly rank: number;
}

export function renderDigest(digest: Digest, voice: Voice): Message[] {
  const all = linesOf(digest);
  const { bodies, leftOut } = fitMost(all, voice);
  const count = leftOut + digest.moreEvents;
  const hidden = all.reduce((sum, line) => sum + line.more, count);
  const closing = count === 0 ? undefined : voice.speak('digest-more', { count });
  return bodies.map((body, index) => {
    const isLast = index === bodies.length - 1;
    const blank = body.text === '' ? '' : '\n\n';
    return {
      body: isLast && closing !== undefined ? join([body, blank, closing]) : body,
      silent: index > 0 || !digest.alert,
      ...(isLast ? buttonOf(digest, hidden, voice) : {}),
    };
  });
}

function buttonOf({ showAll }: Digest, hidden: number, { speak }: Voice): Pick<Message, 'buttons'> {
  if (showAll === undefined || hidden === 0) return {};
  return { buttons: [[{ label: speak('digest-show-all').text, action: showAll }]] };
}

/** The most important first; else in journal order. What a group only counts is counted by its newest line. */
function linesOf({ groups }: Digest): Line[] {
  const lines = groups.flatMap(({ events, more }) =>
    events.map((titled, at) => ({
      titled,
      more: at === events.length - 1 ? more : 0,
      rank: rankOf(titled.event),
    })),
  );
  return lines.sort((a, b) => a.rank - b.rank);
}

/** Failures, results, what runs, news of sessions, of projects, and what belongs to nothing. */
function rankOf(event: CanonicalEvent): number {
  const { weight } = describe(event);
  if (weight === 'alert') return 0;
  if (weight === 'result') return event.type === 'job.canceled' ? 2 : 1;
  if (event.jobId !== undefined) return 3;
  if (event.sessionId !== undefined) return 4;
  return event.projectId === undefined ? 6 : 5;
}

/** All lines, or short ones, or as many of the short ones as fit, the most important first. */
function fitMost(lines: readonly Line[], voice: Voice): Packed {
  const bodyOf = createBodies(voice);
  const whole = { voice, bodyOf, isShort: false };
  if (mayFit(lines, whole) === lines.length) {
    const packed = layOut(lines, whole);
    if (packed.leftOut === 0) return packed;
  }
  const short = { voice, bodyOf, isShort: true };
  let [fits, tooMany] = [0, mayFit(lines, short) + 1];
  let best = layOut([], short);
  while (tooMany - fits > 1) {
    const count = Math.floor((fits + tooMany) / 2);
    const packed = layOut(lines.slice(0, count), short);
    if (packed.leftOut === 0) [fits, best] = [count, packed];
    else tooMany = count;
  }
  const leftOut = lines.slice(fits).reduce((sum, { more }) => sum + 1 + more, 0);
  return { bodies: best.bodies, leftOut };
}

interface Layout {
  readonly voice: Voice;
  readonly bodyOf: BodyOf;
  readonly isShort: boolean;
}

/** A line as text. */
type BodyOf = (line: Line, options: LineOptions) => RichText;

/** Each is written once, however often it is tried how many of them fit. */
function createBodies(voice: Voice): BodyOf {
  const written = new Map<string, Map<Line, RichText>>();
  return (line, options) => {
    const kind = `${options.isShort} ${options.isUnderHeading}`;
    const bodies = written.get(kind) ?? new Map<Line, RichText>();
    written.set(kind, bodies);
    const body = bodies.get(line) ?? lineText(line, options, voice);
    bodies.set(line, body);
    return body;
  };
}

/** How many of the lines are worth trying: more than that are too long by far, so they need not be written. */
function mayFit(lines: readonly Line[], { bodyOf, isShort }: Layout): number {
  let units = 0;
  const first = lines.findIndex((line) => {
    units += bodyOf(line, { isShort, isUnderHeading: false }).text.length;
    return units > HOPELESS_UNITS;
  });
  return first === -1 ? lines.length : first;
}

function layOut(lines: readonly Line[], layout: Layout): Packed {
  return pack(blocksOf(lines, layout), MAX_MESSAGES);
}

/** The lines of a session that has several are under its heading, where the first of them belongs. */
function blocksOf(lines: readonly Line[], { voice, bodyOf, isShort }: Layout): Block[] {
  const bySession = groupBySession(lines);
  const blocks: { heading: RichText; lines: { body: RichText; events: number }[] }[] = [];
  for (const line of lines) {
    const session = sessionOf(line);
    const own = session === '' ? [line] : (bySession.get(session) ?? []);
    const isUnderHeading = own.length > 1;
    if (isUnderHeading && own[0] !== line) continue;
    const shown = own.map((one) => {
      const body = bodyOf(one, { isShort, isUnderHeading });
      return { body, events: 1 + one.more };
    });
    const last = blocks.at(-1);
    if (!isUnderHeading && last?.heading === EMPTY) last.lines.push(...shown);
    else blocks.push({ heading: isUnderHeading ? headingOf(line, voice) : EMPTY, lines: shown });
  }
  return blocks;
}

function groupBySession(lines: readonly Line[]): ReadonlyMap<string, Line[]> {
  const sessions = new Map<string, Line[]>();
  for (const line of lines) {
    const session = sessionOf(line);
    const own = sessions.get(session);
    if (own === undefined) sessions.set(session, [line]);
    else own.push(line);
  }
  return sessions;
}

/** Empty for an event of no session. The same id in another project is another session. */
function sessionOf({ titled: { event } }: Line): string {
  return event.sessionId === undefined ? '' : `${event.sessionId}\n${event.projectId}`;
}

function headingOf({ titled: { event } }: Line, { speak }: Voice): RichText {
  const { projectId, sessionId = '' } = event;
  const label = nameOfId(sessionId, LABEL_UNITS);
  const project = projectId === undefined ? undefined : nameOfId(projectId, LABEL_UNITS);
  return speak('digest-group', { label, project });
}

function lineText({ titled, more }: Line, options: LineOptions, voice: Voice): RichText {
  const line = digestLine(titled, options, voice);
  return more === 0 ? line : voice.speak('digest-line', { line, count: more });
}
