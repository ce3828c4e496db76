// A job's log: the newest whole lines that fit, and whether more will come.

import { boldTitle, idText, type Voice } from '../locale/voice.ts';
import type { Message } from '../message.ts';
import type { Notice } from '../notice.ts';
import { MESSAGE_LIMIT, shorten } from '../text/cut.ts';
import { join, oneLine, plain, type RichText, styled } from '../text/rich-text.ts';

type TailNotice = Extract<Notice, { kind: 'tail' }>;

/** Reserved for the line below the log. */
const FOOTER_UNITS = 120;

export function renderTail(tail: TailNotice, voice: Voice): Message[] {
  const title = boldTitle(voice.speak('tail-title', { job: idText(tail.jobId) }));
  const room = MESSAGE_LIMIT.units - title.text.length - FOOTER_UNITS;
  const shown = newest(tail.lines, room);
  const footer = footerOf(tail, shown.length, voice);
  const log = shown.join('\n');
  const block = log.trim() === '' ? [] : [styled({ text: log, spans: [] }, { type: 'pre' })];
  return [{ body: join([title, ...block, footer], '\n'), silent: true }];
}

/** As many of the newest lines as fit; a line longer than `room` is shortened. */
function newest(lines: readonly string[], room: number): string[] {
  const shown: string[] = [];
  let left = room;
  for (const line of lines.toReversed()) {
    const { text } = shorten(oneLine(plain(line)), room);
    if (text.length > left) break;
    shown.unshift(text);
    left -= text.length + 1;
  }
  return shown;
}

function footerOf({ state, lines }: TailNotice, shown: number, { speak }: Voice): RichText {
  if (state === 'waiting') return speak('tail-waiting');
  if (state === 'complete' && lines.length === 0) return speak('tail-complete-empty');
  const cut = shown < lines.length ? speak('tail-cut', { shown, all: lines.length }) : undefined;
  return speak(`tail-${state}`, { cut });
}
