import { lookup, type LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { callbackify } from 'node:util';
import { GiveUp } from '../errors.ts';

/** All addresses of a name. */
export type Resolve = (name: string) => Promise<readonly LookupAddress[]>;

export const systemResolve: Resolve = (name) =>
  new Promise((resolve, reject) =>
    lookup(name, { all: true }, (error, addresses) => (error ? reject(error) : resolve(addresses))),
  );

/**
 * What a socket asks instead of the system's resolver. It connects to what this answers and asks nobody again, so a name
 * whose answer changes between check and connection gains nothing. One forbidden address among several condemns the name.
 */
export function checkedLookup(resolve: Resolve, allowsAddress: (address: string) => boolean): LookupFunction {
  const resolveChecked = async (name: string): Promise<readonly LookupAddress[]> => {
    const addresses = await resolve(name);
    const forbidden = addresses.find(({ address }) => !allowsAddress(address));
    if (forbidden) throw new GiveUp(`${name} stands for the address ${forbidden.address}, which may not be called`);
    return addresses;
  };
  const ask = callbackify(resolveChecked);
  return (name, options, callback) => {
    ask(name, (error, addresses) => {
      const [first] = addresses ?? [];
      if (!first) callback(error ?? new Error(`${name} has no address`), '');
      else if (options.all) callback(null, [...addresses]);
      else callback(null, first.address, first.family);
    });
  };
}
