// A request in full as a text file, for requests that are too long for messages. Hidden characters are
// revealed; values are indented, so that none can pass for a heading.
import type { ApprovalRequest } from '../../approvals/approval.ts';
import type { JsonValue } from '../../event/canonical-event.ts';
import { idText, type Voice } from '../locale/voice.ts';
import type { Message } from '../message.ts';
import { reveal } from '../text/reveal.ts';
import { revealedContext } from './approval-context.ts';

const INDENT = '  ';
/** Of the file name, without its extension. */
const MAX_NAME_UNITS = 60;

export function requestFile(request: ApprovalRequest, voice: Voice): Message {
  const name = request.id.replace(/[^A-Za-z0-9._-]+/g, '-').slice(0, MAX_NAME_UNITS);
  return {
    body: voice.speak('approval-file', { id: idText(request.id) }),
    document: { name: `request-${name}.txt`, text: requestText(request, voice) },
    silent: true,
  };
}

function requestText(request: ApprovalRequest, { speak }: Voice): string {
  const { requestedBy } = request;
  const who = requestedBy === undefined ? [] : [requestedBy.name, requestedBy.id];
  const sections: readonly (readonly [key: string, value: string | undefined])[] = [
    ['action', request.action],
    ['stage', request.stage],
    ['scope', request.scope],
    ['reason', request.reason],
    ['requester', who.filter((part) => part !== undefined).join('\n')],
    ['project', request.projectId],
    ['session', request.sessionId],
    ['job', request.jobId],
  ];
  const { diff, ...context } = revealedContext(request.context);
  const fields = Object.entries(context).map(([name, value]) => `${name}: ${textOf(value)}`);
  const entries = [
    ...sections.map(([key, value = '']) => [key, reveal(value)] as const),
    ['context', fields.join('\n')] as const,
    ['diff', diff === undefined ? '' : textOf(diff)] as const,
  ];
  return entries
    .filter(([, value]) => value !== '')
    .map(([key, value]) => `${speak(`approval-file-${key}`).text}\n${indented(value)}\n`)
    .join('\n');
}

function textOf(value: JsonValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value, null, INDENT);
}

function indented(text: string): string {
  return INDENT + text.replaceAll('\n', `\n${INDENT}`);
}
