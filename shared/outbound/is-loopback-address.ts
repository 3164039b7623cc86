import ipaddr from 'ipaddr.js';

/** Whether it leads back to this machine and nowhere else. */
export const isLoopbackAddress = (text: string): boolean =>
  ipaddr.isValid(text) && ipaddr.parse(text).range() === 'loopback';
