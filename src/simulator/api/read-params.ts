// Reads the parameters of a call from its query and its JSON, form or multipart body.
import type { IncomingMessage } from 'node:http';
import { badRequest, refuse } from '../protocol/refusal.ts';
import { asObject, createParams, type Params, type UploadedFile } from './params.ts';

const MAX_BODY_BYTES = 50 * 1024 * 1024;

export async function readParams(
  request: IncomingMessage,
  query: URLSearchParams,
): Promise<Params> {
  const fromQuery = Object.fromEntries(query);
  const body = await readBody(request, MAX_BODY_BYTES);
  const type = request.headers['content-type'] ?? '';
  if (body.length === 0) return createParams(fromQuery);
  if (type.startsWith('application/json')) {
    return createParams({ ...fromQuery, ...parseJson(body) });
  }
  if (type.startsWith('application/x-www-form-urlencoded')) {
    const form = new URLSearchParams(body.toString('utf8'));
    return createParams({ ...fromQuery, ...Object.fromEntries(form) });
  }
  if (type.startsWith('multipart/form-data')) return await readMultipart(body, type, fromQuery);
  return createParams(fromQuery);
}

/** Refuses larger bodies with 413. */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) refuse(413, 'Request Entity Too Large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function parseJson(body: Buffer) {
  try {
    return asObject(JSON.parse(body.toString('utf8'))) ?? badRequest('object expected as body');
  } catch {
    return badRequest("can't parse JSON object");
  }
}

async function readMultipart(
  body: Buffer,
  type: string,
  fromQuery: Record<string, string>,
): Promise<Params> {
  const spaced = new Uint8Array(withSpacedHeaders(body, type));
  const form = await new Response(spaced, { headers: { 'content-type': type } })
    .formData()
    .catch(() => badRequest("can't parse multipart body"));
  const fields: Record<string, string> = { ...fromQuery };
  const files = new Map<string, UploadedFile>();
  for (const [name, value] of form) {
    if (typeof value === 'string') fields[name] = value;
    else files.set(name, { name: value.name, mimeType: value.type, sizeBytes: value.size });
  }
  return createParams(fields, files);
}

/** Telegram accepts part headers without blanks and quotes, as clients write them; this parser does not. */
function withSpacedHeaders(body: Buffer, type: string): Buffer {
  const boundary = /boundary=("?)([^";]+)\1/.exec(type)?.[2];
  if (boundary === undefined) return body;
  const parts = body.toString('latin1').split(`--${boundary}\r\n`);
  const heads = parts.map((part) =>
    part.replace(
      /^content-disposition: ?form-data; ?(name="[^"\r\n]*")(?:; ?filename="?([^"\r\n]*)"?)?/i,
      (_, name: string, file: string | undefined) =>
        `content-disposition: form-data; ${name}${file === undefined ? '' : `; filename="${file}"`}`,
    ),
  );
  return Buffer.from(heads.join(`--${boundary}\r\n`), 'latin1');
}
