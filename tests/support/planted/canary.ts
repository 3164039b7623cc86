// Texts that stand for secrets, and are found again wherever they show, whole or in part, and however they are written.

/** Each half is found by itself: a secret that was cut off is still one. */
const HEAD = 'Qz7VxN4t';
const TAIL = 'Kp3WjH8s';
/** By these rules a number of a card; nobody has it. */
export const CARD_NUMBER = '4929123456781237';

/** @param name letters and digits that say where it was planted */
export const plant = (name: string): string => `${HEAD}${name}${TAIL}`;

/** Base64 of a text that stands somewhere in another one: all that does not depend on its neighbours, for each of three offsets. */
function base64Forms(text: string): readonly string[] {
  return [0, 1, 2].map((offset) => {
    const encoded = Buffer.from('_'.repeat(offset) + text).toString('base64');
    const first = Math.ceil((offset * 4) / 3);
    const whole = Math.floor(((offset + text.length) * 4) / 3);
    return encoded.slice(first, whole);
  });
}

/** URL-encoding and the escapes of JSON leave letters and digits as they are. Hosts and headers may be lower-cased. */
function formsOf(text: string): readonly string[] {
  const hex = Buffer.from(text).toString('hex');
  return [text, text.toLowerCase(), text.toUpperCase(), hex, hex.toUpperCase(), ...base64Forms(text)];
}

const CARD_GROUPS = CARD_NUMBER.match(/\d{4}/g) ?? [];
const needles = [
  ...[HEAD, TAIL].flatMap(formsOf),
  // All but the last four digits: those are printed on receipts.
  ...formsOf(CARD_NUMBER.slice(0, 12)),
  ...[' ', '-'].map((gap) => CARD_GROUPS.slice(0, 3).join(gap)),
];
const ANY = new RegExp([...new Set(needles)].map((needle) => needle.replace(/[+/]/g, '\\$&')).join('|'), 'g');

const SHOWN_AROUND = 60;

/** What shows of anything planted: its surroundings, so that a failure says where it came from. */
export function findPlanted(text: string): readonly string[] {
  return [...text.matchAll(ANY)].map(({ index }) =>
    text.slice(Math.max(0, index - SHOWN_AROUND), index + SHOWN_AROUND).replaceAll('\n', '⏎'),
  );
}
