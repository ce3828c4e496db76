// The headings of events, out of the texts of the chats: one line a type, for lists of events on the web.

const HEADING = /^event-[\w-]+ = (.+)$/;
const TITLE = /^ {4}\.title = (.+)$/;

/** A heading that names fields of its event is replaced by the title beside it, as in a list of events. */
export function headingsIn(ftl) {
  const headings = [];
  let key;
  for (const line of ftl.split('\n')) {
    const heading = HEADING.exec(line)?.[1];
    if (heading !== undefined) {
      key = line.slice(0, line.indexOf(' ='));
      if (!heading.includes('{')) headings.push(`${key} = ${heading}`);
    }
    const title = TITLE.exec(line)?.[1];
    if (title !== undefined && key !== undefined) headings.push(`${key} = ${title}`);
    if (line.trim() === '') key = undefined;
  }
  return headings;
}
