// Checks text and entities as Telegram does: cleaned, trimmed, within 4,096 characters, with every
// entity on character boundaries.
import type { Entity } from '../protocol/bot-objects.ts';
import { byPosition, overlap, withFoundEntities } from '../protocol/find-entities.ts';
import { badRequest } from '../protocol/refusal.ts';
import { checkEntities } from './check-entities.ts';
import type { Params } from './params.ts';

export interface CheckedText {
  readonly text: string;
  readonly entities: readonly Entity[];
}

const MAX_BYTES = 32_768;
const MAX_CHARACTERS = 4_096;
const MAX_ENTITIES = 100;
/** A text with nothing visible. */
const INVISIBLE = /^[\s\p{Default_Ignorable_Code_Point}]*$/u;
/** Nothing inside these entities is formatted. */
const PLAIN_INSIDE = new Set(['code', 'pre']);

/** `text` and `entities` of a message. Refuses what Telegram refuses. */
export function checkText(params: Params): CheckedText {
  const checked = checkFormatted(params, { text: 'text', entities: 'entities' });
  if (INVISIBLE.test(checked.text)) badRequest('message text is empty');
  if ([...checked.text].length > MAX_CHARACTERS) badRequest('message is too long');
  return checked;
}

const MAX_CAPTION = 1_024;

/** `caption` and `caption_entities` of a document; may be empty. */
export function checkCaption(params: Params): CheckedText {
  const checked = checkFormatted(params, { text: 'caption', entities: 'caption_entities' });
  if ([...checked.text].length > MAX_CAPTION) badRequest('message caption is too long');
  return checked;
}

interface Names {
  readonly text: string;
  readonly entities: string;
}

function checkFormatted(params: Params, names: Names): CheckedText {
  const raw = params.text(names.text);
  if (/\p{Surrogate}/u.test(raw)) badRequest('text must be encoded in UTF-8');
  if (Buffer.byteLength(raw) > MAX_BYTES) badRequest('text is too long');
  refuseMarkup(params, raw);
  const given = checkEntities(params.json(names.entities, 'entities'), raw);
  const { text, entities } = trim(clean({ text: raw, entities: given }));
  const kept = entities.filter(({ length }) => length > 0).sort(byPosition);
  const outermost = kept.filter(
    (one) => !kept.some((other) => other !== one && isOpaque(other, one) && overlap(other, one)),
  );
  return { text, entities: withFoundEntities(text, outermost).slice(0, MAX_ENTITIES) };
}

function isOpaque(outer: Entity, inner: Entity): boolean {
  return PLAIN_INSIDE.has(outer.type) && byPosition(outer, inner) <= 0;
}

/** Markup in strings is not simulated; text without any passes. */
function refuseMarkup(params: Params, text: string): void {
  const mode = params.text('parse_mode').toLowerCase();
  if (mode === '') return;
  if (!['html', 'markdown', 'markdownv2'].includes(mode)) badRequest('unsupported parse_mode');
  if (!/[<>&_*[\]()~`#+\-=|{}.!\\]/.test(text)) return;
  badRequest("can't parse entities: the simulator takes text with entities, no markup");
}

/** Control characters become spaces; carriage returns and direction marks are removed. */
function clean({ text, entities }: CheckedText): CheckedText {
  const dropped = /[\r\u2028-\u202e]/;
  if (!dropped.test(text)) return { text: withSpaces(text), entities };
  const offsets: number[] = [];
  let kept = '';
  for (const unit of text.split('')) {
    offsets.push(kept.length);
    if (!dropped.test(unit)) kept += unit;
  }
  offsets.push(kept.length);
  const moved = entities.map((entity) => {
    const offset = offsets[entity.offset] ?? 0;
    return { ...entity, offset, length: (offsets[entity.offset + entity.length] ?? 0) - offset };
  });
  return { text: withSpaces(kept), entities: moved };
}

function withSpaces(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it searches for these
  return text.replace(/[\u0000-\u0009\u000b-\u001f]/g, ' ');
}

/** Removes spaces and line ends at the end, and at the beginning up to the first entity. */
function trim({ text, entities }: CheckedText): CheckedText {
  const ended = text.replace(/[ \n]+$/, '');
  const firstEntity = Math.min(ended.length, ...entities.map(({ offset }) => offset));
  const spaces = /^[ \n]*/.exec(ended)?.[0].length ?? 0;
  const cut = Math.min(spaces, firstEntity);
  const moved = entities.map((entity) => {
    const end = Math.min(entity.offset + entity.length, ended.length);
    const offset = entity.offset - cut;
    return { ...entity, offset, length: Math.max(0, end - cut - offset) };
  });
  return { text: ended.slice(cut), entities: moved };
}
