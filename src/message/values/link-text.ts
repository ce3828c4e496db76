// Web addresses in values as links.
import type { JsonValue } from '../../event/canonical-event.ts';
import { webAddress } from '../../event/web-address.ts';
import type { Voice } from '../locale/voice.ts';
import { addressLink } from '../text/address-link.ts';
import { join, type RichText } from '../text/rich-text.ts';
import { isList, valueText } from './value-text.ts';

const MAX_LINKS = 5;

/** A link for a web address; any other value is shown as text that can't be tapped. */
export function linkText(value: JsonValue | undefined, voice: Voice): RichText | undefined {
  const url = webAddress(value);
  if (url === undefined) return valueText(value, voice);
  return addressLink(url);
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
