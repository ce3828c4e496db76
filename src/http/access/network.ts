// From which network a request comes: its address, for IPv6 the /64 that a client usually has.
import { isIP } from 'node:net';
import type { FastifyRequest } from 'fastify';

/** `isProxied`: a proxy on this machine is trusted to name its client. */
export function networkOf(request: FastifyRequest, isProxied: boolean): string {
  return wholeNetwork(addressOf(request, isProxied));
}

/** The client as seen by a proxy on this machine, if there is one; else the peer of the connection. */
function addressOf({ headers, socket }: FastifyRequest, isProxied: boolean): string {
  const address = plain(socket.remoteAddress ?? '');
  if (!isProxied || !isLoopback(address)) return address;
  const [last = ''] = [headers['x-forwarded-for']].flat().slice(-1);
  const forwarded = plain(last.split(',').at(-1)?.trim() ?? '');
  return isIP(forwarded) === 0 ? address : forwarded;
}

function isLoopback(address: string): boolean {
  return address === '::1' || address.startsWith('127.');
}

/** IPv4 addresses without the IPv6 prefix that dual-stack sockets add. */
function plain(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '');
}

/** In IPv6, a client usually has a whole /64. */
function wholeNetwork(address: string): string {
  if (isIP(address) !== 6) return address;
  const [front = '', back] = address.split('%')[0]?.split('::') ?? [];
  const parts = front === '' ? [] : front.split(':');
  const ending = back === undefined || back === '' ? [] : back.split(':');
  const zeros = back === undefined ? 0 : Math.max(0, 8 - parts.length - ending.length);
  const whole = [...parts, ...Array<string>(zeros).fill('0'), ...ending];
  return whole
    .slice(0, 4)
    .map((part) => Number.parseInt(part, 16).toString(16))
    .join(':');
}
