// A short summary of an event: its most informative field, else all of its data.
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

/** Untrusted text of any length. */
export function summaryOf(data: JsonObject): string {
  const { tool, file } = data;
  if (typeof tool === 'string') return typeof file === 'string' ? `${tool} ${file}` : tool;
  const text = SUMMARY_FIELDS.map((name) => data[name]).find(
    (value) => typeof value === 'string' && value !== '',
  );
  if (typeof text === 'string') return text;
  return Object.keys(data).length === 0 ? '' : JSON.stringify(data);
}
