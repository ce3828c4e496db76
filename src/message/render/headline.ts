// The first line of a message, which a locked screen shows: state, what the job is for, project.
import type { CanonicalEvent } from '../../event/canonical-event.ts';
import { describe } from '../../event/event-types.ts';
import { withoutIsolates } from '../locale/isolate.ts';
import { boldTitle, nameOfId, shortId, type Voice } from '../locale/voice.ts';
import { proseLine } from '../markdown/prose-excerpt.ts';
import type { TitledEvent } from '../notice.ts';
import { shorten, slice } from '../text/cut.ts';
import { EMPTY, join, plain, type RichText } from '../text/rich-text.ts';

/** UTF-16 units that a locked screen shows. */
const LINE_UNITS = 60;
const MAX_PROJECT = 24;
/** So much of a title is shown however long the state and the project are. */
const MIN_TITLE = 12;
/** Of a title that stands alone. */
const MAX_TITLE = 200;
const ICON = /^[^\p{L}\p{N}\s]+\s/u;

export interface Headline {
  /** `✅ Add rate limiting done`. */
  readonly state: RichText;
  /** `acme/gateway`; empty if unknown. */
  readonly project: RichText;
  /** The title on one line; empty if unknown. */
  readonly title: string;
  /** Whether the line has all of it. */
  readonly isWhole: boolean;
}

/** `heading` is the event's own, which the line is made of where the state has no words for a title. */
export function headlineFor(
  { event, title = '' }: TitledEvent,
  heading: RichText,
  voice: Voice,
): Headline {
  const project = projectText(event.projectId);
  const about = proseLine(title, MAX_TITLE);
  if (about.text === '') return { state: heading, project, title: '', isWhole: true };
  const frame = titled(event, { heading, title: plain('') }, voice);
  const separator = project.text === '' ? 0 : ' · '.length;
  const room = LINE_UNITS - frame.text.length - separator - project.text.length;
  const shown = shorten(about, Math.max(MIN_TITLE, room));
  const state = titled(event, { heading, title: shown }, voice);
  return { state, project, title: about.text, isWhole: shown === about };
}

/** The whole line; state and title are bold, or nothing is. */
export function headlineText(
  { state, project }: Headline,
  { isBold = true }: { readonly isBold?: boolean } = {},
): RichText {
  const first = isBold ? boldTitle(state) : withoutBold(state);
  return project.text === '' ? first : join([first, ' · ', project]);
}

/** What is known of something in a list where nothing says what it is for. */
export function namelessId({ event, title = '' }: TitledEvent): RichText[] {
  const id = event.jobId ?? event.sessionId;
  return title !== '' || id === undefined ? [] : [shortId(id)];
}

function withoutBold({ text, spans }: RichText): RichText {
  return { text, spans: spans.filter(({ type }) => type !== 'bold') };
}

/** The text without a line that only repeats the title, whole or cut; the others stay as they are. */
export function withoutTitle(text: RichText, { title }: Headline): RichText {
  if (title === '') return text;
  const kept: { from: number; to: number }[] = [];
  for (const { 0: line, index } of text.text.matchAll(/[^\n]+/g)) {
    if (repeats(withoutIsolates(line.trim()), title)) continue;
    const last = kept.at(-1);
    const to = index + line.length;
    if (last !== undefined && text.text.slice(last.to, index).trim() === '') last.to = to;
    else kept.push({ from: index, to });
  }
  return join(
    kept.map(({ from, to }) => slice(text, from, to)),
    '\n',
  );
}

function repeats(line: string, title: string): boolean {
  if (!line.endsWith('…')) return line === title;
  return line.length > 1 && title.startsWith(line.slice(0, -1));
}

function projectText(projectId: string | undefined): RichText {
  return projectId === undefined ? EMPTY : nameOfId(projectId, MAX_PROJECT);
}

interface Parts {
  readonly heading: RichText;
  readonly title: RichText;
}

/** `✅ <title> done` where the locale has words for the state, else `<icon> <title>: <heading>`. */
function titled(event: CanonicalEvent, { heading, title }: Parts, voice: Voice): RichText {
  const key = stateKey(event);
  if (key !== undefined && voice.has(key)) return voice.speak(key, { title });
  const units = ICON.exec(heading.text)?.[0].length ?? 0;
  const state = slice(heading, units, heading.text.length);
  return join([slice(heading, 0, units), voice.speak('headline-other', { title, state })]);
}

function stateKey(event: CanonicalEvent): string | undefined {
  const { known, failure } = describe(event);
  if (!known) return undefined;
  const key = `headline-${event.type.replaceAll('.', '-')}`;
  return failure && !key.endsWith('-failed') ? `${key}-failed` : key;
}
