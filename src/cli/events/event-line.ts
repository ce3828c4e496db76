// An event on one line of a terminal: time, type, project/session/job, and a summary.
import type { CanonicalEvent } from '../../event/canonical-event.ts';
import { redactEvent } from '../../message/render/redact-notice.ts';
import type { Redaction } from '../../redact/redaction.ts';
import { safe } from '../command/output.ts';
import { summaryOf } from './summary.ts';

const MAX_LENGTH = { id: 60, text: 120 } as const;

export function eventLine(event: CanonicalEvent, redaction: Redaction): string {
  const shown = redactEvent(event, redaction);
  const { time, type, projectId, sessionId, jobId } = shown;
  const about = [projectId, sessionId, jobId].map((id) => safe(id ?? '-', MAX_LENGTH.id)).join('/');
  return [time, safe(type, MAX_LENGTH.id), about, safe(messageIn(shown), MAX_LENGTH.text)]
    .join('  ')
    .trimEnd();
}

/** Events of a staged job have their text and stage outside of the data. */
function messageIn({ stage, data, extensions = {} }: CanonicalEvent): string {
  const { message } = extensions;
  const text = typeof message === 'string' && message !== '' ? message : summaryOf(data);
  return [stage, text].filter(Boolean).join(': ');
}
