// Finds what Telegram finds in a text by itself: commands, mentions, links, hashtags, addresses.
import type { Entity } from './bot-objects.ts';

const PATTERNS: readonly { readonly type: string; readonly pattern: RegExp }[] = [
  { type: 'url', pattern: /\bhttps?:\/\/[^\s<>"']*[^\s<>"'.,;:!?)\]]/giu },
  { type: 'email', pattern: /(?<![\w.+-])[\w.+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}\b/giu },
  {
    type: 'bot_command',
    pattern: /(?<![\w/<>])\/[a-z0-9_]{1,64}(?:@[a-z0-9_]{3,32})?(?![\w/])/giu,
  },
  { type: 'mention', pattern: /(?<![\w@/])@[a-z][a-z0-9_]{3,31}\b/giu },
  { type: 'hashtag', pattern: /(?<![\p{L}\p{N}_#&])#(?=[\p{N}_]*\p{L})[\p{L}\p{N}_]{1,255}/gu },
];

/** Nothing is searched inside these. */
const OPAQUE = new Set(['code', 'pre', 'text_link', 'text_mention', 'url', 'email', 'date_time']);

/** `given` and what is found in the rest of the text, by position. */
export function withFoundEntities(text: string, given: readonly Entity[]): readonly Entity[] {
  const all = [...given];
  for (const { type, pattern } of PATTERNS) {
    for (const match of text.matchAll(pattern)) {
      const found = { type, offset: match.index, length: match[0].length };
      if (!all.some((other) => hides(other) && overlap(other, found))) all.push(found);
    }
  }
  return all.sort(byPosition);
}

/** Outer before inner, left before right. */
export function byPosition(a: Entity, b: Entity): number {
  return a.offset - b.offset || b.length - a.length;
}

export function overlap(a: Entity, b: Entity): boolean {
  return a.offset < b.offset + b.length && b.offset < a.offset + a.length;
}

function hides(entity: Entity): boolean {
  return OPAQUE.has(entity.type) || PATTERNS.some(({ type }) => type === entity.type);
}
