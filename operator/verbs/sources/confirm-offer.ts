import type { Config } from '../../pipeline/pipeline.ts';
import { findSource, writtenSecret } from './find-source.ts';
import type { OfferedSecret } from './offers.ts';
import { checkSecret, type RotateSourcePorts } from './rotate-source.ts';
import { changeSourceEntries } from './source-entries.ts';

export interface Confirmation {
  readonly name: string;
  readonly offer: OfferedSecret;
  /** All that were seen, of which the others are forgotten. */
  readonly offers: readonly OfferedSecret[];
}

export interface ConfirmOfferPorts extends RotateSourcePorts {
  readonly config: RotateSourcePorts['config'] & Pick<Config, 'remove'>;
}

/** Makes an offered secret one of the source, which then waits for no other. @throws {CommandError} */
export async function confirmOffer({ name, offer, offers }: Confirmation, ports: ConfirmOfferPorts): Promise<void> {
  await changeSourceEntries(ports, async (entries) => {
    const { entry, source, secrets } = findSource(entries, name);
    const secret = { value: offer.value };
    await checkSecret(name, secret, source, ports.loadProvider);
    const { awaitsSecretUntil: _until, offerSha256: _word, ...kept } = entry;
    return { ...entries, [name]: { ...kept, secrets: [...secrets, writtenSecret(secret)] } };
  });
  // Only now: an offer that is forgotten before its secret counts would have to be made again.
  await Promise.all(offers.map(({ key }) => ports.config.remove(key)));
}
