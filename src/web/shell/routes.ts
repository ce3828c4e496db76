// Which page has which address. A new page is one row here, and its path one in src/http/dashboard/dashboard.ts.
import type { FunctionComponent } from 'preact';
import { has, isAdminOfAll } from '../api/session.ts';
import type { ScopeName } from '../api/shapes.ts';
import { ApprovalPage } from '../pages/approval-page.tsx';
import { ApprovalsPage } from '../pages/approvals-page.tsx';
import { ChartsPage } from '../pages/charts-page.tsx';
import { HomePage } from '../pages/home-page.tsx';
import { JobListPage } from '../pages/job-list-page.tsx';
import { JobPage } from '../pages/job-page.tsx';
import { LettersPage } from '../pages/letters-page.tsx';
import { NotFoundPage } from '../pages/not-found-page.tsx';
import { PeoplePage } from '../pages/people-page.tsx';
import { SearchPage } from '../pages/search-page.tsx';
import { StandingPage } from '../pages/standing-page.tsx';
import { TokensPage } from '../pages/tokens-page.tsx';
import type { PageProps } from '../parts/page-props.ts';

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
  { path: '/', title: 'page-home', component: HomePage, nav: 'read' },
  { path: '/jobs', title: 'page-jobs', component: JobListPage, nav: 'read' },
  { path: '/jobs/:id', title: 'page-job', component: JobPage },
  { path: '/approvals', title: 'page-approvals', component: ApprovalsPage, nav: 'read' },
  { path: '/approvals/:id', title: 'page-approval', component: ApprovalPage },
  { path: '/search', title: 'page-search', component: SearchPage, nav: 'read' },
  { path: '/charts', title: 'page-charts', component: ChartsPage, nav: 'read' },
  { path: '/standing', title: 'page-standing', component: StandingPage, nav: 'read' },
  { path: '/letters', title: 'page-letters', component: LettersPage, nav: 'all-projects' },
  { path: '/people', title: 'page-people', component: PeoplePage, nav: 'admin' },
  { path: '/tokens', title: 'page-tokens', component: TokensPage, nav: 'all-projects' },
];

const NOT_FOUND: Page = { path: '', title: 'page-not-found', component: NotFoundPage };

interface Found extends PageProps {
  readonly page: Page;
}

export function pageAt(path: string): Found {
  for (const page of PAGES) {
    if (page.path === path) return { page: isOpen(page) ? page : NOT_FOUND, id: '' };
    const [prefix, isParam] = page.path.split(':id');
    const rest = path.slice(prefix?.length ?? 0);
    const isMatch = isParam !== undefined && path.startsWith(prefix ?? '') && /^[^/]+$/.test(rest);
    if (isMatch) return { page, id: decoded(rest) };
  }
  return { page: NOT_FOUND, id: '' };
}

/** What somebody may not see does not exist for them. */
function isOpen({ nav }: Page): boolean {
  if (nav === undefined) return true;
  return nav === 'all-projects' ? isAdminOfAll() : has(nav);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
