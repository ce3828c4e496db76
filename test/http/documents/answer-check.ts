// Compares answers of the running server with what its OpenAPI document promises. It is stricter than
// the document, which allows further fields: one that it does not name is an error here.
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';

export interface Seen {
  readonly method: string;
  /** With its query. */
  readonly url: string;
  readonly response: Response;
}

interface Media {
  readonly schema?: object;
}
interface AnswerOf {
  readonly $ref?: string;
  readonly content?: Readonly<Record<string, Media>>;
}
interface OperationOf {
  readonly operationId: string;
  readonly responses: Readonly<Record<string, AnswerOf>>;
}
export interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, OperationOf>>>>;
  readonly components: { readonly responses: Readonly<Record<string, AnswerOf>> };
}

export interface AnswerCheck {
  /** What is wrong with an answer; reads a copy of its body, if that is JSON. `undefined`: nothing. */
  problemOf(seen: Seen): Promise<string | undefined>;
  /** `listJobs 200` for each answer that was compared. */
  readonly compared: ReadonlySet<string>;
}

/** By dialects and routes: servers with the same have the same document, which takes its time to make. */
const CHECKS = new WeakMap<object, Map<string, Promise<AnswerCheck>>>();

export function answerCheckOf(
  url: string,
  { dialects, routes }: { readonly dialects: object; readonly routes: readonly string[] },
): Promise<AnswerCheck> {
  const ofDialects = CHECKS.get(dialects) ?? new Map<string, Promise<AnswerCheck>>();
  CHECKS.set(dialects, ofDialects);
  const key = routes.join('\n');
  const known = ofDialects.get(key) ?? readDocument(url).then(createCheck);
  ofDialects.set(key, known);
  return known;
}

async function readDocument(url: string): Promise<OpenApi> {
  return (await fetch(`${url}/openapi.json`)).json() as Promise<OpenApi>;
}

const JSON_TYPE = /^application\/(?:\w+\+)?json\b/;

function createCheck(document: OpenApi): AnswerCheck {
  const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
  ajv.addSchema(closed(document), 'openapi');
  const compared = new Set<string>();
  const compiled = new Map<string, ValidateFunction>();
  const operations = Object.entries(document.paths).map(([path, methods]) => ({
    form: new RegExp(`^${path.replace(/[.]/g, '\\.').replace(/\{\w+\}/g, '[^/]+')}$`),
    path,
    methods,
  }));

  function validatorAt(pointer: readonly string[]): ValidateFunction {
    const key = pointer.map((part) => part.replaceAll('~', '~0').replaceAll('/', '~1')).join('/');
    const known = compiled.get(key) ?? ajv.compile({ $ref: `openapi#/${encodeURI(key)}` });
    compiled.set(key, known);
    return known;
  }

  function promised({ method, url, response }: Seen) {
    const { pathname } = new URL(url);
    // A path without parameters comes first: `/api/v1/events` is not `/api/v1/{id}`.
    const found = operations.filter(({ form }) => form.test(pathname));
    const [best] = found.sort((a, b) => a.path.split('{').length - b.path.split('{').length);
    const operation = best?.methods[method.toLowerCase()];
    if (best === undefined || operation === undefined) return undefined;
    const status = String(response.status);
    const answer = operation.responses[status];
    const name = answer?.$ref?.split('/').at(-1);
    return {
      operation: operation.operationId,
      answer: name === undefined ? answer : document.components.responses[name],
      pointer:
        name === undefined
          ? ['paths', best.path, method.toLowerCase(), 'responses', status]
          : ['components', 'responses', name],
    };
  }

  return {
    compared,
    async problemOf(seen) {
      const { method, url, response } = seen;
      const found = promised(seen);
      // Methods and paths that there are not are answered by no operation.
      if (found === undefined) return undefined;
      const { operation, answer, pointer } = found;
      const at = `${method} ${url} (${operation}) answered ${response.status}`;
      if (answer === undefined) return `${at}, which the document does not name`;
      compared.add(`${operation} ${response.status}`);
      const type = response.headers.get('content-type')?.split(';')[0] ?? '';
      const { content = {} } = answer;
      if (Object.keys(content).length === 0) return undefined;
      if (content[type] === undefined) {
        return `${at} as "${type}"; the document has ${Object.keys(content).join(', ')}`;
      }
      if (!JSON_TYPE.test(type) || content[type].schema === undefined) return undefined;
      const body: unknown = await response.clone().json();
      const validate = validatorAt([...pointer, 'content', type, 'schema']);
      if (validate(body)) return undefined;
      const reasons = ajv.errorsText(validate.errors, { separator: '\n  ' });
      return `${at}, unlike the document:\n  ${reasons}\n  ${JSON.stringify(body).slice(0, 2_000)}`;
    },
  };
}

/** With no other fields than those that are named, except where any are allowed in so many words. */
function closed(document: OpenApi): object {
  return JSON.parse(JSON.stringify(document), (_key, value: unknown) => {
    const isOpen =
      typeof value === 'object' &&
      value !== null &&
      'properties' in value &&
      'type' in value &&
      value.type === 'object' &&
      !('additionalProperties' in value);
    return isOpen ? { ...value, additionalProperties: false } : value;
  });
}
