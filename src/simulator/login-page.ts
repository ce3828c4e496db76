// The page that asks people whether they log in to a website with Telegram, as oauth.telegram.org does: here it asks as
// whom. The website gets the signed answer behind the # of its address.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../runtime/clock.ts';
import { signedLogin } from './apps/signed-data.ts';
import { badRequest } from './protocol/refusal.ts';
import { respond } from './respond.ts';
import type { Person } from './world/model.ts';
import type { World } from './world/world.ts';

interface Deps {
  readonly world: Pick<World, 'bot' | 'people' | 'person'>;
  readonly token: string;
  readonly clock: Pick<Clock, 'now'>;
}

export type LoginPage = (request: IncomingMessage, response: ServerResponse, url: URL) => void;

const LOCAL = /^http:\/\/(127\.0\.0\.1|localhost)(:\d+)?$/;
const POLICY = "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'";

/** GET /auth?bot_id=…&origin=…&return_to=…; with `as` it answers as that person. */
export function createLoginPage({ world, token, clock }: Deps): LoginPage {
  return (request, response, url) => {
    request.resume();
    const query = url.searchParams;
    if (query.get('bot_id') !== String(world.bot.id)) badRequest('Bot domain invalid');
    const returnTo = addressIn(query);
    const person = world.person(Number(query.get('as')));
    if (person === undefined) return respond(response, 200, choice(url, world.people()));
    const login = JSON.stringify(signedLogin(person, clock.now(), token));
    returnTo.hash = `tgAuthResult=${Buffer.from(login).toString('base64url')}`;
    response.writeHead(302, { location: returnTo.href, 'cache-control': 'no-store' }).end();
  };
}

/** Of the website that asked, which may be on this machine only. */
function addressIn(query: URLSearchParams): URL {
  const origin = query.get('origin') ?? '';
  const given = query.get('return_to') ?? origin;
  const address = URL.canParse(given) ? new URL(given) : badRequest('return_to is no address');
  if (!LOCAL.test(origin) || address.origin !== origin) badRequest('origin is invalid');
  return address;
}

function choice(url: URL, people: readonly Person[]) {
  const items = people.map(({ id, firstName }) => {
    const query = new URLSearchParams([...url.searchParams, ['as', String(id)]]);
    return `<li><a href="/auth?${escaped(query.toString())}">${escaped(firstName)}</a></li>`;
  });
  const body = `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Log in with Telegram</title><link rel="stylesheet" href="/page/styles/base.css">
<main><h1>Log in as</h1><ul>${items.join('')}</ul></main></html>`;
  return {
    ...{ type: 'text/html; charset=utf-8', body },
    headers: { 'content-security-policy': POLICY },
  };
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
