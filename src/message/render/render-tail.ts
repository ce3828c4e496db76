// A job's log: its state, as many of the newest lines as fit, and what can be done with it.

import { boldTitle, idText, instantSpan, shortId, type Voice } from '../locale/voice.ts';
import { proseLine } from '../markdown/prose-excerpt.ts';
import type { Button, Message } from '../message.ts';
import { type Notice, TAIL_ACTION } from '../notice.ts';
import { MESSAGE_LIMIT } from '../text/cut.ts';
import { middleOut } from '../text/middle-out.ts';
import { join, oneLine, plain, type RichText, styled } from '../text/rich-text.ts';
import { bytesText } from '../values/quantity-text.ts';

type TailNotice = Extract<Notice, { kind: 'tail' }>;
type LogFileNotice = Extract<Notice, { kind: 'log-file' }>;

/** Reserved for the line above the log. */
const STATUS_UNITS = 120;
const MAX_TITLE_UNITS = 60;
/** A longer line loses its middle: mostly, what happened is at its beginning or its end. */
const MAX_LINE_UNITS = 1_000;

export function renderTail(tail: TailNotice, voice: Voice): Message[] {
  const title = titleOf(tail, voice);
  const room = MESSAGE_LIMIT.units - title.text.length - STATUS_UNITS;
  const shown = newest(tail.lines, room);
  const status = statusOf(tail, shown.length, voice);
  const log = shown.join('\n');
  const block = log.trim() === '' ? [] : [styled({ text: log, spans: [] }, { type: 'pre' })];
  const buttons = buttonsOf(tail, voice);
  const body = join([title, status, ...block], '\n');
  return [{ body, silent: true, ...(buttons.length === 0 ? {} : { buttons }) }];
}

function titleOf({ jobId, title = '' }: TailNotice, { speak }: Voice): RichText {
  const named = proseLine(title, MAX_TITLE_UNITS);
  return boldTitle(
    named.text === ''
      ? speak('tail-title', { job: idText(jobId) })
      : speak('tail-titled', { title: named, job: shortId(jobId) }),
  );
}

/** What goes with the whole log as a file. */
export function renderLogFile({ jobId, state, sizeBytes }: LogFileNotice, voice: Voice): Message {
  const size = bytesText(sizeBytes, voice);
  const body = voice.speak(`log-file-${state}`, { job: idText(jobId), size });
  return { body, silent: true };
}

function buttonsOf(tail: TailNotice, { speak }: Voice): Button[][] {
  const { state, job, lines } = tail;
  const stop = { label: speak('look-button-stop').text, action: TAIL_ACTION.of('stop', job) };
  const full = { label: speak('tail-button-full').text, action: TAIL_ACTION.of('full', job) };
  switch (state) {
    case 'waiting':
    case 'live': {
      const pause = TAIL_ACTION.of('pause', job);
      const first = { label: speak('tail-button-pause').text, action: pause };
      return lines.length === 0
        ? [[first, stop]]
        : [
            [first, stop],
            [full, ...timesOf(tail, speak)],
          ];
    }
    case 'paused': {
      const resume = TAIL_ACTION.of('resume', job);
      return [[{ label: speak('tail-button-resume').text, action: resume }, stop], [full]];
    }
    case 'complete':
    case 'stopped':
      return lines.length === 0 ? [] : [[full]];
    case 'expired':
      return [[full]];
    case 'revoked':
      return [];
  }
}

/** Not while it is paused: then its lines stay as they are. */
function timesOf({ times, job }: TailNotice, speak: Voice['speak']): Button[] {
  if (times === undefined) return [];
  const other = times === 'short' ? 'long' : 'short';
  return [{ label: speak(`tail-button-${other}`).text, action: TAIL_ACTION.of(other, job) }];
}

/** As many of the newest lines as fit. A long one is shortened, so that it does not push out the others. */
function newest(lines: readonly string[], room: number): string[] {
  const shown: string[] = [];
  let left = room;
  for (const line of lines.toReversed()) {
    const text = middleOut(oneLine(plain(line)).text, MAX_LINE_UNITS);
    if (text.length > left) break;
    shown.unshift(text);
    left -= text.length + 1;
  }
  return shown;
}

function statusOf(tail: TailNotice, shown: number, voice: Voice): RichText {
  const { state, since, lines } = tail;
  const { speak } = voice;
  const all = lines.length;
  const at = new Date(since).toISOString();
  const counted = shown < all ? speak('tail-cut', { shown, all }) : speak('tail-lines', { all });
  const count = all === 0 ? undefined : counted;
  const key = state === 'complete' && all === 0 ? 'tail-complete-empty' : `tail-${state}`;
  return speak(key, { since: instantSpan(at, at, voice), count });
}
