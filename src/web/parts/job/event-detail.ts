// The one thing to know about an event besides its heading, from the fields that producers use.
import type { ShownEvent } from '../../api/shapes.ts';

/** The first that says something. */
const TELLING = [
  'error',
  'error_message',
  'summary',
  'instruction',
  'task',
  'action',
  'narration',
  'last_action',
  'message',
  'text',
  'reason',
  'title',
  'name',
  'stage',
  'status',
];
const MAX_CHARACTERS = 600;

export function detailOf({ data }: Pick<ShownEvent, 'data'>): string {
  const tool = textIn(data, 'tool');
  if (tool !== '') return short([tool, textIn(data, 'file') || textIn(data, 'command')].join(' '));
  for (const field of TELLING) {
    const text = textIn(data, field);
    if (text !== '') return short(text);
  }
  return '';
}

function textIn(data: ShownEvent['data'], field: string): string {
  const value = data[field];
  return typeof value === 'string' ? value.trim() : '';
}

function short(text: string): string {
  const trimmed = text.trim();
  return trimmed.length <= MAX_CHARACTERS ? trimmed : `${trimmed.slice(0, MAX_CHARACTERS - 1)}…`;
}
