// JSON Schema of zod schemas, as OpenAPI 3.1 and AsyncAPI 3 embed it. Schemas with an id are written once, among the
// components.
import { z } from 'zod';
import { JobwireError } from '../../runtime/errors.ts';

export type Json = Readonly<Record<string, unknown>>;

/** What a document refers to by name. */
export interface Components {
  /** The JSON Schema of what a schema accepts (`input`), or of what comes out of it (`output`). */
  schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json;
  /** All named schemas so far, by name. */
  readonly named: Readonly<Record<string, Json>>;
}

const LOCAL = /^#\/(?:\$defs|definitions)\//;
const SHARED = '#/components/schemas/';

/** OpenAPI 3.1 embeds the draft 2020-12; AsyncAPI 3.0 is sure of draft 7 alone. */
type JsonSchemaDraft = 'draft-2020-12' | 'draft-7';

export function createComponents(target: JsonSchemaDraft = 'draft-2020-12'): Components {
  const named: Record<string, Json> = {};

  function keep(name: string, schema: Json): void {
    const known = named[name];
    if (known !== undefined && JSON.stringify(known) !== JSON.stringify(schema)) {
      throw new JobwireError('bug', `two schemas of a document are called ${name}`);
    }
    named[name] = schema;
  }

  return {
    named,
    schemaOf(schema, io) {
      // Only what is within another schema is written by its name.
      const { properties, ...written } = z.toJSONSchema(z.object({ schema }), {
        io,
        target,
        unrepresentable: 'any',
        override: ({ zodSchema, jsonSchema }) => {
          tidy(jsonSchema, io);
          // Of what is transformed, zod leaves out examples, which are of what is sent here.
          const { examples } = z.globalRegistry.get(zodSchema) ?? {};
          if (Array.isArray(examples)) jsonSchema.examples = examples;
        },
      });
      // Where they are depends on the draft.
      const definitions = Object.entries(Object(written.$defs ?? written.definitions ?? {}));
      for (const [name, definition] of definitions) keep(name, shared(definition));
      return shared(properties?.schema);
    },
  };
}

/** Points to the components of the document. */
function shared(schema: unknown): Json {
  return JSON.parse(JSON.stringify(schema), (key, value: unknown) =>
    key === '$ref' && typeof value === 'string' ? value.replace(LOCAL, SHARED) : value,
  );
}

function tidy(schema: z.core.JSONSchema.BaseSchema, io: 'input' | 'output'): void {
  // It says of a type that a program may not change it, which concerns no client.
  delete schema.readOnly;
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
  // Clients have to expect that an answer gets more fields.
  if (io === 'output' && schema.additionalProperties === false) delete schema.additionalProperties;
  if (typeof schema.id === 'string') delete schema.id;
}
