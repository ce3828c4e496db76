// Web addresses as links. The label is the address itself, so that no link misleads.
import type { JsonValue } from '../../event/canonical-event.ts';
import { webAddress } from '../../event/web-address.ts';
import type { Voice } from '../locale/voice.ts';
import { join, type RichText, styled } from '../text/rich-text.ts';
import { isList, valueText } from './value-text.ts';

/** UTF-16 units of an address that are shown; its host is never shortened. */
const MAX_LABEL = 60;
const MIN_OF_PATH = 12;
const MAX_LINKS = 5;

/** A link for a web address; any other value is shown as text that can't be tapped. */
export function linkText(value: JsonValue | undefined, voice: Voice): RichText | undefined {
  const url = webAddress(value);
  if (url === undefined) return valueText(value, voice);
  return styled(labelOf(url), { type: 'link', url: url.href });
}

/** One per line; more than five are counted. */
export function linkLines(value: JsonValue | undefined, voice: Voice): RichText | undefined {
  const links = (isList(value) ? value : [value])
    .map((item) => linkText(item, voice))
    .filter((link) => link !== undefined);
  if (links.length === 0) return undefined;
  const count = links.length - MAX_LINKS;
  const more = count > 0 ? [voice.speak('event-list-more', { count })] : [];
  return join([...links.slice(0, MAX_LINKS), ...more], '\n');
}

/** Host and path; a long path loses its middle. */
function labelOf({ host, pathname, search, hash }: URL): string {
  const path = `${pathname}${search}${hash}`;
  if (path === '/') return host;
  const units = Math.max(MIN_OF_PATH, MAX_LABEL - host.length);
  if (path.length <= units) return `${host}${path}`;
  const end = Math.floor(units / 2);
  return `${host}${path.slice(0, units - end - 1)}…${path.slice(-end)}`;
}
