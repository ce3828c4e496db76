// The parts of an AsyncAPI 3.0 document of which its channels consist.
import type { Components, Json } from '../json-schema.ts';
import type { StreamMessage } from '../operation.ts';

/** A place where messages are, and what is done with them. */
export interface DocumentedChannel {
  /** In the document alone. */
  readonly id: string;
  readonly address: string;
  readonly description: string;
  readonly server: 'redis' | 'files' | 'http' | 'websocket';
  /** The placeholders in its address, by name. */
  readonly parameters: Readonly<Record<string, Json>>;
  readonly bindings?: Json;
  readonly uses: readonly Use[];
}

/** From the side of jobwire: it receives what others send. */
export interface Use {
  readonly id: string;
  readonly action: 'send' | 'receive';
  readonly summary: string;
  readonly messages: readonly StreamMessage[];
  readonly bindings?: Json;
  readonly security?: readonly Json[];
}

export function channelJson(channel: DocumentedChannel, components: Components): Json {
  const { address, description, server, parameters, bindings, uses } = channel;
  const io = (action: Use['action']) => (action === 'send' ? 'output' : 'input');
  const messages = uses.flatMap(({ action, messages: own }) =>
    own.map((message) => [message.name, messageJson(message, components, io(action))] as const),
  );
  return {
    address,
    description,
    servers: [{ $ref: `#/servers/${server}` }],
    ...(Object.keys(parameters).length === 0 ? {} : { parameters }),
    ...(bindings === undefined ? {} : { bindings }),
    messages: Object.fromEntries(messages),
  };
}

export function operationJson({ id: channel }: DocumentedChannel, use: Use): Json {
  const { action, summary, messages, bindings, security } = use;
  const at = `#/channels/${channel}`;
  return {
    action,
    channel: { $ref: at },
    summary,
    messages: messages.map(({ name }) => ({ $ref: `${at}/messages/${name}` })),
    ...(bindings === undefined ? {} : { bindings }),
    ...(security === undefined ? {} : { security }),
  };
}

function messageJson(
  { name, summary, payload }: StreamMessage,
  components: Components,
  io: 'input' | 'output',
): Json {
  const { examples, ...schema } = components.schemaOf(payload, io);
  const payloads = Array.isArray(examples) ? examples : [];
  return {
    name,
    summary,
    contentType: 'application/json',
    payload: schema,
    ...(payloads.length === 0 ? {} : { examples: payloads.map((each) => ({ payload: each })) }),
  };
}
