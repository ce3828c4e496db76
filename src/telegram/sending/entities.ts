// Spans of a text as Telegram's message entities.
import type { MessageEntity } from 'grammy/types';
import type { RichText, Span } from '../../message/text/rich-text.ts';

/** Telegram silently drops any more. */
export const ENTITY_LIMIT = 100;

/** At most 100 entities, ordered by offset; empty spans and those outside the text are left out. */
export function entitiesOf({ text, spans }: RichText): MessageEntity[] {
  return spans
    .filter(({ offset, length }) => offset >= 0 && length > 0 && offset + length <= text.length)
    .sort((a, b) => a.offset - b.offset || b.length - a.length)
    .slice(0, ENTITY_LIMIT)
    .map((span) => entityOf(span, text));
}

function entityOf(span: Span, text: string): MessageEntity {
  const { offset, length } = span;
  switch (span.type) {
    case 'bold':
    case 'italic':
    case 'strikethrough':
    case 'code':
      return { type: span.type, offset, length };
    case 'pre':
      return span.language === undefined
        ? { type: 'pre', offset, length }
        : { type: 'pre', offset, length, language: span.language };
    case 'quote':
      return { type: 'blockquote', offset, length };
    case 'expandable':
      return { type: 'expandable_blockquote', offset, length };
    case 'link':
      return { type: 'text_link', offset, length, url: span.url };
    case 'time':
      return {
        type: 'date_time',
        offset,
        length,
        unix_time: span.unixSeconds,
        date_time_format: span.isToday ? 't' : 'dt',
      };
    case 'mention': {
      // Telegram reads only the id.
      const first_name = text.slice(offset, offset + length);
      return {
        type: 'text_mention',
        offset,
        length,
        user: { id: span.userId, is_bot: false, first_name },
      };
    }
  }
}
