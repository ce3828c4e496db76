// The address of the page: which page is shown, with which filters. Links inside the dashboard change it
// without loading anything.
import { signal } from '@preact/signals';

/** The current address. Read `address.value.searchParams` for filters. */
export const address = signal(new URL(location.href));

export function watchAddress(): void {
  addEventListener('popstate', sync);
  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (link === null || !isPlainClick(event) || !isInside(link)) return;
    event.preventDefault();
    navigate(link.href);
  });
}

/** Opens a page of the dashboard. `replace`: the back button skips the current address. */
export function navigate(to: string, { replace = false } = {}): void {
  const next = new URL(to, location.href);
  const isOtherPage = next.pathname !== location.pathname;
  if (replace) history.replaceState(null, '', next);
  else history.pushState(null, '', next);
  sync();
  if (isOtherPage) scrollTo(0, 0);
}

/** Sets filters in the address; an empty value removes one. */
export function setFilters(filters: Readonly<Record<string, string>>): void {
  const next = new URL(address.value);
  for (const [name, value] of Object.entries(filters)) {
    if (value === '') next.searchParams.delete(name);
    else next.searchParams.set(name, value);
  }
  navigate(next.href, { replace: true });
}

/** A path with a query, of which empty values are left out. */
export function pathWith(path: string, query: Readonly<Record<string, string | null | undefined>>) {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') params.set(name, value);
  }
  const text = params.toString();
  return text === '' ? path : `${path}?${text}`;
}

function sync(): void {
  address.value = new URL(location.href);
}

function isPlainClick(event: MouseEvent): boolean {
  const { defaultPrevented, button, metaKey, ctrlKey, shiftKey, altKey } = event;
  return !defaultPrevented && button === 0 && !metaKey && !ctrlKey && !shiftKey && !altKey;
}

/** Documents of the server, like /docs, are no pages of the dashboard. */
function isInside(link: HTMLAnchorElement): boolean {
  const isOurs = link.origin === location.origin && link.target === '';
  return (
    isOurs && !link.hasAttribute('data-outside') && !link.getAttribute('href')?.startsWith('#')
  );
}
