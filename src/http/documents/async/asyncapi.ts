// The AsyncAPI 3.0 document: the bus that others publish on and read decisions from, and the streams of the HTTP API.
import { sessionCookieName } from '../../access/cookie.ts';
import type { Formats } from '../formats.ts';
import { createComponents, type Json } from '../json-schema.ts';
import type { RecordedRoute } from '../recorded-routes.ts';
import { busChannels } from './bus-channels.ts';
import { channelJson, operationJson } from './channel.ts';
import { streamChannels } from './stream-channels.ts';

const DESCRIPTION = `Events of jobs, as five systems publish them on Redis and as jobwire streams them; and the decisions that it publishes. The other routes are in [openapi.json](openapi.json).

Event streams are Server-sent events: the name of a message is that of its event, where the description says that events have names; \`id\` resumes with \`Last-Event-ID\`. A stream that ends at once after \`retry:\` says when to come back. \`receive\` is what jobwire reads, \`send\` what it writes. Messages may have further fields.`;

export interface AsyncApiInput {
  readonly routes: readonly RecordedRoute[];
  readonly formats: Formats;
  /** The streams of logs, by job: a glob. */
  readonly logStreams: string;
  /** Where clients reach the server; absent: on this machine. */
  readonly url?: string;
}

export function asyncApiDocument({ routes, formats, logStreams, url }: AsyncApiInput): Json {
  const components = createComponents('draft-7');
  const channels = [...busChannels({ formats, logStreams }), ...streamChannels(routes, components)];
  const uses = channels.flatMap((channel) => channel.uses.map((use) => ({ channel, use })));
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'jobwire',
      version: '1',
      description: DESCRIPTION,
      license: { name: 'MIT' },
    },
    defaultContentType: 'application/json',
    servers: serversAt(url),
    channels: Object.fromEntries(
      channels.map((channel) => [channel.id, channelJson(channel, components)]),
    ),
    operations: Object.fromEntries(
      uses.map(({ channel, use }) => [use.id, operationJson(channel, use)]),
    ),
    components: { schemas: components.named, securitySchemes: securitySchemes(url ?? '/') },
  };
}

/** The address of Redis is nobody's business, nor is the folder of the files. */
function serversAt(url: string | undefined): Json {
  const own = url === undefined ? undefined : new URL(url);
  const pathname = own === undefined || own.pathname === '/' ? {} : { pathname: own.pathname };
  const isSecure = own?.protocol === 'https:';
  const reached = { ...hostOf(own?.host, '127.0.0.1:8080'), ...pathname };
  return {
    redis: {
      ...hostOf(undefined, '127.0.0.1:6379'),
      protocol: 'redis',
      description: 'The Redis in REDIS_URL.',
    },
    files: {
      host: 'localhost',
      protocol: 'file',
      description: 'The file system of the machine that jobwire runs on.',
    },
    http: { ...reached, protocol: isSecure ? 'https' : 'http', description: 'The HTTP API.' },
    websocket: { ...reached, protocol: isSecure ? 'wss' : 'ws', description: 'The same.' },
  };
}

function hostOf(host: string | undefined, usual: string): Json {
  return host === undefined
    ? { host: '{host}', variables: { host: { default: usual, description: 'Host and port.' } } }
    : { host };
}

function securitySchemes(url: string): Json {
  return {
    token: { type: 'http', scheme: 'bearer', description: 'A token with the scope `read`.' },
    cookie: {
      type: 'httpApiKey',
      in: 'cookie',
      name: sessionCookieName(url),
      description: 'The session of a browser.',
    },
    ticket: {
      type: 'httpApiKey',
      in: 'query',
      name: 'ticket',
      description: 'From POST /api/v1/tickets: it opens one stream or socket, once, within 30 s.',
    },
  };
}
