// Renders text with its entities as elements. Everything is inserted as text.
import { el } from './dom.js';
import { exactly, formatted } from './times.js';

const SIMPLE = {
  bold: 'strong',
  italic: 'em',
  underline: 'u',
  strikethrough: 's',
  code: 'code',
  mention: 'span',
  hashtag: 'span',
  bot_command: 'span',
};

/** `onCommand` is called with a command tapped in the text. */
export function richText({ text, entities }, onCommand) {
  const root = { start: 0, end: text.length, children: [] };
  const open = [root];
  for (const entity of [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length)) {
    const node = { entity, start: entity.offset, end: entity.offset + entity.length, children: [] };
    while (open.at(-1) !== root && open.at(-1).end < node.end) open.pop();
    open.at(-1).children.push(node);
    open.push(node);
  }
  const fragment = document.createDocumentFragment();
  fragment.append(...contentOf(root, text, onCommand));
  return fragment;
}

const BLOCKS = new Set(['pre', 'blockquote', 'expandable_blockquote']);

function contentOf(node, text, onCommand) {
  const parts = [];
  let at = node.start;
  for (const child of node.children) {
    const isBlock = BLOCKS.has(child.entity.type);
    if (child.start > at) parts.push(withoutFinalNewline(text.slice(at, child.start), isBlock));
    parts.push(elementOf(child, text, onCommand));
    at = Math.max(at, child.end);
    if (isBlock && text[at] === '\n') at += 1;
  }
  if (node.end > at) parts.push(text.slice(at, node.end));
  return parts;
}

/** A block starts on a line of its own, so the line end before it is dropped. */
function withoutFinalNewline(part, isBlock) {
  return isBlock && part.endsWith('\n') ? part.slice(0, -1) : part;
}

function elementOf(node, text, onCommand) {
  const { entity } = node;
  const own = text.slice(node.start, node.end);
  const content = contentOf(node, text, onCommand);
  switch (entity.type) {
    case 'pre':
      return block(entity, content);
    case 'blockquote':
      return el('blockquote', {}, ...content);
    case 'expandable_blockquote':
      return el('details', { class: 'quote' }, el('summary', {}, ...content));
    case 'spoiler':
      return spoiler(content);
    case 'text_link':
      return link(entity.url, content);
    case 'url':
      return link(own, content);
    case 'date_time':
      return instant(entity, content);
    case 'bot_command':
      return command(own, onCommand);
    default:
      return el(SIMPLE[entity.type] ?? 'span', { class: `entity-${entity.type}` }, ...content);
  }
}

function block({ language }, content) {
  return el('pre', { data: { language } }, el('code', {}, ...content));
}

function link(url, content) {
  const isSafe = /^(https?|tg):/i.test(url);
  return el(
    'a',
    { href: isSafe ? url : undefined, title: url, target: '_blank', rel: 'noreferrer noopener' },
    ...content,
  );
}

function instant({ unix_time, date_time_format }, content) {
  const shown = formatted(unix_time, date_time_format);
  const time = el('time', {
    datetime: new Date(unix_time * 1_000).toISOString(),
    title: exactly(unix_time * 1_000),
  });
  time.append(...(shown === undefined ? content : [shown]));
  return time;
}

function command(text, onCommand) {
  if (onCommand === undefined) return el('span', { class: 'command', text });
  return el('button', {
    type: 'button',
    class: 'command',
    dir: 'ltr',
    text,
    on: { click: () => onCommand(text) },
  });
}

function spoiler(content) {
  const button = el('button', {
    type: 'button',
    class: 'spoiler',
    'aria-label': 'Show what is hidden',
  });
  button.append(...content);
  button.addEventListener('click', () => button.classList.add('shown'));
  return button;
}
