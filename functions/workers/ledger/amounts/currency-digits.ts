/**
 * Minor units by ISO 4217 where they are not hundredths: https://www.six-group.com/en/products-services/financial-information/data-standards.html
 * Intl knows them by usage and not by ISO: it gives HUF, IDR and COP none, which providers send in hundredths.
 */
const DIGITS: Readonly<Record<string, readonly string[]>> = {
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'.split(' '),
  3: 'BHD IQD JOD KWD LYD OMR TND'.split(' '),
  4: 'CLF UYW'.split(' '),
};

const digitsByCurrency = new Map(
  Object.entries(DIGITS).flatMap(([digits, currencies]) => currencies.map((code) => [code, Number(digits)] as const)),
);

/** A code that nobody knows has digits that nobody knows. */
const known = new Set([...Intl.supportedValuesOf('currency'), ...digitsByCurrency.keys()]);

/** How many digits the currency has behind the point; undefined for what is no currency of ISO 4217 (in capitals). */
export const currencyDigits = (currency: string): number | undefined =>
  known.has(currency) ? (digitsByCurrency.get(currency) ?? 2) : undefined;
