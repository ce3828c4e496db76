// `stage_started` as the pipeline writes it, `stage.started` as everybody else reads it.

/** Keeps a connection alive, and is no event. */
export const HEARTBEAT_TYPE = 'heartbeat';

/** The first underscore becomes a dot; a type that has a dot already is taken as it is. */
export function readType(written: string): string {
  return written.includes('.') ? written : written.replace('_', '.');
}

/** The first dot becomes an underscore where that can be read back, so with one dot and no more. */
export function writeType(type: string): string {
  const written = type.replace('.', '_');
  return readType(written) === type ? written : type;
}
