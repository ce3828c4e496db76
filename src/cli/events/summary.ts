// What an event says, in a few words: the field that its reader looks for first, else all of them.
import type { JsonObject } from '../../event/canonical-event.ts';

const SUMMARY_FIELDS = [
  'message',
  'error',
  'error_message',
  'summary',
  'instruction',
  'action',
  'reason',
  'title',
  'narration',
  'last_action',
  'text',
  'status',
] as const;

/** May be long, and may hold anything: it is text from outside. */
export function summaryOf(data: JsonObject): string {
  const { tool, file } = data;
  if (typeof tool === 'string') return typeof file === 'string' ? `${tool} ${file}` : tool;
  const told = SUMMARY_FIELDS.map((name) => data[name]).find(
    (value) => typeof value === 'string' && value !== '',
  );
  if (typeof told === 'string') return told;
  return Object.keys(data).length === 0 ? '' : JSON.stringify(data);
}
