// A web address as a link. The label is the address itself, so that no link misleads.
import { type RichText, styled } from './rich-text.ts';

/** UTF-16 units of an address that are shown; its host is never shortened. */
const MAX_LABEL = 60;
const MIN_OF_PATH = 12;

/** `url` as `webAddress` returns it. */
export function addressLink(url: URL): RichText {
  return styled(labelOf(url), { type: 'link', url: url.href });
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
