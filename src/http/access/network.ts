// From which network a request comes: its address, for IPv6 the /64 that a client usually has. However an address is
// written, its network has one name.
import { isIP } from 'node:net';
import type { FastifyRequest } from 'fastify';
import ipaddr from 'ipaddr.js';

/** `isProxied`: a proxy on this machine is trusted to name its client. */
export function networkOf({ headers, socket }: FastifyRequest, isProxied: boolean): string {
  const peer = socket.remoteAddress ?? '';
  const address = addressIn(peer);
  const forwarded = isProxied && address?.range() === 'loopback' ? lastOf(headers) : undefined;
  if (forwarded === undefined) return address === undefined ? peer : networkName(address);
  const client = addressIn(forwarded);
  // One name for all that can't be read, or each made-up text would be a network of its own; not that of the proxy
  // either, so that programs on this machine share nothing with them.
  return client === undefined ? UNREADABLE : networkName(client);
}

type Address = ReturnType<typeof ipaddr.process>;

const UNREADABLE = 'unreadable';
/** As some proxies write them. */
const WITH_PORT = /^(?:\[(?<ipv6>[^\]]+)\](?::\d{1,5})?|(?<ipv4>[\d.]+):\d{1,5})$/;

/** The last address is the one that the proxy itself has seen. */
function lastOf({ 'x-forwarded-for': header }: FastifyRequest['headers']): string | undefined {
  return [header].flat().at(-1)?.split(',').at(-1)?.trim();
}

/** IPv4 also where it is written as IPv6, as dual-stack sockets do. */
function addressIn(text: string): Address | undefined {
  const { ipv6, ipv4 } = WITH_PORT.exec(text)?.groups ?? {};
  const address = ipv6 ?? ipv4 ?? text;
  // Node is stricter: 010.1 and 0x7f.1 are no addresses.
  return isIP(address) === 0 ? undefined : ipaddr.process(address);
}

function networkName(address: Address): string {
  if (address instanceof ipaddr.IPv4) return address.toString();
  return ipaddr.IPv6.networkAddressFromCIDR(`${withoutZone(address)}/64`).toString();
}

/** A zone is the name of an interface of this machine. */
function withoutZone(address: Address): string {
  return ipaddr.fromByteArray(address.toByteArray()).toString();
}
