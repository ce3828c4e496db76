// Requests that ask to upgrade to an unsupported protocol, which a server may ignore (RFC 9110, 7.8). Node detaches
// such a connection from HTTP; this reattaches it. Java's HTTP client asks for HTTP/2 in this way with each first
// request.
import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';

interface Connection {
  readonly socket: Socket;
  /** What followed the headers of the request. */
  readonly head: Buffer;
}

export function serveWithoutUpgrade(
  server: Server,
  request: IncomingMessage,
  { socket, head }: Connection,
): void {
  socket.unshift(Buffer.concat([Buffer.from(headWithoutUpgrade(request), 'latin1'), head]));
  server.emit('connection', socket);
}

function headWithoutUpgrade({ method, url, httpVersion, rawHeaders }: IncomingMessage): string {
  const lines = [`${method} ${url} HTTP/${httpVersion}`];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? '';
    const value = withoutUpgrade(name.toLowerCase(), rawHeaders[index + 1] ?? '');
    if (value !== '') lines.push(`${name}: ${value}`);
  }
  return `${lines.join('\r\n')}\r\n\r\n`;
}

function withoutUpgrade(name: string, value: string): string {
  if (name === 'upgrade' || name === 'http2-settings') return '';
  if (name !== 'connection') return value;
  const options = value.split(',').map((option) => option.trim());
  return options.filter((option) => !/^(upgrade|http2-settings)$/i.test(option)).join(', ');
}
