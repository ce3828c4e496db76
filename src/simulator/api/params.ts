// Reads a call's parameters as the Bot API does: JSON or text, numbers or digits.
import type { ApiObject } from '../protocol/bot-objects.ts';
import { badRequest } from '../protocol/refusal.ts';

export interface UploadedFile {
  readonly name: string;
  readonly mimeType: string;
  readonly sizeBytes: number;
}

export interface Params {
  readonly raw: ApiObject;
  has(name: string): boolean;
  /** Empty when absent. */
  text(name: string): string;
  /** `undefined` if absent or no integer. */
  integer(name: string): number | undefined;
  flag(name: string): boolean;
  /** An object or list, given as JSON or as its text; `what` names it in the refusal. */
  json(name: string, what: string): unknown;
  file(name: string): UploadedFile | undefined;
}

export function createParams(
  raw: ApiObject,
  files: ReadonlyMap<string, UploadedFile> = new Map(),
): Params {
  function text(name: string): string {
    const value = raw[name];
    if (value === undefined || value === null) return '';
    return typeof value === 'object' ? JSON.stringify(value) : String(value);
  }

  return {
    raw,
    has: (name) => text(name) !== '',
    text,
    integer(name) {
      const value = text(name).trim();
      return /^-?\d{1,16}$/.test(value) ? Number(value) : undefined;
    },
    flag: (name) => ['true', '1', 'yes', 't', 'y'].includes(text(name).toLowerCase()),
    json(name, what) {
      const value = raw[name];
      if (typeof value !== 'string') return value ?? undefined;
      if (value === '') return undefined;
      try {
        return JSON.parse(value);
      } catch {
        return badRequest(`can't parse ${what} JSON object`);
      }
    },
    file(name) {
      const value = text(name);
      return files.get(value.startsWith('attach://') ? value.slice(9) : name);
    },
  };
}

/** An object that is no list. */
export function asObject(value: unknown): ApiObject | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return value as ApiObject;
}
