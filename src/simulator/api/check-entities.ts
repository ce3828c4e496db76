// Checks the entities that a bot sends: known kinds, inside the text, on character boundaries.
import type { Entity } from '../protocol/bot-objects.ts';
import { badRequest } from '../protocol/refusal.ts';
import { asObject } from './params.ts';

const FORMATS = new Set([
  'bold',
  'italic',
  'underline',
  'strikethrough',
  'spoiler',
  'blockquote',
  'expandable_blockquote',
  'code',
  'pre',
  'text_link',
  'text_mention',
  'custom_emoji',
  'date_time',
]);
/** Telegram finds these itself and ignores given ones. */
const FOUND = new Set([
  'mention',
  'hashtag',
  'cashtag',
  'bot_command',
  'url',
  'email',
  'phone_number',
  'bank_card_number',
]);
const DATE_TIME_FORMAT = /^(r|w?[dD]?[tT]?)$/;

/** Returns the valid entities; refuses the list if one is malformed. `text` is the text as given. */
export function checkEntities(list: unknown, text: string): readonly Entity[] {
  if (list === undefined) return [];
  if (!Array.isArray(list)) badRequest("can't parse entities: Expected an Array of MessageEntity");
  return list.flatMap((given: unknown) => {
    const entity = asObject(given) ?? badRequest("can't parse MessageEntity: Expected an Object");
    return checkEntity(entity as unknown as Entity, text);
  });
}

function checkEntity(entity: Entity, text: string): Entity[] {
  if (FOUND.has(entity.type)) return [];
  if (!FORMATS.has(entity.type)) {
    badRequest("can't parse MessageEntity: Unsupported type specified");
  }
  checkRange(entity, text);
  if (entity.type === 'text_link' && !isLink(entity.url)) return [];
  if (entity.type === 'date_time') checkDateTime(entity);
  return [entity];
}

function checkRange({ offset, length }: Entity, text: string): void {
  if (!Number.isInteger(offset) || !Number.isInteger(length) || offset < 0 || length < 0) {
    badRequest('receive an entity with incorrect offset/length');
  }
  const end = offset + length;
  if (end > text.length) {
    badRequest(
      `entity beginning at UTF-16 offset ${offset} ends after the end of the text at UTF-16 offset ${text.length}`,
    );
  }
  if (cutsCharacter(text, offset)) {
    badRequest(
      `entity begins in a middle of a UTF-16 symbol at byte offset ${bytes(text, offset)}`,
    );
  }
  if (cutsCharacter(text, end)) {
    badRequest(
      `entity beginning at UTF-16 offset ${offset} ends in a middle of a UTF-16 symbol at byte offset ${bytes(text, end)}`,
    );
  }
}

function cutsCharacter(text: string, at: number): boolean {
  const before = text.charCodeAt(at - 1);
  const after = text.charCodeAt(at);
  return before >= 0xd800 && before <= 0xdbff && after >= 0xdc00 && after <= 0xdfff;
}

function bytes(text: string, at: number): number {
  return Buffer.byteLength(text.slice(0, at - 1));
}

function checkDateTime({ unix_time, date_time_format = '' }: Entity): void {
  if (!Number.isInteger(unix_time) || !DATE_TIME_FORMAT.test(date_time_format)) {
    badRequest("can't parse MessageEntity: invalid date_time");
  }
}

/** A link that Telegram opens; others are silently dropped. */
export function isLink(url: unknown): boolean {
  if (typeof url !== 'string') return false;
  const full = /^[a-z][a-z0-9+.-]*:/i.test(url) ? url : `http://${url}`;
  if (!URL.canParse(full)) return false;
  const { protocol, hostname } = new URL(full);
  if (protocol === 'tg:' || protocol === 'ton:') return true;
  return /^https?:$/.test(protocol) && (hostname.includes('.') || hostname === 'localhost');
}
