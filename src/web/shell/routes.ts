// Which page has which address. A new page is one row here, and its path one in src/http/dashboard/dashboard.ts.
import type { FunctionComponent } from 'preact';
import type { ScopeName } from '../api/shapes.ts';
import { JobListPage } from '../pages/job-list-page.tsx';
import { NotFoundPage } from '../pages/not-found-page.tsx';

export interface PageProps {
  /** The last part of the path, decoded: of `/jobs/:id` the id; else empty. */
  readonly id: string;
}

export interface Page {
  /** `/jobs` or `/jobs/:id`. */
  readonly path: string;
  /** Key of its title. */
  readonly title: string;
  readonly component: FunctionComponent<PageProps>;
  /** In the navigation; for whom: everybody, those with a scope, or admins of all projects. */
  readonly nav?: ScopeName | 'all-projects';
}

export const PAGES: readonly Page[] = [
  { path: '/', title: 'page-home', component: JobListPage, nav: 'read' },
  { path: '/jobs', title: 'page-jobs', component: JobListPage, nav: 'read' },
];

const NOT_FOUND: Page = { path: '', title: 'page-not-found', component: NotFoundPage };

export interface Found extends PageProps {
  readonly page: Page;
}

export function pageAt(path: string): Found {
  for (const page of PAGES) {
    if (page.path === path) return { page, id: '' };
    const [prefix, isParam] = page.path.split(':id');
    const rest = path.slice(prefix?.length ?? 0);
    const isMatch = isParam !== undefined && path.startsWith(prefix ?? '') && /^[^/]+$/.test(rest);
    if (isMatch) return { page, id: decoded(rest) };
  }
  return { page: NOT_FOUND, id: '' };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
