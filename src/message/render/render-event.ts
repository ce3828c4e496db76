// One event alone, in full.
import type { CanonicalEvent } from '../../event/canonical-event.ts';
import { eventText } from '../events/event-text.ts';
import { boldTitle, shortId, type Voice } from '../locale/voice.ts';
import type { Message } from '../message.ts';
import type { Notice } from '../notice.ts';
import { fitToMessage } from '../text/cut.ts';
import { join, type RichText } from '../text/rich-text.ts';

export function renderEvent(
  { event, alert }: Extract<Notice, { kind: 'event' }>,
  voice: Voice,
): Message[] {
  const { heading, text } = eventText(event, voice);
  const lines = [boldTitle(heading), text, contextLine(event)].filter((line) => line.text !== '');
  return [{ body: fitToMessage(join(lines, '\n')), silent: !alert }];
}

/** Project, session and job, short. */
function contextLine({ projectId, sessionId, jobId }: CanonicalEvent): RichText {
  const ids = [projectId, sessionId, jobId].filter((id) => id !== undefined && id !== '');
  return join(
    ids.map((id) => shortId(id ?? '')),
    ' · ',
  );
}
