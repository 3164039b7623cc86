import ipaddr from 'ipaddr.js';

/** All that IANA gives out for use in the open Internet; the library takes `::192.0.2.1` for unicast as well. */
const GLOBAL_IPV6 = ipaddr.parseCIDR('2000::/3');

/** Whether the address is one of the open Internet: not of this machine, of a private network, nor one that tunnels there. */
export function isGlobalAddress(text: string): boolean {
  if (!ipaddr.isValid(text)) return false;
  const address = ipaddr.parse(text);
  return address.range() === 'unicast' && (address.kind() === 'ipv4' || address.match(GLOBAL_IPV6));
}
