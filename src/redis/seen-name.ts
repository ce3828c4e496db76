// The name under which an event is remembered as seen (`seen:<name>`).

/** On one line, whatever an id holds: the scripts read a batch line by line. */
export function seenName(repeatKey: string): string {
  return JSON.stringify(repeatKey);
}
