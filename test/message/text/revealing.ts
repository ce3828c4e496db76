// Reads the marks of a revealed text back into what they stand for.
const NAMES =
  'NUL SOH STX ETX EOT ENQ ACK BEL BS HT LF VT FF CR SO SI DLE DC1 DC2 DC3 DC4 NAK SYN ETB CAN EM SUB ESC FS GS RS US'.split(
    ' ',
  );
const SIGNS: Readonly<Record<string, string>> = { '␠': ' ', '⇥': '\t', '⏎': '\n', DEL: '\x7f' };

export function unreveal(shown: string): string {
  return shown.replace(/⟨([^⟩ ]+)(?: × (\d+))?⟩/g, (_, what: string, count = '1') =>
    characterOf(what).repeat(Number(count)),
  );
}

function characterOf(what: string): string {
  if (what.startsWith('U+')) return String.fromCodePoint(Number.parseInt(what.slice(2), 16));
  return SIGNS[what] ?? String.fromCharCode(NAMES.indexOf(what));
}
