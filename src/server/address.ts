/** Where a request comes from, as the limits count it. @fastify/proxy-addr: what Fastify itself asks, and the socket door can too. */
import type { IncomingMessage } from 'node:http';
import { isIPv6 } from 'node:net';
import proxyAddress from '@fastify/proxy-addr';

export type AddressOf = (request: IncomingMessage) => string;

/** Behind these proxies, and only there, X-Forwarded-For counts: anybody can write one. */
export function addressBehind(trustedProxies: readonly string[]): AddressOf {
  const isTrusted = proxyAddress.compile([...trustedProxies]);
  // A connection that is gone already has no address.
  return (request) =>
    request.socket.remoteAddress === undefined ? '' : network(proxyAddress(request, isTrusted));
}

/** One customer's line has a /64 of IPv6, which is more addresses than anybody could count. */
function network(address: string): string {
  if (!isIPv6(address)) return address;
  const v4 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  return v4 ?? `${groupsOf(address).slice(0, 4).join(':')}::/64`;
}

/** The eight groups; `::` stands for those that are left out. */
function groupsOf(address: string): string[] {
  const [head = '', tail = ''] = (address.split('%')[0] ?? '').toLowerCase().split('::');
  const [first, last] = [head, tail].map((part) => part.split(':').filter((group) => group !== ''));
  const left = Array.from({ length: 8 - (first?.length ?? 0) - (last?.length ?? 0) }, () => '0');
  return [...(first ?? []), ...left, ...(last ?? [])].map((group) => group.replace(/^0+(?=.)/, ''));
}
