/** Whether a name is meant. */
export type NamePattern = (normalName: string) => boolean;

/** Senders write card_number, cardNumber, card-number, card.number and "card number": all are one name. */
export const normalName = (name: string): string => name.toLowerCase().replaceAll(/[-_.\s]/g, '');

/** `*` stands for any characters. Each part is looked for behind the one before, so that no name takes more than one pass. */
export function createNamePattern(pattern: string): NamePattern {
  const [first = '', ...rest] = normalName(pattern).split('*');
  const last = rest.pop();
  if (last === undefined) return (name) => name === first;
  return (name) => {
    if (!name.startsWith(first)) return false;
    let from = first.length;
    for (const part of rest) {
      const found = name.indexOf(part, from);
      if (found === -1) return false;
      from = found + part.length;
    }
    return name.length - last.length >= from && name.endsWith(last);
  };
}
