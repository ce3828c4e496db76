// `stage_started` in the pipeline, `stage.started` everywhere else.

/** Keeps a connection alive; not an event. */
export const HEARTBEAT_TYPE = 'heartbeat';

/** The first underscore becomes a dot, unless the type already has a dot. */
export function readType(written: string): string {
  return written.includes('.') ? written : written.replace('_', '.');
}

/** The first dot becomes an underscore if that can be read back, so only if there is no other dot. */
export function writeType(type: string): string {
  const written = type.replace('.', '_');
  return readType(written) === type ? written : type;
}
