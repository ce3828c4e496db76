// Admits only the page itself in a browser on this machine, and programs on this machine; no website,
// not even one whose name resolves to 127.0.0.1.
import type { IncomingMessage } from 'node:http';

/** Why this request is refused; `undefined` if it may pass. */
export function foreignRefusal(request: IncomingMessage, port: number): string | undefined {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  const { host, origin } = request.headers;
  if (host === undefined || !hosts.includes(host)) {
    return `Unknown host. Expected ${hosts.join(' or ')}.`;
  }
  if (origin !== undefined && origin !== `http://${host}`) {
    return 'Refused for another origin. Only the page of the simulator itself may ask.';
  }
  return isForeignFetch(request) ? 'Refused for another site. Open the page itself.' : undefined;
}

/** The chat page, and the page of logins, which websites open. */
const MAY_BE_OPENED = /^\/$|^\/auth\?/;

/** Following a link to the page is fine; reading it from another site is not. */
function isForeignFetch({ headers, url }: IncomingMessage): boolean {
  const site = headers['sec-fetch-site'];
  if (site === undefined || site === 'same-origin' || site === 'none') return false;
  return !(MAY_BE_OPENED.test(url ?? '') && headers['sec-fetch-mode'] === 'navigate');
}
