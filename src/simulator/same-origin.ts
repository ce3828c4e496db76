// Who may use the page and its JSON: this machine's browser showing our own page, and programs on
// this machine; no website, not even one whose name was pointed at 127.0.0.1.
import type { IncomingMessage } from 'node:http';

/** Why this request is refused; `undefined` when it may pass. */
export function refusalOfForeign(request: IncomingMessage, port: number): string | undefined {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  const { host, origin } = request.headers;
  if (host === undefined || !hosts.includes(host)) {
    return `Unknown host. Expected ${hosts.join(' or ')}.`;
  }
  if (origin !== undefined && origin !== `http://${host}`) {
    return 'Another origin asks. Only the page of the simulator itself may.';
  }
  return isForeignFetch(request) ? 'Another site asks. Open the page itself.' : undefined;
}

/** Following a link to the page is fine; reading it from another site is not. */
function isForeignFetch({ headers, url }: IncomingMessage): boolean {
  const site = headers['sec-fetch-site'];
  if (site === undefined || site === 'same-origin' || site === 'none') return false;
  return !(url === '/' && headers['sec-fetch-mode'] === 'navigate');
}
