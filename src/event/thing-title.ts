// Where the title of a thing (a feature request, a pull request) is kept: among the links between things, so that
// later events about the thing, or about what belongs to it, can be shown with it.
import { stableName } from './event-id.ts';

/** In UTF-16 units. */
const MAX_TITLE = 200;

/** The name under which the title is kept. It contains what the thing belongs to: others may use the same id. */
export function titleLinkOf(thing: string, belongsTo: string): string {
  return `title:${stableName(belongsTo, thing)}`;
}

/** As much of a title as is kept. */
export function keptTitle(title: string): string {
  // Not within a character.
  return title.slice(0, MAX_TITLE).replace(/[\ud800-\udbff]$/, '');
}

/** The name under which is kept what made a thing (the execution, of a pull request), where that belongs to another. */
export function madeByLink(thing: string): string {
  return `made-by:${thing}`;
}
