// The streams and sockets of the HTTP API, as the AsyncAPI document has them: made of the operations of their routes.
import { defined } from '../../../runtime/defined.ts';
import type { Components, Json } from '../json-schema.ts';
import type { StreamMessage } from '../operation.ts';
import type { RecordedRoute } from '../recorded-routes.ts';
import type { DocumentedChannel } from './channel.ts';

/** What a reader authenticates with; one of these is enough. */
export const SECURITY = ['token', 'cookie', 'ticket'] as const;

/** Those of the routes that stream. */
export function streamChannels(
  routes: readonly RecordedRoute[],
  components: Components,
): DocumentedChannel[] {
  return routes.flatMap((route) => {
    const { messages } = route.operation;
    return messages === undefined ? [] : [channelOf(route, messages, components)];
  });
}

function channelOf(
  { path, operation }: RecordedRoute,
  messages: readonly StreamMessage[],
  components: Components,
): DocumentedChannel {
  const isSocket = 101 in operation.answers;
  const query = operation.query && components.schemaOf(operation.query, 'input');
  const binding = { method: 'GET', ...defined({ query }) };
  return {
    id: operation.id,
    address: path,
    description: operation.description,
    server: isSocket ? 'websocket' : 'http',
    parameters: parametersOf(operation.path && components.schemaOf(operation.path, 'input')),
    ...(isSocket ? { bindings: { ws: { ...binding, bindingVersion: '0.1.0' } } } : {}),
    uses: [
      {
        id: operation.id,
        action: 'send',
        summary: operation.summary,
        messages,
        security: SECURITY.map((name) => ({ $ref: `#/components/securitySchemes/${name}` })),
        ...(isSocket ? {} : { bindings: { http: { ...binding, bindingVersion: '0.3.0' } } }),
      },
    ],
  };
}

function parametersOf(path: Json | undefined): Record<string, Json> {
  const properties = (path?.properties ?? {}) as Readonly<Record<string, Json>>;
  const parameters = Object.entries(properties).map(([name, { description, examples }]) => [
    name,
    defined({ description, examples }),
  ]);
  return Object.fromEntries(parameters);
}
