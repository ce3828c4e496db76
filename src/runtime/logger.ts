// Structured logs: one JSON line per entry on standard error, with a constant name and fields.
import { pino, stdTimeFunctions } from 'pino';
import { createMask } from './secret.ts';

/** The part of pino that the program uses: fields first, then the constant name of the event. */
export interface Logger {
  debug(fields: object, name: string): void;
  info(fields: object, name: string): void;
  warn(fields: object, name: string): void;
  error(fields: object, name: string): void;
  child(fields: object): Logger;
}

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

interface Options {
  readonly level: LogLevel;
  /** Replaced by `[secret]` wherever they occur in a line; a safety net behind the Secret type. */
  readonly secrets: readonly string[];
}

export function createLogger({ level, secrets }: Options): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      hooks: { streamWrite: createMask(secrets) },
    },
    process.stderr,
  );
}

/** Logs nothing, for components that are used on their own. */
export const silentLogger: Logger = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  child: () => silentLogger,
};
