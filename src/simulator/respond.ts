// HTTP responses: JSON, and files of the page.
import type { ServerResponse } from 'node:http';

const SAFE_HEADERS = {
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
};

export function respondJson(response: ServerResponse, status: number, body: unknown): void {
  respond(response, status, { type: 'application/json', body: JSON.stringify(body) });
}

export interface ResponseContent {
  readonly type: string;
  readonly body: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

export function respond(response: ServerResponse, status: number, content: ResponseContent): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, {
    ...SAFE_HEADERS,
    ...content.headers,
    'content-type': content.type,
    'content-length': Buffer.byteLength(content.body),
  });
  response.end(content.body);
}
