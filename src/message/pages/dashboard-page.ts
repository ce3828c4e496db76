// The pages of the dashboard that messages open. Where the dashboard is, the channel knows.
import type { Voice } from '../locale/voice.ts';
import type { Message } from '../message.ts';

/** A path with its query, percent-encoded. */
export type PagePath = string;

export const DASHBOARD_PAGES = { home: '/', jobs: '/jobs', approvals: '/approvals' } as const;

/** What has a page of its own. */
export interface PageSubject {
  readonly id?: string | undefined;
  readonly projectId?: string | undefined;
}

/** In characters; Telegram refuses a message if the address of one of its buttons is too long. */
const MAX_PATH = 800;
/** Addresses have another meaning for these, encoded or not. */
const DOTS = /^\.{1,2}$/;
const LONE_SURROGATE = /\p{Surrogate}/u;

/** `undefined` for what no address can name, or only one that is too long. */
export function jobPage(job: PageSubject): PagePath | undefined {
  return pageOf(DASHBOARD_PAGES.jobs, job);
}

/** The same for a request. */
export function approvalPage(request: PageSubject): PagePath | undefined {
  return pageOf(DASHBOARD_PAGES.approvals, request);
}

/** Events: of one project, or of all. */
export function searchPage(projectId?: string): PagePath | undefined {
  return pathOf('/search', undefined, projectId);
}

function pageOf(list: PagePath, { id = '', projectId }: PageSubject): PagePath | undefined {
  if (id === '' || DOTS.test(id)) return undefined;
  return pathOf(list, id, projectId);
}

function pathOf(list: PagePath, id?: string, projectId?: string): PagePath | undefined {
  const given = [id, projectId].filter((part) => part !== undefined);
  // Looked at first, because what can't be encoded makes the encoder throw.
  if (given.some((part) => part.length > MAX_PATH || LONE_SURROGATE.test(part))) return undefined;
  const name = id === undefined ? '' : `/${encodeURIComponent(id)}`;
  const query = projectId === undefined ? '' : `?project=${encodeURIComponent(projectId)}`;
  const path = `${list}${name}${query}`;
  return path.length > MAX_PATH ? undefined : path;
}

/** The part of a message that opens a page; nothing without a page. */
export function opening(
  path: PagePath | undefined,
  { speak }: Pick<Voice, 'speak'>,
): Pick<Message, 'opens'> {
  return path === undefined ? {} : { opens: { label: speak('dashboard-open').text, path } };
}
