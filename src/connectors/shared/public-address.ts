import { BlockList, isIP } from 'node:net';

/**
 * Which addresses an outgoing webhook may reach. An operator types the URL, but whoever can edit it could otherwise make
 * this machine knock on its own network or on a cloud's metadata service. Ranges: IANA special-purpose registries for
 * IPv4 and IPv6, read 2026-11-21.
 */
const RESERVED = new BlockList();
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const) {
  RESERVED.addSubnet(network, bits, 'ipv4');
}
for (const [network, bits] of [
  ['::', 127],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const) {
  RESERVED.addSubnet(network, bits, 'ipv6');
}
/** Addresses that carry an IPv4 address inside: mapped, translated (NAT64) and 6to4. */
const CARRIERS_OF_V4 = new BlockList();
CARRIERS_OF_V4.addSubnet('::ffff:0:0', 96, 'ipv6');
CARRIERS_OF_V4.addSubnet('64:ff9b::', 96, 'ipv6');
CARRIERS_OF_V4.addSubnet('2002::', 16, 'ipv6');

/** True only for an address of the public internet; anything that is not an IP address is not public. */
export function isPublicAddress(address: string): boolean {
  const bare = address.replace(/^\[|\]$/g, '').replace(/%.*$/, '');
  switch (isIP(bare)) {
    case 4:
      return !RESERVED.check(bare, 'ipv4');
    case 6:
      // A public address behind a carrier is possible but never needed here, so all of them are refused.
      return !RESERVED.check(bare, 'ipv6') && !CARRIERS_OF_V4.check(bare, 'ipv6');
    default:
      return false;
  }
}
