// How long an id may be, wherever it comes from: of an event, a job, a session, a project, a request.

/** In UTF-16 units. */
export const MAX_ID = 512;

/** Whether it can be an id that people write: not empty, and on one line. */
export function isWritableId(text: string): boolean {
  return text.length <= MAX_ID && /^\P{Cc}+$/u.test(text);
}
