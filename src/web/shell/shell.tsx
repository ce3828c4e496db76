// What is around every page: skip link, navigation, state of the connection, language, signing out.
import { useLayoutEffect, useRef } from 'preact/hooks';
import { has, isAdminOfAll, session, signOut } from '../api/session.ts';
import { address } from '../browser/location.ts';
import { chooseLanguage, LANGUAGES, shownLanguage, t } from '../locale/texts.ts';
import { SignInPage } from '../pages/sign-in-page.tsx';
import { ProblemNotice } from '../parts/notice.tsx';
import { PAGES, type Page, pageAt } from './routes.ts';
import { StatePill } from './state-pill.tsx';

export function Shell() {
  const { value } = session;
  switch (value.kind) {
    case 'starting':
      return (
        <main class="starting" aria-busy="true">
          {value.problem === undefined ? (
            <p>{t('loading')}</p>
          ) : (
            <ProblemNotice problem={value.problem} />
          )}
        </main>
      );
    case 'signed-out':
      return (
        <>
          <header class="top">
            <span class="brand">jobwire</span>
            <LanguageChoice />
          </header>
          <SignInPage />
        </>
      );
    case 'signed-in':
      return <SignedIn name={value.who.name} />;
  }
}

function SignedIn({ name }: { readonly name: string }) {
  const { pathname } = address.value;
  const { page, id } = pageAt(pathname);
  const main = useRef<HTMLElement>(null);
  const shown = useRef(pathname);
  const Component = page.component;
  const title = t(page.title);

  // Before the next key, which is meant for the new page.
  useLayoutEffect(() => {
    document.title = `${title} · jobwire`;
    // Whoever listens to the page hears the new one.
    if (shown.current !== pathname) main.current?.focus();
    shown.current = pathname;
  }, [pathname, title]);

  return (
    <>
      <a class="skip" href="#main">
        {t('skip')}
      </a>
      <header class="top">
        <a class="brand" href="/">
          jobwire
        </a>
        <Navigation current={page} />
        <StatePill />
      </header>
      <main id="main" tabIndex={-1} ref={main}>
        <Component key={pathname} id={id} />
      </main>
      <footer class="account">
        <LanguageChoice />
        <span class="who">
          {t('signed-in-as')} <bdi>{name}</bdi>
        </span>
        <button type="button" class="quiet" onClick={() => void signOut()}>
          {t('sign-out')}
        </button>
      </footer>
    </>
  );
}

function Navigation({ current }: { readonly current: Page }) {
  const shown = PAGES.filter(({ nav }) => {
    if (nav === undefined) return false;
    return nav === 'all-projects' ? isAdminOfAll() : has(nav);
  });
  const bar = useRef<HTMLElement>(null);
  // On a phone the bar is wider than the screen: the current page is in sight.
  useLayoutEffect(() => {
    bar.current
      ?.querySelector('[aria-current]')
      ?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [current]);
  return (
    <nav aria-label={t('navigation')} ref={bar}>
      <ul>
        {shown.map((page) => (
          <li key={page.path}>
            <a href={page.path} {...(isWithin(current, page) ? { 'aria-current': 'page' } : {})}>
              {t(page.title)}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** A job's page belongs to the jobs. */
function isWithin(current: Page, { path }: Page): boolean {
  return current.path === path || (path !== '/' && current.path.startsWith(`${path}/`));
}

function LanguageChoice() {
  return (
    <select
      class="language"
      aria-label={t('language')}
      value={shownLanguage.value}
      onChange={(event) => void chooseLanguage(event.currentTarget.value)}
    >
      {Object.entries(LANGUAGES).map(([code, { name }]) => (
        <option key={code} value={code} lang={code}>
          {name}
        </option>
      ))}
    </select>
  );
}
