import { portNumber } from '../../../../operator/console/port-number.ts';

test.each([
  ['0', 0],
  ['4177', 4177],
  ['65535', 65_535],
])('the port %s is taken as it is', (text, port) => {
  expect(portNumber(text)).toBe(port);
});

test.each(['', '-1', '65536', '4177.5', 'http', '0x10', '123456'])('%j is no port, and that is said', (text) => {
  expect(() => portNumber(text)).toThrow('It must be a port: 1 to 65535, or 0 for any free one.');
});
