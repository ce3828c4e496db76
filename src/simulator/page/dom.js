// Builds elements from text, never from untrusted markup.

/**
 * An element. `props` are attributes; `on` holds listeners, `data` data attributes, `text` the text
 * content. Undefined, null and false leave an attribute out.
 */
export function el(tag, props = {}, ...children) {
  const { on = {}, data = {}, text, ...attributes } = props;
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) setAttribute(node, name, value);
  for (const [name, value] of Object.entries(data)) {
    if (value !== undefined) node.dataset[name] = String(value);
  }
  for (const [name, listener] of Object.entries(on)) node.addEventListener(name, listener);
  if (text !== undefined) node.textContent = text;
  node.append(...children.filter((child) => child !== undefined && child !== null));
  return node;
}

function setAttribute(node, name, value) {
  if (value === undefined || value === null || value === false) return;
  node.setAttribute(name, value === true ? '' : String(value));
}

/** The element with this id. */
export function byId(id) {
  return document.getElementById(id);
}

/** A round picture made of initials; the same id always has the same colour. */
export function avatar(name, id, size = 'medium') {
  const words = name.split(/[\s_-]+/).filter(Boolean);
  const initials = words
    .slice(0, 2)
    .map((word) => [...word][0])
    .join('');
  return el('span', {
    class: `avatar avatar-${size} hue-${hueOf(id)}`,
    'aria-hidden': 'true',
    text: initials.toUpperCase(),
  });
}

const GOLDEN = 0.618_033_988_7;

/** One of eight colours; consecutive ids get different ones. */
export function hueOf(id) {
  return Math.floor(((Math.abs(id) * GOLDEN) % 1) * 8);
}
