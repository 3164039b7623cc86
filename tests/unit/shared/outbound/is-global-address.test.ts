import * as fc from 'fast-check';
import { isGlobalAddress } from '#shared/outbound/is-global-address.ts';

test.each(['8.8.8.8', '1.1.1.1', '223.255.255.254', '192.0.1.1', '2606:4700::1111', '2a00:1450:4001::200e', '2600::1'])(
  '%s is an address of the open Internet',
  (address) => expect(isGlobalAddress(address)).toBe(true),
);

test.each(
  (
    '0.0.0.0 0.1.2.3 10.0.0.1 100.64.0.1 100.127.255.255 127.0.0.1 127.255.255.255 169.254.169.254 ' +
    '172.16.0.1 172.31.255.255 192.0.0.1 192.0.2.1 192.88.99.1 192.168.1.1 198.18.0.1 198.19.255.255 ' +
    '198.51.100.1 203.0.113.1 224.0.0.1 240.0.0.1 255.255.255.255 :: ::1 ::8.8.8.8 ::ffff:8.8.8.8 ' +
    '::ffff:127.0.0.1 ::ffff:0:8.8.8.8 64:ff9b::8.8.8.8 64:ff9b:1::1 100::1 2001::1 2001:db8::1 2001:2::1 ' +
    '2001:10::1 2001:20::1 2002:7f00:1:: 2002:808:808:: 3fff::1 4000::1 5f00::1 fc00::1 fd12::1 fe80::1 ' +
    'fe80::1%eth0 fec0::1 fd00:ec2::254 ff02::1 localhost 8.8.8.8.8'
  ).split(' '),
)('%j is none', (address) => expect(isGlobalAddress(address)).toBe(false));

const octet = fc.integer({ min: 0, max: 255 });

test('no IPv4 address becomes global by being written as one of IPv6', () => {
  const forms = fc.constantFrom('::', '::ffff:', '::ffff:0:', '64:ff9b::');
  fc.assert(
    fc.property(fc.tuple(octet, octet, octet, octet), forms, (octets, form) => {
      expect(isGlobalAddress(`${form}${octets.join('.')}`)).toBe(false);
    }),
  );
});

test('no IPv6 address outside of 2000::/3 is global', () => {
  fc.assert(
    fc.property(fc.ipV6(), (address) => {
      const first = Number.parseInt(address.split(':')[0] || '0', 16);
      fc.pre(first < 0x2000 || first > 0x3fff);
      expect(isGlobalAddress(address)).toBe(false);
    }),
  );
});
